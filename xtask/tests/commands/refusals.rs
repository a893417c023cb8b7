//! An error stops the generation before any file is written.

use crate::checkout::{Checkout, DOCUMENT};

/// A fault in the document, and the message about it.
struct Fault {
    old: &'static str,
    new: &'static str,
    /// The line of the document that the message names.
    line: Option<&'static str>,
    /// A part of the message.
    says: &'static str,
}

const FAULTS: [Fault; 6] = [
    Fault { old: "info:\n", new: "info: [\n", line: None, says: "openapi/personeel.yaml:" },
    Fault { old: "  title: Informat", new: "\ttitle: Informat", line: Some("\ttitle: Informat Personeel"), says: ": " },
    Fault {
        old: "  title: Informat",
        new: "  title: Another\n  title: Informat",
        line: Some("  title: Informat Personeel"),
        says: "duplicate key",
    },
    Fault {
        old: "operationId: listEmployees\n",
        new: "operationId: list_employees\n",
        line: Some("      operationId: list_employees"),
        says: "operation-id: #/paths/~1employees/get/operationId: ",
    },
    Fault {
        old: "- $ref: '#/components/schemas/Bank'",
        new: "- $ref: '#/components/schemas/Nowhere'",
        line: Some("            - $ref: '#/components/schemas/Nowhere'"),
        says: "references: #/components/schemas/Employee/properties/bank/allOf/0/$ref: ",
    },
    Fault {
        old: "        - name: schoolyear\n          in: query\n",
        new: "        - name: schoolyear\n          in: cookie\n",
        line: Some("        - name: schoolyear"),
        says: "generator-shapes: #/paths/",
    },
];

#[test]
fn a_fault_is_reported_with_its_place_and_nothing_is_written() {
    for Fault { old, new, line, says } in FAULTS {
        let checkout = Checkout::new();
        let before = checkout.generated();
        checkout.edit(old, new);
        for arguments in [&["gen"][..], &["gen", "--check"]] {
            let outcome = checkout.run(arguments);
            assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""), "{new:?}: {}", outcome.stderr);
            assert!(outcome.stderr.contains(says), "{new:?}: {}", outcome.stderr);
            assert!(checkout.generated() == before, "{new:?}");
            // The first message with a place names an existing line and column.
            let place = outcome.stderr.split("openapi/personeel.yaml:").nth(1).unwrap();
            let numbers: Vec<usize> = place.split(':').take(2).map(|number| number.parse().unwrap()).collect();
            let document = checkout.document();
            let at = document.lines().nth(numbers[0] - 1).unwrap();
            assert!((1..=at.chars().count() + 1).contains(&numbers[1]), "{numbers:?}");
            if let Some(line) = line {
                let lines: Vec<_> = document.lines().collect();
                let named =
                    outcome.stderr.lines().filter_map(|message| message.split(':').nth(1)?.parse::<usize>().ok());
                let mut named = named.map(|number| lines[number - 1]);
                assert!(named.any(|named| named == line), "{new:?}: {}", outcome.stderr);
            }
        }
    }
}

#[test]
fn an_error_of_the_generator_names_the_json_pointer() {
    let checkout = Checkout::new();
    let before = checkout.generated();
    // Every rule accepts this name, but the generator changes it for the type, so `x-personal` would no longer apply.
    let text = checkout.document().replace("schemas/Bank'", "schemas/bank'").replace("    Bank:\n", "    bank:\n");
    checkout.write(DOCUMENT, text);
    checkout.run_ok(&["lint"]);
    let outcome = checkout.run(&["gen"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("#/components/schemas/bank: is marked `x-personal`"), "{}", outcome.stderr);
    assert!(checkout.generated() == before);
}

#[test]
fn all_findings_are_listed_and_counted() {
    let checkout = Checkout::new();
    checkout.edit("operationId: listEmployees\n", "operationId: list_employees\n");
    checkout.edit("    description: Portrait photos.", "    description: Portrait photos");
    let outcome = checkout.run(&["gen"]);
    let messages: Vec<_> = outcome.stderr.lines().collect();
    assert!(
        messages[0].starts_with("openapi/personeel.yaml:") && messages[0].contains(": descriptions: "),
        "{messages:?}"
    );
    assert!(
        messages[1].starts_with("openapi/personeel.yaml:") && messages[1].contains(": operation-id: "),
        "{messages:?}"
    );
    assert_eq!(messages[2], "2 finding(s); nothing was generated");
}

#[test]
fn a_missing_document_is_named() {
    let checkout = Checkout::new();
    let before = checkout.generated();
    checkout.remove(DOCUMENT);
    let outcome = checkout.run(&["gen"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""));
    assert!(outcome.stderr.starts_with("openapi/personeel.yaml: cannot be read: "), "{}", outcome.stderr);
    assert!(checkout.generated() == before);
}

#[test]
fn if_one_file_cannot_be_written_none_is() {
    // A folder is in the place of the last file, so replacing it fails after the others have been replaced.
    for path in ["crates/personeel-sandbox/src/generated/openapi.json", "crates/personeel-sandbox/src/generated"] {
        let checkout = Checkout::new();
        checkout.edit("      summary: List employees\n", "      summary: List all employees\n");
        if path.contains("openapi") {
            checkout.remove(path);
            checkout.write(&format!("{path}/kept"), "A file.\n");
        } else {
            for file in checkout.generated().keys().filter(|file| file.starts_with(path)) {
                checkout.remove(file);
            }
            checkout.remove_folder(path);
            checkout.write(path, "A file.\n");
        }
        let before = checkout.generated();
        let outcome = checkout.run(&["gen"]);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""), "{path}: {}", outcome.stderr);
        assert!(outcome.stderr.contains(path), "{}", outcome.stderr);
        assert!(checkout.generated() == before, "{path}");
    }
}
