//! Tests the checks of error codes: the fields that they belong to, and the versions that added them.

use crate::audit_both;

/// Only the guide's row shows that a form has a code; the document's constraints don't.
#[test]
fn a_code_in_a_row_must_be_a_code_of_its_field() {
    let gone = ("          x-codes: {required: BR001}\n", "");
    let (items, report) = audit_both(&[], &[gone]);
    assert_eq!(items, ["missing_in_document code of a field BR001 of personId"]);
    let item = &report["missing_in_document"][0];
    let put = "PUT /employees/{personId}/interruptions/{interruptionId}";
    assert_eq!(item["id"], format!("missing_in_document: code of a field BR001 of personId of {put}"));
    assert_eq!(item["guide"]["where"], format!("{put} > URL"));
    let place = "#/paths/~1employees~1{personId}~1interruptions~1{interruptionId}/put/parameters/2";
    assert_eq!(item["document"]["where"], place);

    // A form without a constraint, and a rule between two fields.
    let form = ("The first day.", "The first day. \n\nValidation: correct format (BR005)");
    let code = ("BR004 Nobody is there", "BR004 Nobody is there \n\nBR005 The day is wrong");
    let known = (
        "  MNA001: {",
        "  BR005: {status: 400, field: begindatum, message: A wrong day., x-since: \"2.9\", operations: [putInterruption]}\n  MNA001: {",
    );
    let day = "begindatum: {type: string, format: date}";
    // Without the prose that comes with it.
    let open = |items: &[String]| -> Vec<String> {
        let is_prose = |item: &&String| item.contains(" passage ") || item.ends_with(" code text BR005");
        items.iter().filter(|item| !is_prose(item)).cloned().collect()
    };
    let missing = ["missing_in_document code of a field BR005 of begindatum"];
    assert_eq!(open(&audit_both(&[form, code], &[known]).0), missing);
    let named = (day, "begindatum: {type: string, format: date, x-codes: {format: BR005}}");
    assert_eq!(open(&audit_both(&[form, code], &[known, named]).0), Vec::<String>::new());
    let rule = (
        "      required: [hfd, begindatum]\n",
        "      required: [hfd, begindatum]\n      x-rules:\n        - {code: BR005, kind: notBefore, field: begindatum, other: hfd}\n",
    );
    assert_eq!(open(&audit_both(&[form, code], &[known, rule]).0), Vec::<String>::new());
    // A code missing from the registry is reported once.
    assert_eq!(open(&audit_both(&[form, code], &[]).0), ["missing_in_document code BR005"]);
}

#[test]
fn a_code_is_as_old_as_the_history_says_and_not_older_than_its_calls() {
    let since = |version: &str| {
        format!("BR003: {{status: 400, field: opmerking, message: Long remark., x-since: \"{version}\"")
    };
    let (was, is) = (since("2.9"), since("2"));
    let (items, report) = audit_both(&[], &[(&was, &is)]);
    assert_eq!(items, ["differs since BR003"]);
    let item = &report["differs"][0];
    assert_eq!((&item["guide_says"], &item["document_says"]), (&"not before 2.9".into(), &"2".into()));
    assert_eq!(item["guide"]["where"], "Document version history");
    assert_eq!(item["document"]["where"], "#/x-error-codes/BR003");

    // A history row that names the code gives its exact version.
    let row =
        "2.10 \nMarch 2, \n\n2026 \nMinor \n\n- The leave is extended with the error code BR003. \n References \n";
    let versions = (" Document Version v2.9 2", " Document Version v2.10 2");
    let guide = [(" References \n", row), versions];
    let history = (
        "  - {version: \"2.9\", date: \"2026-01-20\", type: minor, changes: Leaves.}\n",
        "  - {version: \"2.9\", date: \"2026-01-20\", type: minor, changes: Leaves.}\n  - {version: \"2.10\", date: \"2026-03-02\", type: minor, changes: A code.}\n",
    );
    let version = ("x-guide-version: \"2.9\"", "x-guide-version: \"2.10\"");
    let unread = "missing_in_document passage Document version history > 2.10";
    let (items, _) = audit_both(&guide, &[history, version]);
    assert_eq!(items, ["differs since 2.10 BR003"]);
    let (items, _) = audit_both(&guide, &[history, version, (&was, &since("2.10"))]);
    assert_eq!(items, [unread]);
    // A row that only mentions it says nothing about its age.
    let row = row.replace("extended with", "clearer about");
    let (items, _) = audit_both(&[(" References \n", &row), versions], &[history, version]);
    assert_eq!(items, [unread]);
}
