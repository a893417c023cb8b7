//! Tests which items an acknowledgement covers, and which files are refused.

use std::fs;
use std::path::Path;

use crate::{Outcome, audit, base, edited, items_of};

/// Audits a guide and a document with a file of acknowledgements.
fn audit_with(guide: &str, document: &str, acknowledged: &str) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let guide = write("guide.txt", guide);
    let more = ["--document", &write("a.yaml", document), "--acknowledged", &write("b.yaml", acknowledged)];
    audit(Path::new(&guide), &more)
}

/// An acknowledgement of a difference does not cover a different value on either side.
#[test]
fn an_acknowledgement_is_bound_to_the_values_of_both_sides() {
    let guide = edited(&[("burgStand int", "burgStand duration")]);
    let document = fs::read_to_string(base("document.yaml")).unwrap();
    let known = fs::read_to_string(base("acknowledged.yaml")).unwrap();
    let id = "differs: field type burgStand of GET /employees (guide: duration; document: integer)";
    let known = known.replacen("read:\n", &format!("  - reason: A slip.\n    items: [\"{id}\"]\nread:\n"), 1);
    let outcome = audit_with(&guide, &document, &known);
    assert_eq!(items_of(&outcome.report), Vec::<String>::new());
    let other = document.replacen(
        "    BurgStand:\n      type: integer\n      format: int32",
        "    BurgStand:\n      type: number",
        1,
    );
    let items = items_of(&audit_with(&guide, &other, &known).report);
    assert!(items.contains(&"differs field type burgStand".to_owned()), "{items:?}");
    assert!(items.contains(&format!("missing_in_guide acknowledgement {id}")), "{items:?}");
}

#[test]
fn an_unknown_key_in_the_acknowledgements_is_an_error() {
    let guide = edited(&[]);
    let document = fs::read_to_string(base("document.yaml")).unwrap();
    for (text, key) in [
        ("contradiction: []\n", "contradiction"),
        ("contradictions:\n  - {reason: A., item: [a]}\n", "item"),
        ("contradictions:\n  - {reason: A., items: [a], until: tomorrow}\n", "until"),
    ] {
        let outcome = audit_with(&guide, &document, text);
        assert_eq!(outcome.code, Some(1));
        assert!(outcome.stderr.contains(&format!(": unknown key `{key}`; expected one of")), "{}", outcome.stderr);
    }
}
