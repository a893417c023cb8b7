//! Generated files and items disappear with their source in the document, and manual edits are undone.

use crate::checkout::{Checkout, GENERATED};

const TYPES: &str = "crates/personeel-client/src/generated/types.rs";

#[test]
fn an_edited_file_is_stale_and_restored() {
    let checkout = Checkout::new();
    let before = checkout.generated();
    checkout.write(TYPES, format!("{}\npub struct Mine;\n", checkout.texts()[TYPES]));
    let outcome = checkout.run(&["gen", "--check"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stdout.contains("\n-pub struct Mine;\n"), "{}", outcome.stdout);
    assert!(outcome.stderr.contains(&format!("stale: {TYPES}\n")), "{}", outcome.stderr);
    checkout.run_ok(&["gen"]);
    assert!(checkout.generated() == before);
}

#[test]
fn a_missing_file_is_stale_and_written_again() {
    let checkout = Checkout::new();
    let before = checkout.generated();
    checkout.remove(TYPES);
    let outcome = checkout.run(&["gen", "--check"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.contains(&format!("stale: {TYPES}\n")), "{}", outcome.stderr);
    checkout.run_ok(&["gen"]);
    assert!(checkout.generated() == before);
}

#[test]
fn a_file_that_is_no_longer_generated_is_stale_and_removed() {
    for folder in GENERATED {
        let checkout = Checkout::new();
        let before = checkout.generated();
        let path = format!("{folder}/old.rs");
        checkout.write(&path, "pub struct Old;\n");
        let outcome = checkout.run(&["gen", "--check"]);
        assert_eq!(outcome.code, 2);
        assert!(outcome.stdout.contains(&format!("--- a/{path}\n")), "{}", outcome.stdout);
        assert!(outcome.stdout.contains("\n-pub struct Old;\n"), "{}", outcome.stdout);
        assert!(checkout.generated().contains_key(&path), "`gen --check` must not remove files");
        checkout.run_ok(&["gen"]);
        assert!(checkout.generated() == before);
    }
}

#[test]
fn removed_calls_and_schemas_leave_nothing_behind() {
    let checkout = Checkout::new();
    assert!(checkout.texts().values().filter(|text| text.contains("listPhotos")).count() > 1);
    for entry in [
        "  - name: Photos\n",
        "  /employees/photos:\n",
        "  /employees/{personId}/photos:\n",
        "    Photo:\n      type: object\n",
        "    Photos:\n      summary: ",
        "    Photo:\n      summary: ",
    ] {
        checkout.cut(entry);
    }
    checkout.run_ok(&["gen"]);
    for (path, text) in checkout.texts() {
        for trace in ["listPhotos", "list_photos", "ListPhotos", "Photo", "getEmployeePhoto", "/photos"] {
            assert!(!text.contains(trace), "{path} still has {trace}");
        }
    }
}
