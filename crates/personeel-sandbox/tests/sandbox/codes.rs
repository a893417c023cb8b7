//! The sandbox returns each error code over HTTP, with the registry's status.

use std::collections::BTreeSet;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use personeel_client::codes::{CODES, ErrorCode};
use personeel_client::operations::Operation;
use personeel_client::rules::{Constraint, RequestRules};
use personeel_wire::Guid;
use serde_json::{Value, json};

use crate::support::{Api, Described, INSTITUTE, Response, leave, with};

/// The codes that the sandbox has returned so far.
struct Returned<'a> {
    api: &'a Api,
    codes: BTreeSet<String>,
}

impl Returned<'_> {
    fn check(&mut self, response: &Response, expected: &[&str]) {
        assert_eq!(response.codes(), expected, "{}", response.text);
        for code in expected {
            let info = CODES.iter().find(|info| info.name == *code).unwrap();
            assert_eq!(response.status.as_u16(), info.status, "{code}");
            self.codes.insert((*code).to_owned());
        }
    }

    async fn put(&mut self, path: &str, body: &Value, expected: &[&str]) {
        let response = self.api.put(path, body).await;
        self.check(&response, expected);
    }

    async fn delete(&mut self, path: &str, expected: &[&str]) {
        let response = self.api.delete(path).await;
        self.check(&response, expected);
    }
}

/// The guide's codes. Each must be returned to a request that breaks its rule.
const GUIDE_CODES: [&str; 47] = [
    "BR001", "BR002", "BR003A", "BR004A", "BR004B", "BR005A", "BR005B", "BR006A", "BR006B", "BR007A", "BR008A",
    "BR008B", "BR009", "BR010", "BR011", "BR012A", "BR012B", "BR013", "BR014", "BR015", "BR016A", "BR016B", "BR016C",
    "BR017A", "BR017B", "BR018", "BR019", "BR020", "BR021", "BR022", "BR023", "BR024", "BR025", "BR026", "BR027",
    "BR028", "MNA001", "MNA002", "MNA003", "MNA004", "MNA005", "MNA006", "MNA007", "MNA008", "MNA009", "MNA010",
    "MNA011",
];

#[tokio::test]
async fn every_code_of_the_registry_is_returned() {
    let api = Api::start().await;
    let mut returned = Returned { api: &api, codes: BTreeSet::new() };
    break_rules(&mut returned).await;
    break_field_rules(&mut returned).await;
    break_state_rules(&mut returned).await;
    break_removal_rules(&mut returned).await;
    break_attachment_rules(&mut returned).await;
    break_number_rules(&mut returned).await;
    let missing: Vec<_> = GUIDE_CODES.into_iter().filter(|code| !returned.codes.contains(*code)).collect();
    assert!(missing.is_empty(), "no request makes the sandbox return {missing:?}");
    // A code of a newer document may need a request that these tests don't know. The sandbox returns it on demand.
    refuse_with_other_codes(&mut returned).await;
    let all: BTreeSet<String> = CODES.iter().map(|info| info.name.to_owned()).collect();
    assert_eq!(returned.codes, all);
}

/// Breaks every rule of the client's tables with a request that breaks no other, except perhaps one that only the
/// service knows.
async fn break_rules(returned: &mut Returned<'_>) {
    let calls = returned.api.calls().await;
    let mut broken = 0;
    for operation in Operation::all() {
        let Some(rules) = RequestRules::of(operation) else { continue };
        let call = calls.iter().find(|call| call.id == operation.info().id).unwrap();
        for Violation { path, changes, code, unknown } in list_violations(call, rules) {
            let request = returned.api.call(call, &path);
            let request = match &call.body {
                Some(body) => request.json(&with(body.clone(), changes)),
                None => request,
            };
            let response = Response::of(request).await;
            let also = unknown.iter().map(ToString::to_string).filter(|code| response.codes().contains(code));
            let codes: Vec<_> = std::iter::once(code.to_string()).chain(also).collect();
            returned.check(&response, &codes.iter().map(String::as_str).collect::<Vec<_>>());
            broken += 1;
        }
    }
    assert!(broken > 0);
}

/// A request that breaks a rule.
struct Violation {
    path: String,
    /// The changed members of the body.
    changes: Value,
    code: ErrorCode,
    /// The code of a rule for the same member that only the service knows.
    unknown: Option<ErrorCode>,
}

/// Builds a request that breaks it for each rule.
fn list_violations(call: &Described, rules: &RequestRules) -> Vec<Violation> {
    let mut found = Vec::new();
    for (name, code) in rules.parameters {
        let path = call.path_with(name, "none");
        found.push(Violation { path, changes: json!({}), code: code.clone(), unknown: None });
    }
    let path = call.path_with("", "");
    let mut add_body_violation = |changes: Value, code: &ErrorCode, unknown: Option<&ErrorCode>| {
        found.push(Violation { path: path.clone(), changes, code: code.clone(), unknown: unknown.cloned() });
    };
    for rule in rules.body {
        let unknown = rule.constraints.iter().find(|(constraint, _)| *constraint == Constraint::Undocumented);
        let unknown = unknown.map(|(_, code)| code);
        if let Some(code) = &rule.required {
            add_body_violation(json!({ rule.field: null }), code, None);
            add_body_violation(json!({ rule.field: " " }), code, None);
        }
        for (constraint, code) in rule.constraints {
            if let Some(value) = violating_value(*constraint) {
                add_body_violation(json!({ rule.field: value }), code, unknown);
            }
        }
    }
    for relation in rules.relations {
        add_body_violation(json!({ relation.other: "2026-05-08", relation.field: "2026-05-07" }), &relation.code, None);
    }
    found
}

/// A value that breaks a constraint; `None` if the document doesn't say what breaks it.
fn violating_value(constraint: Constraint) -> Option<Value> {
    let too_long = |max: usize| Value::from("9".repeat(max + 1));
    Some(match constraint {
        Constraint::MaxLength(max) | Constraint::Length(_, max) => too_long(max),
        Constraint::Texts(texts) => texts.concat().chars().chain("x".chars()).collect::<String>().into(),
        Constraint::Numbers(numbers) => (numbers.iter().max()? + 1).into(),
        Constraint::SchoolYear => "2025-2026".into(),
        Constraint::FileExtension(extensions) => format!("attest.{}x", extensions.concat()).into(),
        Constraint::MaxDecodedBytes(max) => BASE64_STANDARD.encode(vec![0; usize::try_from(max).ok()? + 1]).into(),
        _ => return None,
    })
}

/// Requests a refusal with every code that was not returned yet, at one of the calls that can return it.
async fn refuse_with_other_codes(returned: &mut Returned<'_>) {
    let calls = returned.api.calls().await;
    for info in CODES.iter().filter(|info| !returned.codes.contains(info.name)).collect::<Vec<_>>() {
        let operation = info.operations.first().unwrap_or_else(|| panic!("no call returns {}", info.name));
        let call = calls.iter().find(|call| call.id == operation.info().id).unwrap();
        assert!(returned.api.sandbox.refuse_next(*operation, info.code.clone()));
        returned.check(&Response::of(returned.api.call(call, &call.target())).await, &[info.name]);
    }
}

#[tokio::test]
async fn every_code_can_be_requested_for_each_of_its_calls() {
    let api = Api::start().await;
    let calls = api.calls().await;
    let request_refusal =
        |body: Value| Response::of(api.client.post(format!("{}/refusals", api.sandbox.admin_url())).json(&body));
    for info in CODES {
        for operation in info.operations {
            let call = calls.iter().find(|call| call.id == operation.info().id).unwrap();
            assert_eq!(
                request_refusal(json!({ "operation": call.id, "code": info.name })).await.status,
                204,
                "{}",
                info.name
            );
            let response = Response::of(api.call(call, &call.target())).await;
            assert_eq!((response.status.as_u16(), response.codes()), (info.status, vec![info.name.to_owned()]));
            let message = response.json()["errors"][0]["Message"].as_str().unwrap().to_owned();
            assert_eq!(Guid::find_in(&message).is_some(), info.existing_id, "{message}");
            assert!(message.starts_with(info.message.trim_end_matches('.')), "{message}");
        }
    }
    let get = calls.iter().find(|call| call.id == "listPhotos").unwrap();
    assert_eq!(Response::of(api.call(get, &get.target())).await.status, 200);
}

#[tokio::test]
async fn requested_refusals_wait_in_order_for_their_own_call_until_a_reset() {
    let api = Api::start().await;
    let request_refusal =
        |body: Value| Response::of(api.client.post(format!("{}/refusals", api.sandbox.admin_url())).json(&body));
    for code in ["MNA009", "MNA010"] {
        assert_eq!(request_refusal(json!({ "operation": "deleteInterruption", "code": code })).await.status, 204);
    }
    assert_eq!(api.get("/employees?schoolyear=2025-26").await.status, 200);
    let path = format!("/employees/interruptions/{}", Guid::random());
    let without_token = api.client.delete(format!("{}{path}", api.sandbox.api_url()));
    assert_eq!(Response::of(without_token).await.status, 401);
    for code in ["MNA009", "MNA010", "BR018"] {
        assert_eq!(api.delete(&path).await.codes(), [code]);
    }
    assert!(api.sandbox.refuse_next(Operation::DeleteInterruption, ErrorCode::Mna009));
    api.sandbox.reset();
    assert_eq!(api.delete(&path).await.codes(), ["BR018"]);
    assert!(!api.sandbox.refuse_next(Operation::DeleteInterruption, ErrorCode::Br025));
    for (operation, code) in [("deleteInterruption", "BR025"), ("deleteInterruption", "BR999"), ("delete", "MNA009")] {
        let response = request_refusal(json!({ "operation": operation, "code": code })).await;
        assert_eq!(response.status, 400, "{operation} {code}");
        assert!(response.text.contains(operation) && response.text.contains(code), "{}", response.text);
    }
    assert_eq!(request_refusal(json!({ "operation": "deleteInterruption" })).await.status, 400);
}

async fn break_field_rules(returned: &mut Returned<'_>) {
    let person = returned.api.any_person();
    let path = Api::path(person, Guid::random());
    for changes in [
        json!({ "hfd": "411" }),
        json!({ "instelnr": "999999" }),
        json!({ "schooljaar": "2001-02" }),
        json!({ "hfd": "312", "schooljaar": "2023-24" }),
    ] {
        returned.put(&path, &with(leave(), changes), &["BR013"]).await;
    }
    returned.put("/employees/none/interruptions/neither", &leave(), &["BR001", "BR002"]).await;
    returned.put(&Api::path(Guid::random(), Guid::random()), &leave(), &["BR014"]).await;
    // All errors are reported together, in document order.
    let wrong = with(leave(), json!({ "code": "2", "einddatum": "2026-05-01", "afzender": "" }));
    returned.put(&path, &wrong, &["BR006B", "BR012A", "BR008B"]).await;
}

async fn break_state_rules(returned: &mut Returned<'_>) {
    let (person, other) = (returned.api.any_person(), returned.api.another_person());
    let id = Guid::random();
    assert_eq!(returned.api.put(&Api::path(person, id), &leave()).await.status, 200);
    let other_school = with(leave(), json!({ "schooljaar": "2024-25" }));
    returned.put(&Api::path(person, id), &other_school, &["MNA001"]).await;
    returned.put(&Api::path(other, id), &leave(), &["MNA002"]).await;
    returned.put(&Api::path(person, Guid::random()), &leave(), &["MNA005"]).await;

    let second = Guid::random();
    let later = with(leave(), json!({ "begindatum": "2026-06-01", "einddatum": "2026-06-02" }));
    assert_eq!(returned.api.put(&Api::path(person, second), &later).await.status, 200);
    let longer = with(leave(), json!({ "begindatum": "2026-05-08", "einddatum": "2026-06-02" }));
    returned.put(&Api::path(person, second), &longer, &["MNA006"]).await;

    for (interruption, code) in [
        (returned.api.find(|known| known.state.from_api && known.state.sent), "MNA003"),
        (returned.api.find(|known| known.state.substituted), "MNA004"),
    ] {
        let same = json!({
            "instelnr": INSTITUTE,
            "schooljaar": interruption.school_year.to_string(),
            "hfd": interruption.hfd,
            "code": interruption.code,
            "begindatum": interruption.begin.to_string(),
            "einddatum": interruption.end.to_string(),
            "opmerking": "Only this changes",
            "afzender": "test",
        });
        let path = Api::path(interruption.person_id, interruption.id);
        assert_eq!(returned.api.put(&path, &same).await.status, 200);
        returned.put(&path, &with(same.clone(), json!({ "einddatum": "2026-08-01" })), &[code]).await;
        // The texts of both name the structure, and neither names the school year.
        let other = if interruption.hfd == "311" { "211" } else { "311" };
        returned.put(&path, &with(same.clone(), json!({ "hfd": other })), &[code]).await;
        returned.put(&path, &with(same, json!({ "hfd": "311", "schooljaar": "2024-25" })), &["MNA001"]).await;
    }
    let other_structure = with(leave(), json!({ "hfd": "211" }));
    returned.put(&Api::path(person, id), &other_structure, &["MNA001"]).await;
}

async fn break_removal_rules(returned: &mut Returned<'_>) {
    returned.delete(&format!("/employees/interruptions/{}", Guid::random()), &["BR018"]).await;
    for (interruption, code) in [
        (returned.api.find(|known| !known.state.from_api), "MNA008"),
        (returned.api.find(|known| known.state.from_api && known.state.verified), "MNA009"),
        (returned.api.find(|known| known.state.from_api && known.state.sent), "MNA010"),
        (returned.api.find(|known| known.state.substituted), "MNA011"),
    ] {
        returned.delete(&format!("/employees/interruptions/{}", interruption.id), &[code]).await;
    }
}

async fn break_attachment_rules(returned: &mut Returned<'_>) {
    let mine = returned.api.find(|known| known.state.from_api && known.state.verified).id;
    let of_another = returned.api.find(|known| known.state.substituted).id;
    let attachment = Guid::random();
    let path = |interruption: Guid| format!("/employees/interruptions/{interruption}/attachments/{attachment}");
    let file = json!({ "filename": "attest.pdf", "file": "QQ==" });
    returned.put("/employees/interruptions/none/attachments/neither", &file, &["BR002", "BR015"]).await;
    returned.put(&path(Guid::random()), &file, &["BR018"]).await;
    returned.delete(&path(mine), &["BR019"]).await;
    returned.delete("/employees/interruptions/none/attachments/neither", &["BR002", "BR015"]).await;
    assert_eq!(returned.api.put(&path(mine), &file).await.status, 200);
    returned.put(&path(of_another), &file, &["MNA007"]).await;
}

async fn break_number_rules(returned: &mut Returned<'_>) {
    let person = returned.api.any_person();
    let path = format!("/employees/{person}/communication-number");
    let number = json!({ "soort": 3, "type": 9, "nummer": "0400 11 22 33" });
    for (changes, expected) in [(json!({ "soort": null }), "BR020"), (json!({ "nummer": "call me" }), "BR023")] {
        returned.put(&path, &with(number.clone(), changes), &[expected]).await;
    }
    let left = returned.api.find(|known| !known.state.from_api && known.begin.to_string() == "2025-03-01").person_id;
    returned.put(&format!("/employees/{left}/communication-number"), &number, &["BR024"]).await;

    let added = returned.api.put(&path, &number).await;
    let id: Guid = serde_json::from_str(&added.text).unwrap();
    for (nummer, expected) in [("0400 99 99 99", "BR025"), ("0400/112233", "BR026")] {
        let response = returned.api.put(&path, &with(number.clone(), json!({ "nummer": nummer }))).await;
        returned.check(&response, &[expected]);
        let message = response.json()["errors"][0]["Message"].as_str().unwrap().to_owned();
        assert!(message.ends_with(&format!("; Id: {id}")), "{message}");
    }
    returned.delete(&format!("{path}/{}", Guid::random()), &["BR028"]).await;
}
