//! Reading lists, and one employee.

use serde_json::Value;

use crate::support::{Program, YEAR, first_person, sandbox};

#[tokio::test(flavor = "multi_thread")]
async fn every_list_can_be_read_for_everybody_and_for_one_person() {
    let sandbox = sandbox().start().await.unwrap();
    let program = Program::of(&sandbox);
    let person = first_person(&program).await;
    for resource in ["assignments", "interruptions", "diplomas", "appointments", "own-fields", "photos"] {
        let all = program.run(&[resource, "list", "--school-year", YEAR]).await.expect(0).json();
        let all = all.as_array().unwrap();
        assert!(!all.is_empty(), "{resource}");
        let mut arguments = vec![resource, "list", "--person", &person];
        if resource != "appointments" {
            arguments.extend(["--school-year", YEAR]);
        }
        let own = program.run(&arguments).await.expect(0).json();
        let own = own.as_array().unwrap();
        assert!(own.len() < all.len(), "{resource}");
        assert!(own.iter().all(|row| row.get("personId").is_none_or(|id| *id == person)), "{resource}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_employee_is_an_object_and_an_unknown_one_is_exit_9() {
    let sandbox = sandbox().start().await.unwrap();
    let program = Program::of(&sandbox);
    let person = first_person(&program).await;
    let employee = program.run(&["employees", "get", &person, "--school-year", YEAR]).await.expect(0).json();
    assert_eq!(employee["personId"], Value::String(person));
    let nobody = "00000000-0000-4000-8000-000000000000";
    let error = program.run(&["employees", "get", nobody, "--school-year", YEAR, "-f", "json"]).await.expect(9).error();
    assert_eq!((&error["kind"], &error["operation"]), (&"not_found".into(), &"getEmployee".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn several_institutes_make_one_document() {
    let sandbox = sandbox().start().await.unwrap();
    let program = Program::of(&sandbox).with("PERSONEEL_INSTITUTE", "011007, 038281,");
    let run = program.run(&["employees", "list", "--school-year", YEAR]).await.expect(0);
    let document = run.json();
    assert_eq!(document["complete"], true);
    assert_eq!(document["failures"], serde_json::json!({}));
    assert!(document["institutes"]["038281"].as_array().unwrap().len() > 10);
    let rows = program.run(&["employees", "list", "--school-year", YEAR, "-f", "ndjson"]).await.expect(0).stdout;
    for row in rows.lines() {
        let row: Value = serde_json::from_str(row).unwrap();
        assert!(["011007", "038281"].contains(&row["instituteNo"].as_str().unwrap()));
    }
    let csv = program.run(&["employees", "list", "--school-year", YEAR, "-f", "csv"]).await.expect(0).stdout;
    assert!(csv.starts_with("instituteNo,"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_institute_makes_the_result_partial_in_every_format() {
    let sandbox = sandbox().faults("fail-institute=038281".parse().unwrap()).start().await.unwrap();
    let program = Program::of(&sandbox).with("PERSONEEL_INSTITUTE", "011007,038281");
    let list = ["employees", "list", "--school-year", YEAR, "--retries", "0"];
    let run = program.run(&[&list[..], &["--format", "json"]].concat()).await.expect(8);
    let document = run.json();
    assert_eq!(document["complete"], false);
    assert!(document["institutes"].get("038281").is_none());
    assert_eq!(document["failures"]["038281"]["status"], 500);
    assert_eq!(run.error()["kind"], "partial");
    for format in ["ndjson", "csv", "table"] {
        let run = program.run(&[&list[..], &["--format", format]].concat()).await.expect(8);
        assert!(run.stderr.contains("institute 038281: the service returned 500"), "{run:?}");
        assert!(run.stderr.contains("1 of 2 institutes failed"), "{run:?}");
        assert!(!run.stdout.contains("038281"), "{run:?}");
    }
    // If every institute failed, the common reason says more than "partial".
    let none = Program::of(&sandbox).with("PERSONEEL_INSTITUTE", "038281");
    none.run(&list).await.expect(6);
}

#[tokio::test(flavor = "multi_thread")]
async fn dirty_values_are_printed_as_the_service_sends_them() {
    let sandbox = sandbox().dirty(true).employees(60).start().await.unwrap();
    let program = Program::of(&sandbox);
    let mut unusual = 0;
    for (resource, path) in [
        ("employees", "/employees"),
        ("assignments", "/employees/assignments"),
        ("interruptions", "/employees/interruptions"),
        ("diplomas", "/employees/diplomas"),
        ("own-fields", "/employees/ownfields"),
        ("photos", "/employees/photos"),
    ] {
        let mut sent = program.run(&["api", "GET", &format!("{path}?schoolyear={YEAR}")]).await.expect(0).json();
        let mut printed = program.run(&[resource, "list", "--school-year", YEAR]).await.expect(0).json();
        // Some rows hold this member twice: the program prints the first, and this test reads the last.
        for row in [&mut sent, &mut printed].into_iter().flat_map(|list| list.as_array_mut().unwrap()) {
            row.as_object_mut().unwrap().remove("vakRubriek");
        }
        unusual += usize::from(sent != printed);
        assert_eq!(printed, with_plain_ids(sent), "{resource}");
    }
    assert!(unusual > 0, "no identifier of the sandbox has an unusual spelling");
}

/// Writes identifiers bare and in lower case, as the program does.
fn with_plain_ids(value: Value) -> Value {
    match value {
        Value::String(text) if text.len() >= 32 && text.parse::<personeel::Guid>().is_ok() => {
            text.parse::<personeel::Guid>().unwrap().to_string().into()
        }
        Value::Array(items) => items.into_iter().map(with_plain_ids).collect(),
        Value::Object(members) => members
            .into_iter()
            .map(|(name, value)| (name, with_plain_ids(value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        other => other,
    }
}

/// The service ignores most structures in most lists, and a list of all staff looks like a valid result.
#[tokio::test(flavor = "multi_thread")]
async fn a_structure_without_effect_causes_a_warning() {
    let sandbox = sandbox().start().await.unwrap();
    let program = Program::of(&sandbox);
    let list = async |resource: &str, more: &[&str]| {
        let arguments = [&[resource, "list", "--school-year", YEAR], more].concat();
        program.run(&arguments).await.expect(0)
    };
    let ignored = list("diplomas", &["--structure", "211"]).await;
    assert_eq!(
        ignored.stderr.trim_end(),
        "warning: --structure 211 has no effect on the call to list diplomas: the service only considers 311 and 312"
    );
    assert_eq!(ignored.json(), list("diplomas", &[]).await.json());
    for (resource, more) in [
        ("diplomas", &["--structure", "311"][..]),
        ("diplomas", &[]),
        ("assignments", &["--structure", "211"]),
        // With JSON, standard error holds nothing but an error object.
        ("diplomas", &["--structure", "211", "--format", "json"]),
    ] {
        assert_eq!(list(resource, more).await.stderr, "", "{resource} {more:?}");
    }
}
