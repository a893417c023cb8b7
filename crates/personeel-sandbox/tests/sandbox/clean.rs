//! Answers are those of the document, and the same for the same seed.

use crate::support::{Answer, Api, Described};
use std::collections::BTreeSet;

use personeel_client::types;
use reqwest::Method;
use serde_json::Value;

/// Every call that reads with its path and query, for somebody who has all there is.
async fn reads(api: &Api) -> Vec<(Described, String)> {
    let photo = &api.get("/employees/photos?schoolyear=2025-26").await.rows()[0];
    let person = photo["personId"].as_str().unwrap().to_owned();
    let calls = api.calls().await.into_iter().filter(|call| call.method == Method::GET);
    let path = |call: &Described| format!("{}?{}", call.path_with("personId", &person), call.query_with("", None));
    calls.map(|call| (path(&call), call)).map(|(path, call)| (call, path)).collect()
}

async fn ask(api: &Api, call: &Described, path: &str) -> Answer {
    Answer::of(api.call(call, path)).await
}

/// Whether an answer is the document's own, as those of calls are that the invented staff doesn't know.
fn is_example(call: &Described, answer: &Answer) -> bool {
    match &call.example {
        Some(example) => answer.status == 200 && answer.json() == *example,
        None => answer.status == 404,
    }
}

#[tokio::test]
async fn the_same_seed_gives_the_same_bytes() {
    let one = Api::with(|builder| builder.seed(5)).await;
    let same = Api::with(|builder| builder.seed(5)).await;
    let other = Api::with(|builder| builder.seed(6)).await;
    for (call, path) in reads(&one).await {
        let (first, second) = (ask(&one, &call, &path).await, ask(&same, &call, &path).await);
        assert_eq!(first.text, second.text, "{}", call.id);
        if !is_example(&call, &first) {
            assert_ne!(first.text, ask(&other, &call, &path).await.text, "{}", call.id);
        }
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
    let document = api.document().await;
    let mut members = Members::default();
    for (call, path) in reads(&api).await {
        let answer = ask(&api, &call, &path).await;
        if is_example(&call, &answer) {
            continue;
        }
        assert!(call.schema.is_object(), "{}", call.id);
        assert_eq!(answer.status, 200, "{} {path}: {}", call.id, answer.text);
        assert_eq!(answer.header("content-type"), "application/json; charset=utf-8");
        check(&document, &call.schema, &answer.json(), &call.id, &mut members);
    }
    // A few may be newer than the staff, which shows everything that it was made by.
    let Members { known, lacking } = members;
    assert!(known.len() > 100 && lacking.len() * 20 <= known.len(), "{} members without {lacking:?}", known.len());
}

/// The members of records by their places.
#[derive(Default)]
struct Members {
    known: BTreeSet<String>,
    /// Those that some record doesn't have.
    lacking: BTreeSet<String>,
}

/// The part of JSON Schema that the document uses for answers.
fn check(document: &Value, schema: &Value, value: &Value, place: &str, members: &mut Members) {
    if let Some(reference) = schema["$ref"].as_str() {
        return check(document, document.pointer(reference.trim_start_matches('#')).unwrap(), value, place, members);
    }
    for part in schema["allOf"].as_array().into_iter().flatten() {
        check(document, part, value, place, members);
    }
    if value.is_null() && (schema["nullable"] == true || schema["allOf"].is_array() || schema["type"].is_null()) {
        return;
    }
    match schema["type"].as_str() {
        Some("array") => {
            for item in value.as_array().expect(place) {
                check(document, &schema["items"], item, &format!("{place}[]"), members);
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
                check(document, known, field, &format!("{place}.{name}"), members);
            }
            for name in schema["properties"].as_object().into_iter().flat_map(|known| known.keys()) {
                members.known.insert(format!("{place}.{name}"));
                if !fields.contains_key(name) {
                    members.lacking.insert(format!("{place}.{name}"));
                }
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
