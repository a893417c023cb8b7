//! Drift: a sandbox that is newer than its document.

use personeel_sandbox::Drift;
use serde_json::{Value, json};

use crate::support::*;

const EMPLOYEES: &str = "/employees?schoolyear=2025-26";

fn drift(drifts: &Value) -> Drift {
    json!({ "drifts": drifts }).to_string().parse().unwrap()
}

async fn employees(drifts: Value) -> Response {
    Api::with(|sandbox| sandbox.drift(drift(&drifts))).await.get(EMPLOYEES).await
}

#[tokio::test]
async fn records_change_at_their_paths() {
    let response = employees(json!([
        {"path": "wijk", "set": "Noord", "every": 2},
        {"path": "adressen[].postcode", "retype": true},
        {"path": "isActive", "remove": true},
        {"path": "isOverleden", "set": null},
        {"path": "personId", "form": "braces"},
        {"path": "geboortedatum", "form": "fraction"},
        {"path": "pPersoon", "form": "fraction"},
        {"path": "hoofdAmbt.code", "copy": "naam"},
        {"path": "naam", "named_after": "voornaam"},
        {"path": "voornaam", "repeat": true},
    ]))
    .await;
    let rows = response.rows();
    // A parser keeps only one of two members with the same name.
    let count = |text: &str| text.matches("\"voornaam\":").count();
    assert_eq!(count(&response.text), count(&Value::from(rows.clone()).to_string()) + rows.len());
    for (index, row) in rows.iter().enumerate() {
        assert_eq!(row["wijk"] == json!("Noord"), index % 2 == 0);
        assert!(row.get("isActive").is_none() && row["isOverleden"].is_null());
        assert!(row["personId"].as_str().unwrap().starts_with('{'));
        assert!(row["geboortedatum"].as_str().is_none_or(|date| date.ends_with(".0000000")));
        assert!(row["pPersoon"].is_f64());
        assert!(row["hoofdAmbt"].is_null() || row["hoofdAmbt"]["code"] == row["naam"]);
        assert_eq!(row[row["voornaam"].as_str().unwrap()], 1);
        assert!(row["adressen"].as_array().unwrap().iter().all(|address| !address["postcode"].is_string()));
    }
}

#[tokio::test]
async fn the_rest_of_a_response_changes_too() {
    let rules = json!([
        {"call": "listEmployees", "status": 206, "media_type": "text/json", "headers": {"x-new": "1"}},
        {"call": "listPhotos", "body": "<html>"},
    ]);
    let api = Api::with(|sandbox| sandbox.drift(drift(&rules))).await;
    let response = api.get(EMPLOYEES).await;
    assert_eq!((response.status.as_u16(), response.header("content-type")), (206, "text/json"));
    assert_eq!(response.header("x-new"), "1");
    assert_eq!(api.get("/employees/photos?schoolyear=2025-26").await.text, "<html>");
    let other = api.get("/employees/diplomas?schoolyear=2025-26").await;
    assert_eq!((other.status.as_u16(), other.header("x-new")), (200, ""));
}

#[test]
fn an_invalid_drift_is_refused_with_its_position() {
    for (text, part) in [
        ("[]", "line 1"),
        (r#"{"drift":[]}"#, "unknown field"),
        (r#"{"drifts":[{}]}"#, "drifts[0]: changes nothing"),
        (r#"{"drifts":[{"status":200},{"set":1}]}"#, "drifts[1]: path is missing"),
        (r#"{"drifts":[{"path":"a","set":1,"remove":true}]}"#, "path: needs exactly one"),
        (r#"{"drifts":[{"path":"a..b","remove":true}]}"#, "a path consists of members and dots"),
        (r#"{"drifts":[{"call":"listPupils","status":200}]}"#, "no call \"listPupils\""),
        (r#"{"drifts":[{"status":1000}]}"#, "100 to 999"),
        (r#"{"drifts":[{"headers":{"a b":"1"}}]}"#, "invalid header name"),
        (r#"{"drifts":[{"path":"a","remove":true,"every":0}]}"#, "every: must be at least 1"),
    ] {
        let error = text.parse::<Drift>().unwrap_err().to_string();
        assert!(error.contains(part), "{text}: {error}");
    }
}
