//! Responses match the document, and are the same for the same seed.

use crate::support::{Api, Described, Response};
use std::collections::BTreeSet;

use personeel_client::types;
use reqwest::Method;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Every `GET` call with its path and query, for a person who has records of every kind.
async fn read_calls(api: &Api) -> Vec<(Described, String)> {
    let photo = &api.get("/employees/photos?schoolyear=2025-26").await.rows()[0];
    let person = photo["personId"].as_str().unwrap().to_owned();
    let calls = api.calls().await.into_iter().filter(|call| call.method == Method::GET);
    let path = |call: &Described| format!("{}?{}", call.path_with("personId", &person), call.query_with("", None));
    calls.map(|call| (path(&call), call)).map(|(path, call)| (call, path)).collect()
}

async fn send(api: &Api, call: &Described, path: &str) -> Response {
    Response::of(api.call(call, path)).await
}

/// Whether a response is the document's example, as for calls that the invented staff doesn't know.
fn is_example(call: &Described, response: &Response) -> bool {
    match &call.example {
        Some(example) => response.status == 200 && response.json() == *example,
        None => response.status == 404,
    }
}

#[tokio::test]
async fn the_same_seed_gives_the_same_bytes() {
    let first_api = Api::with(|builder| builder.seed(5)).await;
    let same_api = Api::with(|builder| builder.seed(5)).await;
    let other_api = Api::with(|builder| builder.seed(6)).await;
    for (call, path) in read_calls(&first_api).await {
        let (first, second) = (send(&first_api, &call, &path).await, send(&same_api, &call, &path).await);
        assert_eq!(first.text, second.text, "{}", call.id);
        if !is_example(&call, &first) {
            assert_ne!(first.text, send(&other_api, &call, &path).await.text, "{}", call.id);
        }
    }
}

#[tokio::test]
async fn more_employees_leave_the_first_ones_unchanged() {
    let (few, many) = (Api::start().await, Api::with(|builder| builder.employees(2000)).await);
    let path = "/employees?schoolyear=2025-26";
    let (few, many) = (few.get(path).await.rows(), many.get(path).await.rows());
    // The last few may work at one institute fewer, since the other has no slot for them.
    assert_eq!(few[..15], many[..15]);
    assert!(many.len() > 1500);
}

#[tokio::test]
async fn responses_match_the_documents_schemas() {
    let api = Api::with(|builder| builder.employees(300)).await;
    let document = api.document().await;
    let mut members = Members::default();
    for (call, path) in read_calls(&api).await {
        let response = send(&api, &call, &path).await;
        if is_example(&call, &response) {
            continue;
        }
        assert!(call.schema.is_object(), "{}", call.id);
        assert_eq!(response.status, 200, "{} {path}: {}", call.id, response.text);
        assert_eq!(response.header("content-type"), "application/json; charset=utf-8");
        check_value(&document, &call.schema, &response.json(), &call.id, &mut members);
    }
    // A newer document may add a few members that the staff doesn't know.
    let Members { known, missing } = members;
    assert!(known.len() > 100 && missing.len() * 20 <= known.len(), "{} members without {missing:?}", known.len());
}

/// The members of records, by their paths.
#[derive(Default)]
struct Members {
    known: BTreeSet<String>,
    /// Those missing from some record.
    missing: BTreeSet<String>,
}

/// Checks a value against a schema, with the part of JSON Schema that the document uses for responses.
fn check_value(document: &Value, schema: &Value, value: &Value, place: &str, members: &mut Members) {
    if let Some(reference) = schema["$ref"].as_str() {
        return check_value(
            document,
            document.pointer(reference.trim_start_matches('#')).unwrap(),
            value,
            place,
            members,
        );
    }
    for part in schema["allOf"].as_array().into_iter().flatten() {
        check_value(document, part, value, place, members);
    }
    if value.is_null() && (schema["nullable"] == true || schema["allOf"].is_array() || schema["type"].is_null()) {
        return;
    }
    match schema["type"].as_str() {
        Some("array") => {
            for item in value.as_array().expect(place) {
                check_value(document, &schema["items"], item, &format!("{place}[]"), members);
            }
        }
        Some("object") => {
            let fields = value.as_object().expect(place);
            for name in schema["required"].as_array().into_iter().flatten() {
                assert!(fields.contains_key(name.as_str().unwrap()), "{place} has no {name}");
            }
            for (name, field) in fields {
                let known = &schema["properties"][name];
                assert!(known.is_object() || schema["additionalProperties"] == true, "{place}.{name} is unknown");
                check_value(document, known, field, &format!("{place}.{name}"), members);
            }
            for name in schema["properties"].as_object().into_iter().flat_map(|known| known.keys()) {
                members.known.insert(format!("{place}.{name}"));
                if !fields.contains_key(name) {
                    members.missing.insert(format!("{place}.{name}"));
                }
            }
        }
        Some("integer") => assert!(value.is_i64(), "{place}: {value}"),
        Some("number") => assert!(value.is_number(), "{place}: {value}"),
        Some("boolean") => assert!(value.is_boolean(), "{place}: {value}"),
        Some("string") => check_string(schema, value.as_str().unwrap_or_else(|| panic!("{place}: {value}")), place),
        _ => {}
    }
    if let Some(known) = schema["x-extensible-enum"].as_array()
        && schema["type"] != "string"
    {
        assert!(known.contains(value), "{place}: {value}");
    }
}

fn check_string(schema: &Value, text: &str, place: &str) {
    match schema["format"].as_str() {
        Some("uuid") => assert!(text.len() == 36 && text.parse::<personeel_wire::Guid>().is_ok(), "{place}: {text}"),
        Some("date-time-local") => assert!(text.ends_with("T00:00:00") && text.len() == 19, "{place}: {text}"),
        _ => {}
    }
}

#[tokio::test]
async fn the_clients_types_read_every_list() {
    let api = Api::start().await;
    assert_readable::<types::Employee>(&api, "/employees").await;
    assert_readable::<types::Assignment>(&api, "/employees/assignments").await;
    assert_readable::<types::Interruption>(&api, "/employees/interruptions").await;
    assert_readable::<types::Diploma>(&api, "/employees/diplomas").await;
    assert_readable::<types::Photo>(&api, "/employees/photos").await;
    assert_readable::<types::OwnField>(&api, "/employees/ownfields").await;
}

/// Reads a list as `T` and checks that no record and no value of a record is lost.
async fn assert_readable<T: DeserializeOwned + Serialize>(api: &Api, path: &str) {
    let response = api.get(&format!("{path}?schoolyear=2025-26")).await;
    let records: Vec<T> = serde_json::from_str(&response.text).unwrap_or_else(|error| panic!("{path}: {error}"));
    let rows = response.rows();
    assert!(rows.len() > 10 && records.len() == rows.len(), "{path}: {} of {}", records.len(), rows.len());
    // The types treat an empty list or date like an absent one.
    let is_empty = |value: &Value| value.is_null() || *value == "" || *value == Value::Array(Vec::new());
    for (record, row) in records.iter().zip(&rows) {
        let record = serde_json::to_value(record).unwrap();
        let lost = row.as_object().unwrap().iter().find(|(name, value)| !is_empty(value) && is_empty(&record[*name]));
        assert_eq!(lost, None, "{path}");
    }
}
