//! The report conforms to its schema, and is written atomically and privately.

use serde_json::{Value, json};

use super::drifted_sandbox;
use crate::support::*;

fn schema() -> Value {
    serde_json::from_str(include_str!("../../../doctor-report.schema.json")).unwrap()
}

#[tokio::test]
async fn reports_conform_to_their_schema() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let rules = json!([
        {"path": "wijk", "set": 1},
        {"path": "ato", "set": "9"},
        {"call": "listPhotos", "status": 418},
        {"call": "listDiplomas", "body": "<html>"},
    ]);
    let sandbox = drifted_sandbox(&rules, 25).await;
    let good = Program::of(&sandbox);
    let failing = Program::bare();
    for program in [good, failing] {
        let report = program.run(&["doctor", "--school-year", YEAR, "--format", "json"]).await.json();
        let faults: Vec<_> =
            validator.iter_errors(&report).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
        assert_eq!(faults, Vec::<String>::new());
    }
}

/// Users can rely only on members that the schema documents.
#[test]
fn every_member_has_a_description() {
    fn walk(schema: &Value, path: &str, missing: &mut Vec<String>) {
        for (name, member) in schema["properties"].as_object().into_iter().flatten() {
            let path = format!("{path}.{name}");
            if member["description"].as_str().is_none_or(str::is_empty) && member.get("$ref").is_none() {
                missing.push(path.clone());
            }
            walk(member, &path, missing);
            walk(&member["items"], &path, missing);
        }
        for (name, definition) in schema["$defs"].as_object().into_iter().flatten() {
            walk(definition, name, missing);
        }
    }
    let mut missing = Vec::new();
    walk(&schema(), "", &mut missing);
    assert_eq!(missing, Vec::<String>::new());
}

#[cfg(unix)]
#[tokio::test]
async fn the_file_is_private_and_complete_or_not_written() {
    use std::os::unix::fs::PermissionsExt as _;

    let sandbox = drifted_sandbox(&json!([]), 25).await;
    let program = Program::of(&sandbox);
    let path = program.home.path().join("report.json");
    std::fs::write(&path, "older").unwrap();
    let argument = path.display().to_string();
    let run =
        program.run(&["doctor", "--school-year", YEAR, "--format", "json", "--report", &argument]).await.expect(0);
    let saved = std::fs::read_to_string(&path).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&saved).unwrap(), run.json());
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    let nowhere = program.home.path().join("nowhere/report.json").display().to_string();
    let run = program.run(&["doctor", "--school-year", YEAR, "--format", "json", "--report", &nowhere]).await.expect(1);
    assert!(run.error()["message"].as_str().unwrap().contains("--report"));
}
