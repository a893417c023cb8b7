//! Two branches with unrelated edits of the document can be merged, including the files that each of them generated.

use std::process::Command;

use crate::checkout::Checkout;

/// A branch: its name and its edits of the document.
type Branch<'a> = (&'a str, &'a [(&'a str, &'a str)]);

const FIELD: Branch<'_> = (
    "field",
    &[
        (
            "        isHoofddiploma:\n",
            "        studierichting:\n          type: string\n          nullable: true\n          \
         description: Course of study.\n          x-since: \"2.9\"\n        isHoofddiploma:\n",
        ),
        (
            "          isHoofddiploma: true\n",
            "          studierichting: \"Voorbeeldrichting\"\n          isHoofddiploma: true\n",
        ),
    ],
);
const CODE: Branch<'_> =
    ("code", &[("message: There is no communication number with this id.", "message: No number has this id.")]);

#[test]
fn unrelated_edits_of_the_document_merge_with_their_generated_files() {
    let checkout = Checkout::new();
    git(&checkout, &["init", "--quiet", "--initial-branch", "main"]);
    commit(&checkout, "both");
    for (branch, edits) in [FIELD, CODE] {
        git(&checkout, &["switch", "--quiet", "--create", branch, "main"]);
        for (old, new) in edits {
            checkout.edit(old, new);
        }
        let outcome = checkout.run_ok(&["gen"]);
        assert!(!outcome.stderr.contains("gen: 0 of"), "{branch} changes no generated file");
        commit(&checkout, branch);
    }
    git(&checkout, &["merge", "--quiet", "--no-edit", FIELD.0]);
    checkout.run_ok(&["gen", "--check"]);
    let texts = checkout.texts();
    let of_client = |name: &str| &texts[&format!("crates/personeel-client/src/generated/{name}.rs")];
    assert!(of_client("types").contains("studierichting") && of_client("codes").contains("No number has this id."));
}

fn commit(checkout: &Checkout, message: &str) {
    git(checkout, &["add", "--all"]);
    git(checkout, &["commit", "--quiet", "--message", message]);
}

fn git(checkout: &Checkout, arguments: &[&str]) {
    let settings = ["user.name=Tests", "user.email=tests@localhost", "commit.gpgsign=false", "core.autocrlf=false"];
    let output = Command::new("git")
        .args(settings.iter().flat_map(|setting| ["-c", setting]))
        .args(arguments)
        .current_dir(checkout.path())
        .output()
        .unwrap();
    let text = [output.stdout, output.stderr].concat();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&text));
}
