//! Answers are those of the document, and the same for the same seed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // what helps a test may fail like one

mod support;

use personeel_client::operations::Operation;
use personeel_client::types;
use reqwest::Method;
use serde_json::Value;
use support::{Answer, Api, INSTITUTE};

/// The path and query of every call that reads, for somebody who has all there is.
async fn reads(api: &Api) -> Vec<(Operation, String)> {
    let photo = &api.get("/employees/photos?schoolyear=2025-26").await.rows()[0];
    let person = photo["personId"].as_str().unwrap().to_owned();
    let calls = Operation::all().filter(|operation| operation.info().method == "GET");
    let path = |operation: Operation| operation.info().path.replace("{personId}", &person);
    calls.map(|operation| (operation, format!("{}?schoolyear=2025-26&structure=311", path(operation)))).collect()
}

async fn ask(api: &Api, operation: Operation, path: &str) -> Answer {
    let request = api.bare(Method::GET, path).header("InstituteNo", INSTITUTE);
    Answer::of(request.header("Api-Version", operation.info().api_version)).await
}

#[tokio::test]
async fn the_same_seed_gives_the_same_bytes() {
    let one = Api::with(|builder| builder.seed(5)).await;
    let same = Api::with(|builder| builder.seed(5)).await;
    let other = Api::with(|builder| builder.seed(6)).await;
    for (operation, path) in reads(&one).await {
        let (first, second) = (ask(&one, operation, &path).await, ask(&same, operation, &path).await);
        assert_eq!(first.text, second.text, "{operation}");
        assert_ne!(first.text, ask(&other, operation, &path).await.text, "{operation}");
    }
}

#[tokio::test]
async fn the_first_people_stay_when_there_are_more() {
    let (few, many) = (Api::start().await, Api::with(|builder| builder.employees(2000)).await);
    let path = "/employees?schoolyear=2025-26";
    let (few, many) = (few.get(path).await.rows(), many.get(path).await.rows());
    // The last of the few may work at one institute less, for want of the place at the other.
    assert_eq!(few[..15], many[..15]);
    assert!(many.len() > 1500);
}

#[tokio::test]
async fn answers_meet_the_schemas_of_the_document() {
    let api = Api::with(|builder| builder.employees(300)).await;
    let document = Answer::of(api.client.get(format!("{}/openapi.json", api.sandbox.api_url()))).await.json();
    for (operation, path) in reads(&api).await {
        let info = operation.info();
        let fragment = if operation == Operation::ListEmployeesV1 { "#v1" } else { "" };
        let schema = &document["paths"][format!("{}{fragment}", info.path)]["get"]["responses"]["200"]["content"]["application/json"]
            ["schema"];
        assert!(schema.is_object(), "{operation}");
        let answer = ask(&api, operation, &path).await;
        assert_eq!(answer.status, 200, "{operation} {path}: {}", answer.text);
        assert_eq!(answer.header("content-type"), "application/json; charset=utf-8");
        check(&document, schema, &answer.json(), &operation.to_string());
    }
}

/// The part of JSON Schema that the document uses for answers.
fn check(document: &Value, schema: &Value, value: &Value, place: &str) {
    if let Some(reference) = schema["$ref"].as_str() {
        return check(document, document.pointer(reference.trim_start_matches('#')).unwrap(), value, place);
    }
    for part in schema["allOf"].as_array().into_iter().flatten() {
        check(document, part, value, place);
    }
    if value.is_null() && (schema["nullable"] == true || schema["allOf"].is_array() || schema["type"].is_null()) {
        return;
    }
    match schema["type"].as_str() {
        Some("array") => {
            for (index, item) in value.as_array().expect(place).iter().enumerate() {
                check(document, &schema["items"], item, &format!("{place}[{index}]"));
            }
        }
        Some("object") => {
            let fields = value.as_object().expect(place);
            for name in schema["required"].as_array().into_iter().flatten() {
                assert!(fields.contains_key(name.as_str().unwrap()), "{place} lacks {name}");
            }
            for (name, field) in fields {
                let known = &schema["properties"][name];
                assert!(known.is_object() || schema["additionalProperties"] == true, "{place}.{name} is unknown");
                check(document, known, field, &format!("{place}.{name}"));
            }
            for name in schema["properties"].as_object().into_iter().flat_map(|known| known.keys()) {
                assert!(fields.contains_key(name), "{place} lacks {name}");
            }
        }
        Some("integer") => assert!(value.is_i64(), "{place}: {value}"),
        Some("number") => assert!(value.is_number(), "{place}: {value}"),
        Some("boolean") => assert!(value.is_boolean(), "{place}: {value}"),
        Some("string") => check_text(schema, value.as_str().unwrap_or_else(|| panic!("{place}: {value}")), place),
        _ => {}
    }
    if let Some(known) = schema["x-extensible-enum"].as_array()
        && schema["type"] != "string"
    {
        assert!(known.contains(value), "{place}: {value}");
    }
}

fn check_text(schema: &Value, text: &str, place: &str) {
    match schema["format"].as_str() {
        Some("uuid") => assert!(text.len() == 36 && text.parse::<personeel_wire::Guid>().is_ok(), "{place}: {text}"),
        Some("date-time-local") => assert!(text.ends_with("T00:00:00") && text.len() == 19, "{place}: {text}"),
        _ => {}
    }
}

#[tokio::test]
async fn typed_clients_read_every_answer() {
    let api = Api::start().await;
    let client = personeel_types(&api).await;
    assert!(client > 10);
}

/// How many employees the generated types read, after they read everything else.
async fn personeel_types(api: &Api) -> usize {
    let year = "schoolyear=2025-26";
    let _: Vec<types::Assignment> = read(api, &format!("/employees/assignments?{year}")).await;
    let _: Vec<types::Interruption> = read(api, &format!("/employees/interruptions?{year}")).await;
    let _: Vec<types::Diploma> = read(api, &format!("/employees/diplomas?{year}")).await;
    let _: Vec<types::Photo> = read(api, &format!("/employees/photos?{year}")).await;
    let _: Vec<types::OwnField> = read(api, &format!("/employees/ownfields?{year}")).await;
    let employees: Vec<types::Employee> = read(api, &format!("/employees?{year}")).await;
    employees.len()
}

async fn read<T: serde::de::DeserializeOwned>(api: &Api, path: &str) -> T {
    serde_json::from_str(&api.get(path).await.text).unwrap()
}
