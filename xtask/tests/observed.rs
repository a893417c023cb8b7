//! Tests `cargo xtask audit --observed`, which compares doctors' reports with the document.

#![expect(clippy::unwrap_used, reason = "tests say what they expect by failing")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use personeel_check::Check;
use serde_json::{Value, json};
use tempfile::TempDir;

/// Returns a report made with the current document, with these differences and calls.
fn report(differences: &Value, calls: &Value) -> Value {
    json!({
        "version": 1,
        "document": Check::document(),
        "differences": differences,
        "observations": {"calls": calls},
    })
}

fn audit(reports: &[Value], more: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let paths = reports.iter().enumerate().map(|(index, report)| {
        let path = folder.path().join(format!("report-{index}.json"));
        fs::write(&path, report.to_string()).unwrap();
        path
    });
    let paths: Vec<_> = paths.collect();
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(["audit", "--observed"]).args(paths).args(more).output().unwrap()
}

/// Returns the items of an audit with an expected exit code.
#[track_caller]
fn observed(reports: &[Value], code: i32) -> Vec<Value> {
    let output = audit(reports, &["--format", "json"]);
    assert_eq!(output.status.code(), Some(code), "{}", String::from_utf8_lossy(&output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    report["observed"].as_array().unwrap().clone()
}

fn difference(call: &str, path: &str, kind: &str, seen: &Value) -> Value {
    json!({"call": call, "path": path, "kind": kind, "count": 30, "of": 40, "seen": seen})
}

#[test]
fn the_check_and_the_audit_identify_the_document_alike() {
    assert_eq!(observed(&[report(&json!([]), &json!([]))], 0), Vec::<Value>::new());
    let output = audit(&[report(&json!([]), &json!([]))], &[]);
    assert!(!String::from_utf8(output.stdout).unwrap().contains("different document"));
}

#[test]
fn reports_and_calls_add_up_to_one_item_with_its_place_and_yaml() {
    let wijk = |call| difference(call, "adressen[].wijk", "unknown_member", &json!({"string": 20, "null": 10}));
    let first = report(&json!([wijk("listEmployees"), wijk("getEmployee")]), &json!([]));
    let second = report(&json!([wijk("listEmployees")]), &json!([]));
    let items = observed(&[first, second], 4);
    assert_eq!(items.len(), 1);
    let item = &items[0];
    assert_eq!(item["where"], "#/components/schemas/Adres/properties/wijk");
    assert_eq!((item["count"].as_u64(), item["of"].as_u64()), (Some(90), Some(120)));
    assert_eq!(item["calls"], json!(["getEmployee", "listEmployees"]));
    assert_eq!(item["id"], "observed: unknown_member Adres.wijk");
    let yaml = item["yaml"].as_str().unwrap();
    let guide = format!("guide {}", Check::document().guide);
    for line in ["wijk: # observed 90 of 120 times", &guide, "type: string", "nullable: true", "x-provenance: observed"]
    {
        assert!(yaml.contains(line), "{line}: {yaml}");
    }
}

#[test]
fn each_kind_has_a_place_and_advice() {
    let none = json!({});
    let cases = [
        ("listEmployees", "pPersoon", "type", json!({"string": 30}), "Employee/properties/pPersoon", "type: string"),
        ("listEmployees", "isActive", "null", none.clone(), "Employee/properties/isActive", "nullable: true"),
        ("listEmployees", "isActive", "missing_member", none.clone(), "Employee/properties/isActive", ""),
        (
            "listEmployees",
            "naam",
            "repeated_member",
            none.clone(),
            "Employee/properties/naam",
            "x-repeated-keys: first",
        ),
        ("listEmployees", "personId", "form", json!({"uuid in braces": 30}), "Employee/properties/personId", ""),
        ("listPhotos", "", "status", json!({"206": 30}), "#/paths/~1employees~1photos/get/responses", "'206':"),
        ("listPhotos", "", "media_type", json!({"text/json": 30}), "responses/200", "text/json:"),
        ("listPhotos", "", "body", json!({"not JSON": 30}), "responses/200", ""),
    ];
    for (call, path, kind, seen, place, yaml) in cases {
        let mut found = difference(call, path, kind, &seen);
        if kind == "status" {
            found["status"] = 206.into();
        }
        let items = observed(&[report(&json!([found]), &json!([]))], 4);
        assert_eq!(items.len(), 1, "{kind}");
        let at = items[0]["where"].as_str().unwrap();
        assert!(at.contains(place), "{kind}: {at}");
        assert!(items[0]["line"].as_u64() > Some(1), "{kind}");
        assert!(items[0]["yaml"].as_str().unwrap().contains(yaml), "{kind}: {}", items[0]["yaml"]);
        assert!(!items[0]["message"].as_str().unwrap().is_empty());
    }
    let mut value = difference("listAssignments", "ato", "unlisted_value", &none);
    value["values"] = json!({"9": 30, "1": 1});
    let items = observed(&[report(&json!([value]), &json!([]))], 4);
    assert_eq!(items[0]["where"], "#/components/schemas/Ato");
    let yaml = items[0]["yaml"].as_str().unwrap();
    assert!(yaml.contains("- \"9\"") && !yaml.contains("- \"1\""), "{yaml}");
}

#[test]
fn members_that_no_call_saw_are_worth_knowing_but_not_open() {
    let calls = |unseen: &Value, unseen_of_one: &Value| {
        json!([
            {"call": "listEmployees", "records": 500, "never_seen": unseen},
            {"call": "getEmployee", "records": 3, "never_seen": unseen_of_one},
        ])
    };
    let both = report(&json!([]), &calls(&json!(["bisnr", "naam"]), &json!(["bisnr"])));
    let items = observed(&[both.clone(), both], 0);
    let seen: Vec<_> = items.iter().map(|item| (item["name"].as_str().unwrap(), item["of"].as_u64())).collect();
    assert_eq!(seen, [("Employee.bisnr", Some(1006))], "one of the calls had a naam");
}

#[test]
fn a_report_of_another_document_is_noted_and_adopted_differences_are_left_out() {
    let found = json!([
        difference("listEmployees", "naam", "unknown_member", &json!({})),
        difference("listEmployees", "naam", "null", &json!({})),
        difference("listEmployees", "wijk", "unknown_member", &json!({"boolean": 1})),
    ]);
    let mut older = report(&found, &json!([]));
    older["document"] = json!({"sha256": "0".repeat(64), "guide": "2.8"});
    assert_eq!(observed(std::slice::from_ref(&older), 4).len(), 1);
    let text = String::from_utf8(audit(&[older], &[]).stdout).unwrap();
    assert!(text.contains("report-0.json: this report was made with a different document (guide 2.8"), "{text}");
}

#[test]
fn acknowledged_differences_are_not_open() {
    let found =
        report(&json!([difference("listEmployees", "personId", "form", &json!({"uuid in braces": 1}))]), &json!([]));
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("acknowledged.yaml");
    let text = "observed:\n  - reason: Readers take it.\n    items:\n      - \"observed: form Employee.personId\"\n";
    fs::write(&path, text).unwrap();
    let path = path.to_str().unwrap();
    let output = audit(std::slice::from_ref(&found), &["--acknowledged", path]);
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8(output.stdout).unwrap().contains("0 open, 1 acknowledged"));
    let markdown = audit(&[found], &["--acknowledged", path, "--format", "markdown"]);
    assert!(String::from_utf8(markdown.stdout).unwrap().contains("Readers take it."));
}

#[test]
fn files_that_are_not_reports_are_refused_by_name() {
    for (report, says) in [
        (json!([]), "not a report"),
        (json!({"version": 2, "document": {"sha256": "", "guide": ""}}), "report version 2"),
    ] {
        let output = audit(&[report], &[]);
        assert_eq!(output.status.code(), Some(1));
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(stderr.contains("report-0.json") && stderr.contains(says), "{stderr}");
    }
    let missing =
        Command::new(env!("CARGO_BIN_EXE_xtask")).args(["audit", "--observed", "nowhere.json"]).output().unwrap();
    assert!(String::from_utf8(missing.stderr).unwrap().contains("nowhere.json"));
    assert!(!Path::new("nowhere.json").exists());
}
