//! Each of the codes is reached over HTTP, with the status of the registry.

use std::collections::BTreeSet;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use personeel_client::codes::{CODES, ErrorCode};
use personeel_client::operations::Operation;
use personeel_client::rules::{Constraint, RequestRules};
use personeel_wire::Guid;
use serde_json::{Value, json};

use crate::support::{Answer, Api, Described, INSTITUTE, leave, with};

/// The codes that were reached so far.
struct Reached<'a> {
    api: &'a Api,
    codes: BTreeSet<String>,
}

impl Reached<'_> {
    fn check(&mut self, answer: &Answer, expected: &[&str]) {
        assert_eq!(answer.codes(), expected, "{}", answer.text);
        for code in expected {
            let info = CODES.iter().find(|info| info.name == *code).unwrap();
            assert_eq!(answer.status.as_u16(), info.status, "{code}");
            self.codes.insert((*code).to_owned());
        }
    }

    async fn put(&mut self, path: &str, body: &Value, expected: &[&str]) {
        let answer = self.api.put(path, body).await;
        self.check(&answer, expected);
    }

    async fn delete(&mut self, path: &str, expected: &[&str]) {
        let answer = self.api.delete(path).await;
        self.check(&answer, expected);
    }
}

#[tokio::test]
async fn every_code_of_the_registry_is_reached() {
    let api = Api::start().await;
    let mut reached = Reached { api: &api, codes: BTreeSet::new() };
    tables(&mut reached).await;
    fields_of_interruptions(&mut reached).await;
    states_of_interruptions(&mut reached).await;
    removals(&mut reached).await;
    attachments(&mut reached).await;
    numbers(&mut reached).await;
    // A code that nothing here earns, as one of a newer document may be, is asked for.
    asked_for(&mut reached).await;
    let all: BTreeSet<String> = CODES.iter().map(|info| info.name.to_owned()).collect();
    assert_eq!(reached.codes, all);
}

/// Earns the code of every rule of the tables with a request that breaks this rule and no other, save perhaps one that only
/// the service knows.
async fn tables(reached: &mut Reached<'_>) {
    let calls = reached.api.calls().await;
    let mut broken = 0;
    for operation in Operation::all() {
        let Some(rules) = RequestRules::of(operation) else { continue };
        let call = calls.iter().find(|call| call.id == operation.info().id).unwrap();
        for Violation { path, changes, code, unknown } in violations(call, rules) {
            let request = reached.api.call(call, &path);
            let request = match &call.body {
                Some(body) => request.json(&with(body.clone(), changes)),
                None => request,
            };
            let answer = Answer::of(request).await;
            let also = unknown.iter().map(ToString::to_string).filter(|code| answer.codes().contains(code));
            let codes: Vec<_> = std::iter::once(code.to_string()).chain(also).collect();
            reached.check(&answer, &codes.iter().map(String::as_str).collect::<Vec<_>>());
            broken += 1;
        }
    }
    assert!(broken > 0);
}

/// A request that breaks a rule.
struct Violation {
    path: String,
    /// The changed fields of the body.
    changes: Value,
    code: ErrorCode,
    /// The code of a rule about the same field that only the service knows.
    unknown: Option<ErrorCode>,
}

/// A request for each rule.
fn violations(call: &Described, rules: &RequestRules) -> Vec<Violation> {
    let mut found = Vec::new();
    for (name, code) in rules.parameters {
        let path = call.path_with(name, "none");
        found.push(Violation { path, changes: json!({}), code: code.clone(), unknown: None });
    }
    let path = call.path_with("", "");
    let mut of_body = |changes: Value, code: &ErrorCode, unknown: Option<&ErrorCode>| {
        found.push(Violation { path: path.clone(), changes, code: code.clone(), unknown: unknown.cloned() });
    };
    for rule in rules.body {
        let unknown = rule.constraints.iter().find(|(constraint, _)| *constraint == Constraint::Undocumented);
        let unknown = unknown.map(|(_, code)| code);
        if let Some(code) = &rule.required {
            of_body(json!({ rule.field: null }), code, None);
            of_body(json!({ rule.field: " " }), code, None);
        }
        for (constraint, code) in rule.constraints {
            if let Some(value) = violating(*constraint) {
                of_body(json!({ rule.field: value }), code, unknown);
            }
        }
    }
    for relation in rules.relations {
        of_body(json!({ relation.other: "2026-05-08", relation.field: "2026-05-07" }), &relation.code, None);
    }
    found
}

/// A value that breaks a constraint; `None` where the document doesn't say what breaks it.
fn violating(constraint: Constraint) -> Option<Value> {
    let long = |most: usize| Value::from("9".repeat(most + 1));
    Some(match constraint {
        Constraint::MaxLength(most) | Constraint::Length(_, most) => long(most),
        Constraint::Texts(texts) => texts.concat().chars().chain("x".chars()).collect::<String>().into(),
        Constraint::Numbers(numbers) => (numbers.iter().max()? + 1).into(),
        Constraint::SchoolYear => "2025-2026".into(),
        Constraint::FileExtension(extensions) => format!("attest.{}x", extensions.concat()).into(),
        Constraint::MaxDecodedBytes(most) => BASE64_STANDARD.encode(vec![0; usize::try_from(most).ok()? + 1]).into(),
        _ => return None,
    })
}

/// Asks the admin interface for every code that was not reached, at one of the calls that return it.
async fn asked_for(reached: &mut Reached<'_>) {
    let calls = reached.api.calls().await;
    for info in CODES.iter().filter(|info| !reached.codes.contains(info.name)).collect::<Vec<_>>() {
        let operation = info.operations.first().unwrap_or_else(|| panic!("no call returns {}", info.name));
        let call = calls.iter().find(|call| call.id == operation.info().id).unwrap();
        assert!(reached.api.sandbox.refuse_next(*operation, info.code.clone()));
        reached.check(&Answer::of(reached.api.call(call, &call.target())).await, &[info.name]);
    }
}

#[tokio::test]
async fn every_code_can_be_asked_for_at_each_of_its_calls() {
    let api = Api::start().await;
    let calls = api.calls().await;
    let ask = |body: Value| Answer::of(api.client.post(format!("{}/refusals", api.sandbox.admin_url())).json(&body));
    for info in CODES {
        for operation in info.operations {
            let call = calls.iter().find(|call| call.id == operation.info().id).unwrap();
            assert_eq!(ask(json!({ "operation": call.id, "code": info.name })).await.status, 204, "{}", info.name);
            let answer = Answer::of(api.call(call, &call.target())).await;
            assert_eq!((answer.status.as_u16(), answer.codes()), (info.status, vec![info.name.to_owned()]));
            let message = answer.json()["errors"][0]["Message"].as_str().unwrap().to_owned();
            assert_eq!(Guid::find_in(&message).is_some(), info.existing_id, "{message}");
            assert!(message.starts_with(info.message.trim_end_matches('.')), "{message}");
        }
    }
    let get = calls.iter().find(|call| call.id == "listPhotos").unwrap();
    assert_eq!(Answer::of(api.call(get, &get.target())).await.status, 200);
}

#[tokio::test]
async fn codes_wait_in_turn_for_their_own_call_and_a_reset_forgets_them() {
    let api = Api::start().await;
    let ask = |body: Value| Answer::of(api.client.post(format!("{}/refusals", api.sandbox.admin_url())).json(&body));
    for code in ["MNA009", "MNA010"] {
        assert_eq!(ask(json!({ "operation": "deleteInterruption", "code": code })).await.status, 204);
    }
    assert_eq!(api.get("/employees?schoolyear=2025-26").await.status, 200);
    let path = format!("/employees/interruptions/{}", Guid::random());
    let without_token = api.client.delete(format!("{}{path}", api.sandbox.api_url()));
    assert_eq!(Answer::of(without_token).await.status, 401);
    for code in ["MNA009", "MNA010", "BR018"] {
        assert_eq!(api.delete(&path).await.codes(), [code]);
    }
    assert!(api.sandbox.refuse_next(Operation::DeleteInterruption, ErrorCode::Mna009));
    api.sandbox.reset();
    assert_eq!(api.delete(&path).await.codes(), ["BR018"]);
    assert!(!api.sandbox.refuse_next(Operation::DeleteInterruption, ErrorCode::Br025));
    for (operation, code) in [("deleteInterruption", "BR025"), ("deleteInterruption", "BR999"), ("delete", "MNA009")] {
        let answer = ask(json!({ "operation": operation, "code": code })).await;
        assert_eq!(answer.status, 400, "{operation} {code}");
        assert!(answer.text.contains(operation) && answer.text.contains(code), "{}", answer.text);
    }
    assert_eq!(ask(json!({ "operation": "deleteInterruption" })).await.status, 400);
}

async fn fields_of_interruptions(reached: &mut Reached<'_>) {
    let person = reached.api.somebody();
    let path = Api::path(person, Guid::random());
    for changes in [
        json!({ "hfd": "411" }),
        json!({ "instelnr": "999999" }),
        json!({ "schooljaar": "2001-02" }),
        json!({ "hfd": "312", "schooljaar": "2023-24" }),
    ] {
        reached.put(&path, &with(leave(), changes), &["BR013"]).await;
    }
    reached.put("/employees/none/interruptions/neither", &leave(), &["BR001", "BR002"]).await;
    reached.put(&Api::path(Guid::random(), Guid::random()), &leave(), &["BR014"]).await;
    // Everything at once, in the order of the document.
    let wrong = with(leave(), json!({ "code": "2", "einddatum": "2026-05-01", "afzender": "" }));
    reached.put(&path, &wrong, &["BR006B", "BR012A", "BR008B"]).await;
}

async fn states_of_interruptions(reached: &mut Reached<'_>) {
    let (somebody, somebody_else) = (reached.api.somebody(), reached.api.somebody_else());
    let id = Guid::random();
    assert_eq!(reached.api.put(&Api::path(somebody, id), &leave()).await.status, 200);
    let other_school = with(leave(), json!({ "schooljaar": "2024-25" }));
    reached.put(&Api::path(somebody, id), &other_school, &["MNA001"]).await;
    reached.put(&Api::path(somebody_else, id), &leave(), &["MNA002"]).await;
    reached.put(&Api::path(somebody, Guid::random()), &leave(), &["MNA005"]).await;

    let second = Guid::random();
    let later = with(leave(), json!({ "begindatum": "2026-06-01", "einddatum": "2026-06-02" }));
    assert_eq!(reached.api.put(&Api::path(somebody, second), &later).await.status, 200);
    let longer = with(leave(), json!({ "begindatum": "2026-05-08", "einddatum": "2026-06-02" }));
    reached.put(&Api::path(somebody, second), &longer, &["MNA006"]).await;

    for (wanted, code) in [
        (reached.api.find(|known| known.state.from_api && known.state.sent), "MNA003"),
        (reached.api.find(|known| known.state.substituted), "MNA004"),
    ] {
        let same = json!({
            "instelnr": INSTITUTE,
            "schooljaar": wanted.school_year.to_string(),
            "hfd": wanted.hfd,
            "code": wanted.code,
            "begindatum": wanted.begin.to_string(),
            "einddatum": wanted.end.to_string(),
            "opmerking": "Only this changes",
            "afzender": "test",
        });
        let path = Api::path(wanted.person_id, wanted.id);
        assert_eq!(reached.api.put(&path, &same).await.status, 200);
        reached.put(&path, &with(same.clone(), json!({ "einddatum": "2026-08-01" })), &[code]).await;
        // The structure is named by the texts of both, and the school year by none of them.
        let other = if wanted.hfd == "311" { "211" } else { "311" };
        reached.put(&path, &with(same.clone(), json!({ "hfd": other })), &[code]).await;
        reached.put(&path, &with(same, json!({ "hfd": "311", "schooljaar": "2024-25" })), &["MNA001"]).await;
    }
    let other_structure = with(leave(), json!({ "hfd": "211" }));
    reached.put(&Api::path(somebody, id), &other_structure, &["MNA001"]).await;
}

async fn removals(reached: &mut Reached<'_>) {
    reached.delete(&format!("/employees/interruptions/{}", Guid::random()), &["BR018"]).await;
    for (wanted, code) in [
        (reached.api.find(|known| !known.state.from_api), "MNA008"),
        (reached.api.find(|known| known.state.from_api && known.state.verified), "MNA009"),
        (reached.api.find(|known| known.state.from_api && known.state.sent), "MNA010"),
        (reached.api.find(|known| known.state.substituted), "MNA011"),
    ] {
        reached.delete(&format!("/employees/interruptions/{}", wanted.id), &[code]).await;
    }
}

async fn attachments(reached: &mut Reached<'_>) {
    let mine = reached.api.find(|known| known.state.from_api && known.state.verified).id;
    let of_another = reached.api.find(|known| known.state.substituted).id;
    let attachment = Guid::random();
    let path = |interruption: Guid| format!("/employees/interruptions/{interruption}/attachments/{attachment}");
    let file = json!({ "filename": "attest.pdf", "file": "QQ==" });
    reached.put("/employees/interruptions/none/attachments/neither", &file, &["BR002", "BR015"]).await;
    reached.put(&path(Guid::random()), &file, &["BR018"]).await;
    reached.delete(&path(mine), &["BR019"]).await;
    reached.delete("/employees/interruptions/none/attachments/neither", &["BR002", "BR015"]).await;
    assert_eq!(reached.api.put(&path(mine), &file).await.status, 200);
    reached.put(&path(of_another), &file, &["MNA007"]).await;
}

async fn numbers(reached: &mut Reached<'_>) {
    let person = reached.api.somebody();
    let path = format!("/employees/{person}/communication-number");
    let number = json!({ "soort": 3, "type": 9, "nummer": "0400 11 22 33" });
    for (changes, expected) in [(json!({ "soort": null }), "BR020"), (json!({ "nummer": "call me" }), "BR023")] {
        reached.put(&path, &with(number.clone(), changes), &[expected]).await;
    }
    let left = reached.api.find(|known| !known.state.from_api && known.begin.to_string() == "2025-03-01").person_id;
    reached.put(&format!("/employees/{left}/communication-number"), &number, &["BR024"]).await;

    let added = reached.api.put(&path, &number).await;
    let id: Guid = serde_json::from_str(&added.text).unwrap();
    for (nummer, expected) in [("0400 99 99 99", "BR025"), ("0400/112233", "BR026")] {
        let answer = reached.api.put(&path, &with(number.clone(), json!({ "nummer": nummer }))).await;
        reached.check(&answer, &[expected]);
        let message = answer.json()["errors"][0]["Message"].as_str().unwrap().to_owned();
        assert!(message.ends_with(&format!("; Id: {id}")), "{message}");
    }
    reached.delete(&format!("{path}/{}", Guid::random()), &["BR028"]).await;
}
