//! The unexpected values of the real service, which typed clients must accept.

use crate::support::{Api, YEAR, leave, with};
use personeel_client::types;
use personeel_wire::Guid;
use serde_json::json;

async fn read_rows<T: serde::de::DeserializeOwned>(api: &Api, resource: &str) -> (String, Vec<T>) {
    let text = api.get(&format!("/employees{resource}?schoolyear={YEAR}")).await.text;
    let rows = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{resource}: {error}"));
    (text, rows)
}

#[tokio::test]
async fn lists_contain_unexpected_values_and_decode() {
    let api = Api::with(|builder| builder.employees(300).dirty(true)).await;
    let (text, employees) = read_rows::<types::Employee>(&api, "").await;
    assert!(employees.len() > 200);
    for unexpected in [
        "\"geslacht\":\"X\"",
        "\"burgStand\":7",
        "\"inkomen\":-1",
        "\"personId\":\" ",
        "\"personId\":\"{",
        "\"bic\":null",
        "\"hoofdAmbt\":{\"code\":null",
        "\"geboortedatum\":null",
        "\"voornaam\":null",
        "\"rijksregisternr\":null",
        "\"postcode\":null",
        "\"bus\":\"null\"",
        "T00:00:00Z\"",
        "T00:00:00.0000000\"",
        "\"veldVanLater\":",
        " \",\"voornaam\"",
    ] {
        assert!(text.contains(unexpected), "{unexpected}");
    }
    let (text, _) = read_rows::<types::Assignment>(&api, "/assignments").await;
    assert!(text.contains("\"hfd\":\"311   \""));
    assert!(text.contains("\"vakRubriek\":null"));
    let first = &text[..text.find("},{\"id\"").unwrap_or(text.len().min(3000))];
    assert!(first.matches("\"vakRubriek\"").count() >= 2, "{first}");
    let (text, _) = read_rows::<types::Interruption>(&api, "/interruptions").await;
    assert!(text.contains("\"pOnderbreking\":"));
    let (text, _) = read_rows::<types::OwnField>(&api, "/ownfields").await;
    assert!(text.contains("\"dataType\":\"getal\""));
    assert!(text.split("\"waarde\":").any(|rest| rest.starts_with(|first: char| first.is_ascii_digit())));
    let (text, _) = read_rows::<types::Photo>(&api, "/photos").await;
    assert!(text.contains("\"photo\":null") && text.contains("\"photo\":\"\""));
    let (_, diplomas) = read_rows::<types::Diploma>(&api, "/diplomas").await;
    assert!(!diplomas.is_empty());
}

#[tokio::test]
async fn responses_to_changes_have_unexpected_forms() {
    let api = Api::with(|builder| builder.dirty(true)).await;
    let person = api.any_person();
    let number = json!({ "soort": 1, "type": 9, "nummer": "000 11 22 33" });
    let response = api.put(&format!("/employees/{person}/communication-number"), &number).await;
    assert!(serde_json::from_str::<serde_json::Value>(&response.text).is_err(), "{}", response.text);
    assert!(Guid::find_in(&response.text).is_some());
    let mut forms = [false; 2];
    for seed in 0..20 {
        let api = Api::with(|builder| builder.dirty(true).seed(seed)).await;
        let wrong = with(leave(), json!({ "code": "2" }));
        let text = api.put(&Api::path(api.any_person(), Guid::random()), &wrong).await.text;
        forms[usize::from(text.contains("\"code\":\"BR006B\""))] = true;
        assert!(text.contains("BR006B"));
    }
    assert_eq!(forms, [true, true]);
}
