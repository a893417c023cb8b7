//! Tests of `gen` and `gen --check` on valid documents.

use crate::checkout::Checkout;

/// A property that the guide doesn't have.
const NEW_FIELD: &str = "        veldVanLater:\n          type: boolean\n          nullable: true\n          \
                         description: Whether there is one.\n          x-since: \"2.9\"\n";

fn add_new_field(checkout: &Checkout) {
    checkout.edit("        pensioendatum:\n", &format!("{NEW_FIELD}        pensioendatum:\n"));
    checkout.edit("          pensioendatum: \"", "          veldVanLater: true\n          pensioendatum: \"");
}

/// Returns the added and removed lines of each file in a unified diff.
fn changed_lines(diff: &str) -> Vec<(String, Vec<String>)> {
    let mut files: Vec<(String, Vec<String>)> = Vec::new();
    for line in diff.lines() {
        if let Some(path) = line.strip_prefix("+++ b/") {
            files.push((path.to_owned(), Vec::new()));
        } else if line.starts_with(['+', '-'])
            && !line.starts_with("--- ")
            && let Some((_, lines)) = files.last_mut()
        {
            lines.push(line.to_owned());
        }
    }
    files
}

#[test]
fn the_committed_files_are_up_to_date() {
    let outcome = Checkout::new().run_ok(&["gen", "--check"]);
    assert_eq!(outcome.stdout, "");
    assert!(outcome.stderr.contains("up to date"), "{}", outcome.stderr);
}

#[test]
fn generation_does_not_depend_on_existing_files() {
    let (fresh, empty) = (Checkout::new(), Checkout::new());
    let committed = fresh.generated();
    for path in committed.keys() {
        empty.remove(path);
    }
    let first = empty.run_ok(&["gen"]);
    assert!(first.stderr.contains(&format!("{0} of {0} file(s) changed", committed.len())), "{}", first.stderr);
    assert!(empty.generated() == committed);
    for checkout in [&fresh, &empty] {
        let again = checkout.run_ok(&["gen"]);
        assert!(again.stderr.contains("gen: 0 of "), "{}", again.stderr);
        assert!(checkout.generated() == committed);
    }
}

#[test]
fn after_a_change_the_check_shows_a_diff_and_writes_nothing() {
    let checkout = Checkout::new();
    add_new_field(&checkout);
    let before = checkout.generated();
    let outcome = checkout.run(&["gen", "--check"]);
    assert_eq!(outcome.code, 2, "{}", outcome.stderr);
    assert!(checkout.generated() == before);
    let types = "crates/personeel-client/src/generated/types.rs";
    for part in [format!("--- a/{types}\n+++ b/{types}\n@@ -"), "\n+    pub veld_van_later:".to_owned()] {
        assert!(outcome.stdout.contains(&part), "{part}");
    }
    assert!(outcome.stderr.contains("gen: stale: ") && outcome.stderr.contains(types), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("cargo xtask gen"), "{}", outcome.stderr);

    checkout.run_ok(&["gen"]);
    assert!(checkout.generated() != before);
    assert_eq!(checkout.run_ok(&["gen", "--check"]).stdout, "");
}

#[test]
fn a_new_field_changes_few_lines() {
    let checkout = Checkout::new();
    add_new_field(&checkout);
    let diff = checkout.run(&["gen", "--check"]).stdout;
    for (path, lines) in changed_lines(&diff) {
        let max_lines = match path.rsplit('/').next() {
            // The field with its documentation, its default, and its line in `Debug`.
            Some("types.rs") => 8,
            // The property, and its value in an example.
            Some("openapi.json") => 7,
            // A column of the program, in each record that has the field.
            Some("fields.rs") => 4,
            // A property in the table that raw responses are checked against.
            Some("shapes.rs") => 1,
            _ => 0,
        };
        assert!(lines.len() <= max_lines && lines.iter().all(|line| line.starts_with('+')), "{path}: {lines:#?}");
    }
    let types = diff.split("+++ b/").find(|file| file.contains("/types.rs\n")).unwrap();
    let hunks = types.lines().filter(|line| line.starts_with("@@ ")).count();
    assert!(hunks <= 4, "{hunks} hunks:\n{types}");
}

#[test]
fn a_comment_in_the_document_changes_nothing() {
    let checkout = Checkout::new();
    checkout.edit("openapi: 3.0.3\n", "# A remark.\nopenapi: 3.0.3\n");
    assert_eq!(checkout.run_ok(&["gen", "--check"]).stdout, "");
}

#[test]
fn branches_with_unrelated_edits_of_the_document_can_be_merged() {
    let checkout = Checkout::new();
    checkout.git(&["init", "--quiet", "--initial-branch", "main"]);
    let commit = || {
        checkout.git(&["add", "--all"]);
        checkout.git(&["commit", "--quiet", "--message", "Change"]);
    };
    commit();
    for (branch, old, new) in [
        ("photos", "summary: Get the photo of one employee", "summary: Get one photo"),
        (
            "numbers",
            "description: Removes the number from the employee.",
            "description: Takes the number from the employee.",
        ),
        ("codes", "message: The remark is longer than 500 characters.", "message: The remark is too long."),
    ] {
        checkout.git(&["switch", "--quiet", "--create", branch, "main"]);
        checkout.edit(old, new);
        checkout.run_ok(&["gen"]);
        commit();
    }
    checkout.git(&["merge", "--quiet", "--no-edit", "photos"]);
    checkout.git(&["merge", "--quiet", "--no-edit", "numbers"]);
    assert_eq!(checkout.run_ok(&["gen", "--check"]).stdout, "");
}
