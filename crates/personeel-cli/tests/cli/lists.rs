//! Every list, and one employee.

use serde_json::Value;

use crate::support::{Program, YEAR, sandbox, somebody};

#[tokio::test(flavor = "multi_thread")]
async fn every_list_gives_records_of_everybody_and_of_one_person() {
    let sandbox = sandbox().start().await.unwrap();
    let program = Program::of(&sandbox);
    let person = somebody(&program).await;
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
async fn one_employee_is_an_object_and_nobody_is_exit_9() {
    let sandbox = sandbox().start().await.unwrap();
    let program = Program::of(&sandbox);
    let person = somebody(&program).await;
    let one = program.run(&["employees", "get", &person, "--school-year", YEAR]).await.expect(0).json();
    assert_eq!(one["personId"], Value::String(person));
    let nobody = "00000000-0000-4000-8000-000000000000";
    let error = program.run(&["employees", "get", nobody, "--school-year", YEAR, "-f", "json"]).await.expect(9).error();
    assert_eq!((&error["kind"], &error["operation"]), (&"not_found".into(), &"getEmployee".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn several_institutes_make_a_document() {
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
async fn a_failed_institute_makes_it_partial_in_every_format() {
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
        assert!(run.stderr.contains("institute 038281: the service answered 500"), "{run:?}");
        assert!(run.stderr.contains("1 of 2 institutes failed"), "{run:?}");
        assert!(!run.stdout.contains("038281"), "{run:?}");
    }
    // Where nothing came, the reason says more than "partial".
    let none = Program::of(&sandbox).with("PERSONEEL_INSTITUTE", "038281");
    none.run(&list).await.expect(6);
}

#[tokio::test(flavor = "multi_thread")]
async fn dirty_values_are_read_and_printed_as_they_came() {
    let sandbox = sandbox().dirty(true).employees(60).start().await.unwrap();
    let program = Program::of(&sandbox);
    for resource in ["employees", "assignments", "interruptions", "diplomas", "own-fields", "photos"] {
        let run = program.run(&[resource, "list", "--school-year", YEAR, "-f", "ndjson"]).await.expect(0);
        assert!(run.stdout.lines().count() > 10, "{resource}");
    }
}

/// The service ignores most structures in most lists, and the whole staff looks like a right answer.
#[tokio::test(flavor = "multi_thread")]
async fn a_structure_without_effect_is_warned_of() {
    let sandbox = sandbox().start().await.unwrap();
    let program = Program::of(&sandbox);
    let list = async |resource: &str, more: &[&str]| {
        let arguments = [&[resource, "list", "--school-year", YEAR], more].concat();
        program.run(&arguments).await.expect(0)
    };
    let ignored = list("diplomas", &["--structure", "211"]).await;
    assert_eq!(
        ignored.stderr.trim_end(),
        "warning: --structure 211 has no effect on the call to list diplomas: the service takes only 311 and 312 into account"
    );
    assert_eq!(ignored.json(), list("diplomas", &[]).await.json());
    for (resource, more) in [
        ("diplomas", &["--structure", "311"][..]),
        ("diplomas", &[]),
        ("assignments", &["--structure", "211"]),
        // There standard error holds one JSON object and nothing else.
        ("diplomas", &["--structure", "211", "--format", "json"]),
    ] {
        assert_eq!(list(resource, more).await.stderr, "", "{resource} {more:?}");
    }
}
