//! No report holds a value of anybody.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::drifted;
use crate::support::*;

/// Texts of personal members that the vocabulary of reports may have in common with.
const SHORTEST: usize = 3;

#[tokio::test]
async fn a_report_over_thousands_of_people_holds_nothing_of_them() {
    let rules = json!([
        // Names of members that are data: of people, of their numbers, and of places.
        {"call": "listEmployees", "path": "naam", "named_after": "voornaam"},
        {"call": "listEmployees", "path": "naam", "named_after": "naam"},
        {"call": "listEmployees", "path": "naam", "named_after": "rijksregisternr"},
        {"call": "listEmployees", "path": "adressen[].straat", "named_after": "geboorteplaats"},
        {"call": "listEmployees", "path": "hoofdAmbt.code", "named_after": "pPersoon"},
        {"call": "listAssignments", "path": "id", "named_after": "personId"},
        // Values of personal members where an enumeration stands.
        {"call": "listEmployees", "path": "burgStand", "copy": "voornaam"},
        {"call": "listEmployees", "path": "comnrs[].type", "copy": "naam"},
        {"call": "listAssignments", "path": "ato", "copy": "opmerking"},
        {"call": "listInterruptions", "path": "staking", "copy": "opmPersoneelslid"},
        {"call": "listInterruptions", "path": "soort", "copy": "omschrijving"},
        // Every odd value beside them.
        {"call": "listEmployees", "path": "isActive", "copy": "voornaam"},
        {"call": "listEmployees", "path": "pPersoon", "copy": "rijksregisternr"},
        {"call": "listEmployees", "path": "personaId", "copy": "naam"},
        {"call": "listEmployees", "path": "hoofdAmbt", "copy": "naam", "every": 2},
        // Bodies of errors that hold personal data.
        {"call": "listDiplomas", "status": 418, "media_type": "text/jan.janssens", "body": "Jan Janssens 85.12.12-000.70"},
        {"call": "listPhotos", "status": 500, "media_type": "text/html", "body": "<p>Jan Janssens is unknown"},
        {"call": "listOwnFields", "status": 404, "media_type": "application/json", "body": "{\"Jan Janssens\":\"85121200070\"}"},
        {"call": "listAppointments", "status": 400, "body": "{\"errors\":[{\"Code\":\"Janssens\",\"Jan\":\"Message\"}]}"},
        {"headers": {"x-jan-janssens-85121200070": "Jan Janssens"}},
    ]);
    let sandbox = drifted(&rules, 3000).await;
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
    let personal = personal(&program).await;
    assert!(personal.len() > 10_000, "{}", personal.len());
    let report: Value = serde_json::from_str(&saved).unwrap();
    let mut told = BTreeSet::new();
    texts(&report, &mut told);
    for text in told {
        assert!(!personal.contains(&text), "{text:?} is somebody's");
        // Words within messages and paths too.
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > SHORTEST) {
            let is_vocabulary = word.chars().next().is_some_and(char::is_lowercase);
            assert!(is_vocabulary || !personal.contains(word), "{word:?} in {text:?} is somebody's");
        }
    }
    // The same of the summary for people, which names institutes and hosts but nobody; counts are nobody's.
    for word in table.stdout.split_whitespace().filter(|word| word.len() > SHORTEST) {
        assert!(!personal.contains(word) || word.chars().all(|c| c.is_lowercase() || c.is_ascii_digit()), "{word:?}");
    }
}

/// Every text of every personal member, by what the document marks, from the lists as they are sent.
async fn personal(program: &Program) -> BTreeSet<String> {
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
    // What the document lists is no secret, whoever has it.
    let mut listed = BTreeSet::new();
    for schema in document["components"]["schemas"].as_object().unwrap().values() {
        for value in schema["x-extensible-enum"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            listed.extend(value.split(' ').map(str::to_owned));
            listed.insert(value.to_owned());
        }
    }
    found.retain(|text| text.chars().count() >= SHORTEST && text != "null" && !listed.contains(text));
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
                // A member that nobody knows may be named after somebody.
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

/// Every text of a report, names of members included.
fn texts(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(members) => {
            for (name, value) in members {
                found.insert(name.clone());
                texts(value, found);
            }
        }
        Value::String(text) => drop(found.insert(text.clone())),
        _ => {}
    }
}
