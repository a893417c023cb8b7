//! Tests of `lint` on the repository's document and on others.

use crate::checkout::{Checkout, DOCUMENT};

#[test]
fn the_committed_document_passes() {
    let outcome = Checkout::new().run_ok(&["lint"]);
    assert_eq!((outcome.stdout.as_str(), outcome.stderr.as_str()), ("", "lint: 0 finding(s)\n"));
}

#[test]
fn another_document_can_be_linted() {
    let checkout = Checkout::new();
    let text = checkout.document();
    checkout.write("draft/next.yaml", &text);
    checkout.run_ok(&["lint", "draft/next.yaml"]);

    checkout.write("draft/next.yaml", text.replace("operationId: getEmployee\n", "operationId: GetEmployee\n"));
    let outcome = checkout.run(&["lint", "draft/next.yaml"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""));
    let number = text.lines().position(|line| line.trim() == "operationId: getEmployee").unwrap() + 1;
    let expected =
        format!("draft/next.yaml:{number}:7: operation-id: #/paths/~1employees~1{{personId}}/get/operationId: ");
    assert!(outcome.stderr.starts_with(&expected), "{}", outcome.stderr);
    assert!(outcome.stderr.ends_with("lint: 1 finding(s)\n"), "{}", outcome.stderr);
    checkout.run_ok(&["lint"]);
}

#[test]
fn a_document_that_is_missing_or_not_yaml_is_named() {
    let checkout = Checkout::new();
    let outcome = checkout.run(&["lint", "nowhere.yaml"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""));
    assert!(outcome.stderr.starts_with("nowhere.yaml: cannot be read: "), "{}", outcome.stderr);

    checkout.write("broken.yaml", "openapi: 3.0.3\npaths: {\n");
    let outcome = checkout.run(&["lint", "broken.yaml"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""));
    assert!(outcome.stderr.starts_with("broken.yaml:"), "{}", outcome.stderr);

    checkout.remove(DOCUMENT);
    let outcome = checkout.run(&["lint"]);
    assert_eq!(outcome.code, 1);
    assert!(outcome.stderr.contains("openapi/personeel.yaml: cannot be read: "), "{}", outcome.stderr);
}

#[test]
fn a_wrong_command_line_is_a_usage_error() {
    let outcome = Checkout::new().run(&["lint", "--fast"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""));
    assert!(outcome.stderr.contains("Usage:"), "{}", outcome.stderr);
}
