//! Changes that calls make, and how other calls show them.

use crate::support::{Api, Response, YEAR, leave, with};
use personeel_sandbox::InterruptionState;
use personeel_wire::Guid;
use reqwest::Method;
use serde_json::{Value, json};

async fn find_interruption(api: &Api, person: Guid, id: Guid) -> Option<Value> {
    let rows = api.get(&format!("/employees/{person}/interruptions?schoolyear={YEAR}")).await.rows();
    rows.into_iter().find(|row| row["doId"] == id.to_string())
}

#[tokio::test]
async fn an_interruption_is_added_changed_and_removed() {
    let api = Api::start().await;
    let (person, id) = (api.any_person(), Guid::random());
    let before = api.get(&format!("/employees/interruptions?schoolyear={YEAR}")).await.rows().len();
    // The guide's examples capitalise property names.
    let sent = json!({
        "Instelnr": "011007", "Schooljaar": YEAR, "Hfd": "311", "Code": "1",
        "Begindatum": "2026-05-04T00:00:00", "Einddatum": "2026-05-08T00:00:00",
        "Opmerking": "Via de API", "Afzender": "test", "ZiekteverlofZonderBezoldiging": true,
    });
    let response = api.put(&Api::path(person, id), &sent).await;
    assert_eq!((response.status.as_u16(), response.text.as_str()), (200, ""));
    let added = find_interruption(&api, person, id).await.unwrap();
    assert_eq!(added["begindatum"], "2026-05-04T00:00:00");
    assert_eq!((&added["opmPersoneelslid"], &added["omschrijving"]), (&"Via de API".into(), &"Ziekteverlof".into()));
    assert_eq!((&added["ziekteverlofZonderBezoldiging"], &added["verstuurdAgODi"]), (&true.into(), &false.into()));
    assert_eq!(api.get(&format!("/employees/interruptions?schoolyear={YEAR}")).await.rows().len(), before + 1);

    let changed = with(leave(), json!({ "einddatum": "2026-05-20", "opmerking": null }));
    assert_eq!(api.put(&Api::path(person, id), &changed).await.status, 200);
    assert_eq!(find_interruption(&api, person, id).await.unwrap()["einddatum"], "2026-05-20T00:00:00");

    let path = format!("/employees/interruptions/{id}");
    // It is not found with another institute's header.
    let elsewhere = api.bare(Method::DELETE, &path).header("InstituteNo", "999999");
    assert_eq!(Response::of(elsewhere).await.codes(), ["BR018"]);
    let response = api.delete(&path).await;
    assert_eq!((response.status.as_u16(), response.text.as_str()), (200, ""));
    assert!(find_interruption(&api, person, id).await.is_none());
    assert_eq!(api.delete(&path).await.codes(), ["BR018"]);
}

#[tokio::test]
async fn an_initial_leave_can_be_removed_and_a_reset_restores_it() {
    let api = Api::start().await;
    let state = InterruptionState { from_api: true, ..InterruptionState::default() };
    let known = api.find(|known| known.state == state);
    assert_eq!(api.delete(&format!("/employees/interruptions/{}", known.id)).await.status, 200);
    assert!(!api.interruptions().contains(&known));
    api.sandbox.reset();
    assert!(api.interruptions().contains(&known));
    assert_eq!(api.sandbox.stats().requests, 0);
}

#[tokio::test]
async fn states_can_be_set() {
    let api = Api::start().await;
    let known = api.find(|known| known.state.from_api && known.state.verified);
    let path = format!("/employees/interruptions/{}", known.id);
    assert_eq!(api.delete(&path).await.codes(), ["MNA009"]);
    let sent = InterruptionState { verified: false, sent: true, ..known.state };
    assert!(api.sandbox.set_interruption_state(known.id, sent));
    assert_eq!(api.delete(&path).await.codes(), ["MNA010"]);
    assert_eq!(find_interruption(&api, known.person_id, known.id).await.unwrap()["verstuurdAgODi"], true);
    assert!(!api.sandbox.set_interruption_state(Guid::random(), sent));
    // A call may also add a verified leave.
    let (person, id) = (api.any_person(), Guid::random());
    let verified = with(leave(), json!({ "geverifieerd": true }));
    assert_eq!(api.put(&Api::path(person, id), &verified).await.status, 200);
    assert_eq!(api.delete(&format!("/employees/interruptions/{id}")).await.codes(), ["MNA009"]);
}

#[tokio::test]
async fn a_schools_own_kind_may_overlap_any_leave() {
    let api = Api::start().await;
    let own = api.find(|known| known.code == "002" && known.begin.to_string() == "2025-09-15");
    let body = with(leave(), json!({ "begindatum": "2025-09-14", "einddatum": "2025-09-16", "hfd": own.hfd }));
    assert_eq!(api.put(&Api::path(own.person_id, Guid::random()), &body).await.status, 200);
}

#[tokio::test]
async fn an_attachment_lives_as_long_as_one_of_its_links() {
    let api = Api::start().await;
    let person = api.any_person();
    let (first, second, attachment) = (Guid::random(), Guid::random(), Guid::random());
    for (id, begin, end) in [(first, "2026-05-04", "2026-05-08"), (second, "2026-06-01", "2026-06-02")] {
        let body = with(leave(), json!({ "begindatum": begin, "einddatum": end }));
        assert_eq!(api.put(&Api::path(person, id), &body).await.status, 200);
    }
    let path = |id: Guid| format!("/employees/interruptions/{id}/attachments/{attachment}");
    for (id, name) in [(first, "eerste.txt"), (second, "tweede.PDF")] {
        let file = json!({ "Filename": name, "File": "YXR0ZXN0Cg==" });
        assert_eq!(api.put(&path(id), &file).await.status, 200);
    }
    let known = api.sandbox.attachments();
    assert_eq!((known.len(), known[0].filename.as_str(), known[0].size), (1, "tweede.PDF", 7));
    assert_eq!(known[0].interruptions.len(), 2);

    assert_eq!(api.delete(&path(first)).await.status, 200);
    assert_eq!(api.delete(&path(first)).await.codes(), ["BR019"]);
    assert_eq!(api.sandbox.attachments()[0].interruptions, [second]);
    assert_eq!(api.delete(&format!("/employees/interruptions/{second}")).await.status, 200);
    assert!(api.sandbox.attachments().is_empty());
    assert_eq!(api.delete(&path(second)).await.codes(), ["BR019"]);
    let broken = api.put(&path(first), &json!({ "filename": "a.txt", "file": "not base64!" })).await;
    assert_eq!(broken.status, 400);
}

#[tokio::test]
async fn a_number_is_added_changed_and_removed() {
    let api = Api::start().await;
    let person = api.any_person();
    let path = format!("/employees/{person}/communication-number");
    let comnrs = || async {
        let employee = api.get(&format!("/employees/{person}?schoolyear={YEAR}")).await.json();
        employee["comnrs"].as_array().unwrap().clone()
    };
    let before = comnrs().await.len();
    let added = api.put(&path, &json!({ "soort": 1, "type": 18, "nummer": "000 11 22 33", "id": null })).await;
    let id: Guid = serde_json::from_str(&added.text).unwrap();
    let expected = json!({ "id": id, "type": "Werk", "soort": "Telefoon", "nr": "000 11 22 33" });
    assert!(comnrs().await.contains(&expected));

    let changed = json!({ "Soort": 3, "Type": 46, "Nummer": "+32 400 11 22 33", "Id": id });
    for _ in 0..2 {
        assert_eq!(serde_json::from_str::<Guid>(&api.put(&path, &changed).await.text).unwrap(), id);
    }
    assert!(comnrs().await.iter().any(|known| known["type"] == "Buren" && known["soort"] == "Gsm"));
    // An id that the caller chose also adds a number.
    let own = Guid::random();
    let response = api.put(&path, &json!({ "soort": 1, "type": 2, "nummer": "000 11 22 34", "id": own })).await;
    assert_eq!(serde_json::from_str::<Guid>(&response.text).unwrap(), own);
    assert_eq!(comnrs().await.len(), before + 2);
    for id in [id, own] {
        assert_eq!(api.delete(&format!("{path}/{id}")).await.status, 200);
    }
    assert_eq!(comnrs().await.len(), before);
}

#[tokio::test]
async fn a_number_belongs_to_the_person_at_both_institutes() {
    let api = Api::start().await;
    let list = format!("/employees?schoolyear={YEAR}");
    let other = api.bare(Method::GET, &list).header("InstituteNo", "038281").header("Api-Version", "2");
    let other_ids: Vec<Value> = Response::of(other).await.rows().iter().map(|row| row["personId"].clone()).collect();
    let staff = api.get(&list).await.rows();
    let shared = staff.iter().find(|row| row["isActive"] == true && other_ids.contains(&row["personId"])).unwrap();
    let path = format!("/employees/{}", shared["personId"].as_str().unwrap());
    let number = json!({ "soort": 1, "type": 18, "nummer": "000 11 22 33" });
    assert_eq!(api.put(&format!("{path}/communication-number"), &number).await.status, 200);
    for institute in ["011007", "038281"] {
        let request = api.bare(Method::GET, &format!("{path}?schoolyear={YEAR}")).header("InstituteNo", institute);
        let employee = Response::of(request.header("Api-Version", "2")).await.json();
        let numbers = employee["comnrs"].as_array().unwrap();
        assert!(numbers.iter().any(|number| number["nr"] == "000 11 22 33"), "{institute}: {numbers:?}");
    }
}
