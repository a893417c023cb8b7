//! Reports hold no personal values.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::drifted_sandbox;
use crate::support::*;

/// Shorter texts of personal members are ignored: the vocabulary of reports may contain them by chance.
const MIN_LENGTH: usize = 3;

#[tokio::test]
async fn a_report_on_thousands_of_people_holds_no_personal_value() {
    let rules = json!([
        // Member names that are data: names of people, their numbers, and places.
        {"call": "listEmployees", "path": "naam", "named_after": "voornaam"},
        {"call": "listEmployees", "path": "naam", "named_after": "naam"},
        {"call": "listEmployees", "path": "naam", "named_after": "rijksregisternr"},
        {"call": "listEmployees", "path": "adressen[].straat", "named_after": "geboorteplaats"},
        {"call": "listEmployees", "path": "hoofdAmbt.code", "named_after": "pPersoon"},
        {"call": "listAssignments", "path": "id", "named_after": "personId"},
        // Values of personal members in place of enum values.
        {"call": "listEmployees", "path": "burgStand", "copy": "voornaam"},
        {"call": "listEmployees", "path": "comnrs[].type", "copy": "naam"},
        {"call": "listAssignments", "path": "ato", "copy": "opmerking"},
        {"call": "listInterruptions", "path": "staking", "copy": "opmPersoneelslid"},
        {"call": "listInterruptions", "path": "soort", "copy": "omschrijving"},
        // Other unexpected values.
        {"call": "listEmployees", "path": "isActive", "copy": "voornaam"},
        {"call": "listEmployees", "path": "pPersoon", "copy": "rijksregisternr"},
        {"call": "listEmployees", "path": "personaId", "copy": "naam"},
        {"call": "listEmployees", "path": "hoofdAmbt", "copy": "naam", "every": 2},
        // Error bodies that hold personal data.
        {"call": "listDiplomas", "status": 418, "media_type": "text/jan.janssens", "body": "Jan Janssens 85.12.12-000.70"},
        {"call": "listPhotos", "status": 500, "media_type": "text/html", "body": "<p>Jan Janssens is unknown"},
        {"call": "listOwnFields", "status": 404, "media_type": "application/json", "body": "{\"Jan Janssens\":\"85121200070\"}"},
        {"call": "listAppointments", "status": 400, "body": "{\"errors\":[{\"Code\":\"Janssens\",\"Jan\":\"Message\"}]}"},
        {"headers": {"x-jan-janssens-85121200070": "Jan Janssens"}},
    ]);
    let sandbox = drifted_sandbox(&rules, 3000).await;
    let program = Program::of(&sandbox);
    let file = program.home.path().join("report.json");
    let path = file.display().to_string();
    let table = program.run(&["doctor", "--school-year", YEAR, "--format", "table", "--report", &path]).await;
    let json = program.run(&["doctor", "--school-year", YEAR, "--format", "json"]).await;
    let saved = std::fs::read_to_string(file).unwrap();
    assert!(json.json()["differences"].as_array().unwrap().len() > 10);
    for text in [&saved, &json.stdout, &json.stderr, &table.stdout, &table.stderr] {
        for part in ["Jan", "85121200070", "85.12.12", "jan.", "jan-"] {
            assert!(!text.contains(part), "{part}");
        }
    }
    let personal = read_personal_texts(&program).await;
    assert!(personal.len() > 10_000, "{}", personal.len());
    let report: Value = serde_json::from_str(&saved).unwrap();
    let mut reported = BTreeSet::new();
    collect_texts(&report, &mut reported);
    for text in reported {
        assert!(!personal.contains(&text), "{text:?} is personal");
        // Words within messages and paths as well.
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > MIN_LENGTH) {
            let is_vocabulary = word.chars().next().is_some_and(char::is_lowercase);
            assert!(is_vocabulary || !personal.contains(word), "{word:?} in {text:?} is personal");
        }
    }
    // The same applies to the summary for the user, which names institutes and hosts; counts are not personal.
    for word in table.stdout.split_whitespace().filter(|word| word.len() > MIN_LENGTH) {
        assert!(!personal.contains(word) || word.chars().all(|c| c.is_lowercase() || c.is_ascii_digit()), "{word:?}");
    }
}

/// Returns every text of the members that the document marks as personal, from the lists as sent.
async fn read_personal_texts(program: &Program) -> BTreeSet<String> {
    let document: Value =
        serde_json::from_str(include_str!("../../../../personeel-sandbox/src/generated/openapi.json")).unwrap();
    let mut found = BTreeSet::new();
    for (path, schema) in [
        ("/employees", "Employee"),
        ("/employees/assignments", "Assignment"),
        ("/employees/interruptions", "Interruption"),
    ] {
        let path = format!("{path}?schoolyear={YEAR}");
        let records = program.run(&["api", "GET", &path]).await.expect(0);
        for record in records.json().as_array().unwrap() {
            collect(&document, &document["components"]["schemas"][schema], record, false, &mut found);
        }
    }
    // Values that the document lists are not personal.
    let mut listed = BTreeSet::new();
    for schema in document["components"]["schemas"].as_object().unwrap().values() {
        for value in schema["x-extensible-enum"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            listed.extend(value.split(' ').map(str::to_owned));
            listed.insert(value.to_owned());
        }
    }
    found.retain(|text| text.chars().count() >= MIN_LENGTH && text != "null" && !listed.contains(text));
    found
}

fn collect(document: &Value, schema: &Value, value: &Value, personal: bool, found: &mut BTreeSet<String>) {
    let target = schema["$ref"].as_str().or_else(|| schema["allOf"][0]["$ref"].as_str());
    let resolved = target.map_or(schema, |target| document.pointer(&target[1..]).unwrap());
    let personal = personal || schema["x-personal"] == true || resolved["x-personal"] == true;
    match value {
        Value::Array(items) => {
            for item in items {
                collect(document, &resolved["items"], item, personal, found);
            }
        }
        Value::Object(members) => {
            for (name, value) in members {
                let known = &resolved["properties"][name];
                // An unknown member may be named after a person.
                if known.is_null() {
                    found.insert(name.clone());
                }
                collect(document, known, value, personal, found);
            }
        }
        Value::String(text) if personal => drop(found.insert(text.clone())),
        _ => {}
    }
}

/// Collects every text of a report, including member names.
fn collect_texts(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect_texts(item, found)),
        Value::Object(members) => {
            for (name, value) in members {
                found.insert(name.clone());
                collect_texts(value, found);
            }
        }
        Value::String(text) => drop(found.insert(text.clone())),
        _ => {}
    }
}
