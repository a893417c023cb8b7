//! Tests `cargo xtask audit` with synthetic guides that each have one change, and with the vendor's guide if it is
//! available.

#![expect(clippy::unwrap_used, reason = "tests say what they expect by failing")]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

#[path = "audit/acknowledgements.rs"]
mod acknowledgements;
#[path = "audit/code_checks.rs"]
mod code_checks;
#[path = "audit/dispositions.rs"]
mod dispositions;
#[path = "audit/forms.rs"]
mod forms;
#[path = "audit/pdf.rs"]
mod pdf;
#[path = "audit/since.rs"]
mod since;

struct Outcome {
    code: Option<i32>,
    report: Value,
    stderr: String,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn base(file: &str) -> PathBuf {
    root().join("tests/revisions/base").join(file)
}

fn audit(guide: &Path, more: &[&str]) -> Outcome {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("audit")
        .arg(guide)
        .args(["--format", "json"])
        .args(more)
        .output();
    let output = output.unwrap();
    Outcome {
        code: output.status.code(),
        report: serde_json::from_slice(&output.stdout).unwrap_or(Value::Null),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

fn audit_own(text: &[u8], name: &str) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    let guide = folder.path().join(name);
    fs::write(&guide, text).unwrap();
    let (document, acknowledged) = (base("document.yaml"), base("acknowledged.yaml"));
    let more = ["--document", document.to_str().unwrap(), "--acknowledged", acknowledged.to_str().unwrap()];
    audit(&guide, &more)
}

/// Returns the base guide with edits.
fn edited(edits: &[(&str, &str)]) -> String {
    let guide = fs::read_to_string(base("guide.txt")).unwrap();
    edits.iter().fold(guide, |text, (find, replace)| {
        assert!(text.contains(find), "the base has no `{find}`");
        text.replacen(find, replace, 1)
    })
}

/// Returns the items of a report as `list kind fact name`.
fn items_of(report: &Value) -> Vec<String> {
    let mut items = Vec::new();
    for list in ["missing_in_document", "missing_in_guide", "differs"] {
        for item in report[list].as_array().unwrap() {
            let words = ["kind", "fact", "name"].map(|key| item[key].as_str().unwrap_or_default());
            items.push(format!("{list} {}", words.join(" ").replace("  ", " ")));
        }
    }
    items
}

/// Each folder `tests/audit/cases/<case>` has the text to replace in the base guide, its replacement, and the expected
/// items as `list kind fact name`.
#[test]
fn each_change_is_found_and_nothing_else() {
    let mut failures = Vec::new();
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/audit/cases");
    for case in fs::read_dir(cases).unwrap().map(|entry| entry.unwrap().path()) {
        let part = |name: &str| {
            let text = fs::read_to_string(case.join(name)).unwrap();
            text.strip_suffix('\n').unwrap_or(&text).to_owned()
        };
        let expected = part("expected");
        let expected: Vec<_> = expected.lines().collect();
        let outcome = audit_own(edited(&[(&part("before"), &part("after"))]).as_bytes(), "guide.txt");
        let items = if outcome.report.is_null() { vec![outcome.stderr] } else { items_of(&outcome.report) };
        let code = if expected.is_empty() { Some(0) } else { Some(4) };
        if items != expected || outcome.code != code {
            let name = case.file_name().unwrap().display().to_string();
            failures.push(format!("{name}: expected {expected:#?}, got {:?} {items:#?}", outcome.code));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn moving_line_breaks_is_not_a_difference() {
    let broken = edited(&[
        (
            "Field Type Required/optional Description \n\nstructure string required \n",
            "Field Type Required/ \noptional \nDescription \nstructure \nstring required",
        ),
        (
            "aantalMindervalideAndereTenLaste int How many others.",
            "aantalMindervalide\nAndereTenLaste int \nHow many \nothers.",
        ),
        ("2 = Married or living \ntogether \n6 = Unknown", "2 = Married or \nliving together 6 = \nUnknown"),
        ("GET /employees/{personId}?schoolyear= \n{schoolYear}", "GET /employees/{personId}?schoolyear={schoolYear}"),
        (
            "MNA002 \nThe leave belongs to somebody else, or it was sent to the \nauthorities.",
            "MNA002 The leave belongs to some-\nbody else, or it \nwas sent to the authorities.",
        ),
        ("2.9 \nJanuari 20, \n\n2026 \nMinor", "2.9 Janu\nari 20, 2026 Minor"),
        (
            "interruptions/c5f21445-1180-42ef-\n832e-62a8d53044c2 HTTP/1.1",
            "interruptions/c5f21445-\n1180-42ef-832e-62a8d53044c2 \nHTTP/1.1",
        ),
        (" API Version 2 \n Document Version v2.9 2 \n", "\u{c}API Version 2 Document Version v2.9 2\n"),
        (
            "isActive bool Whether the person works here. \n",
            "\n API Version 2 \n Document Version v2.9 3 \n\nField Type Description \n isActive bool \nWhether the person works\nhere. \n",
        ),
    ]);
    let outcome = audit_own(broken.as_bytes(), "guide.txt");
    assert_eq!(items_of(&outcome.report), Vec::<String>::new());
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
}

/// Other programs extract the same text in different forms.
#[test]
fn another_form_of_the_same_text_is_not_a_difference() {
    let guide = fs::read_to_string(base("guide.txt")).unwrap();
    let wrapped = |columns: usize| {
        let mut out = String::new();
        for paragraph in guide.split("\n\n") {
            // Only prose is wrapped: in tables and examples, line breaks separate cells.
            let prose =
                paragraph.lines().all(|line| line.split(' ').count() > 5) && !paragraph.contains(['{', '"', '=']);
            let words: Vec<_> = paragraph.split_whitespace().collect();
            let mut width = 0;
            for (index, word) in words.iter().enumerate().filter(|_| prose) {
                out.push_str(if index == 0 {
                    ""
                } else if width + word.len() > columns {
                    "\n"
                } else {
                    " "
                });
                width = if width + word.len() > columns { word.len() } else { width + word.len() + 1 };
                out.push_str(word);
            }
            out.push_str(if prose { "" } else { paragraph });
            out.push_str("\n\n");
        }
        out
    };
    let forms = [
        ("ligatures", guide.replace("fi", "\u{fb01}").replace("fl", "\u{fb02}").replace("ff", "\u{fb00}")),
        ("bullets", guide.replace("\n- ", "\n\u{2022} ").replace("\no ", "\n\u{25e6} ")),
        ("other bullets", guide.replace("\n- ", "\n\u{f0b7} ")),
        ("dashes for bullets", guide.replace("\n- ", "\n\u{2013} ")),
        ("quotes", guide.replace(['\u{201c}', '\u{201d}'], "\"")),
        ("apostrophes", guide.replace('\'', "\u{2019}")),
        ("no-break spaces", guide.replace("string required", "string\u{a0}required")),
        ("line endings", guide.replace('\n', "\r\n")),
        ("a byte order mark", format!("\u{feff}{guide}")),
        ("page footers", guide.replace("v2.9 2 ", "v2.9 Page 2 of 70 ")),
        ("70 columns", wrapped(70)),
        ("100 columns", wrapped(100)),
        ("400 columns", wrapped(400)),
    ];
    for (what, text) in forms {
        assert_ne!(text, guide, "{what}");
        let outcome = audit_own(text.as_bytes(), "guide.txt");
        assert_eq!(items_of(&outcome.report), Vec::<String>::new(), "{what}: {}", outcome.stderr);
    }
    // Decomposed letters.
    let marked = |name: &str| edited(&[("The first day.", &format!("The first day of the {name}."))]);
    let (composed, decomposed) = (marked("caf\u{e9}"), marked("cafe\u{301}"));
    let fingerprint = |text: &str| audit_own(text.as_bytes(), "guide.txt").report["differs"][0]["guide_says"].clone();
    assert_eq!(fingerprint(&composed), fingerprint(&decomposed));
}

#[test]
fn a_text_that_is_not_a_guide_is_refused() {
    for text in ["", "Dear all,\n\nplease find enclosed the new guide. GET it by mail.\n"] {
        let outcome = audit_own(text.as_bytes(), "guide.txt");
        assert_eq!((outcome.code, outcome.report.is_null()), (Some(1), true));
        assert!(outcome.stderr.contains("not a guide"), "{}", outcome.stderr);
    }
}

#[test]
fn items_name_both_places() {
    let guide = fs::read_to_string(base("guide.txt")).unwrap();
    let line = guide.lines().position(|line| line.starts_with("aantalMindervalide")).unwrap() + 1;
    let outcome = audit_own(guide.replacen("TenLaste int", "TenLaste string", 1).as_bytes(), "guide.txt");
    let item = &outcome.report["differs"][0];
    assert_eq!(outcome.report["guide_version"], "2.9");
    assert_eq!(item["line"], line);
    assert_eq!(item["where"], "GET /employees?schoolyear={schoolYear}&structure={structure} > Response");
    assert_eq!(item["document"]["where"], "#/components/schemas/Employee/properties/aantalMindervalideAndereTenLaste");
    assert_eq!(item["calls"], serde_json::json!(["GET /employees", "GET /employees/{personId}"]));
}

/// Pasting the block must not mark passages as read that nobody could read yet.
#[test]
fn passages_of_a_section_with_open_items_are_not_printed_as_read() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let text = edited(&[
        ("isActive bool Whether", "stamnr string Number of the administration. \n\nisActive bool Whether"),
        ("Who works in that year. \n\nIf", "Who works during that year. \n\nIf"),
        ("The first day.", "The very first day."),
    ]);
    let guide = write("guide.txt", &text);
    let (document, before) = (base("document.yaml"), base("acknowledged.yaml"));
    let (document, before) = (document.to_str().unwrap(), before.to_str().unwrap());
    let printed = |document: &str| {
        let more = ["audit", &guide, "--passages", "--document", document, "--acknowledged", before];
        let output = Command::new(env!("CARGO_BIN_EXE_xtask")).args(more).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let block = printed(document);
    let line = |start: &str| block.lines().find(|line| line.trim_start().starts_with(start)).map(ToOwned::to_owned);
    let body = "\"PUT /employees/{personId}/interruptions/{interruptionId} > Body > begindatum\": ";
    assert!(line(body).is_some_and(|line| !line.contains("ea0327878c9e")), "{block}");
    assert_eq!(line("\"GET /employees > Response > stamnr\""), None, "{block}");
    assert!(line("# \"GET /employees > Response > stamnr\"").is_some(), "{block}");
    // A passage that was read before keeps its old fingerprint.
    let year = "  \"GET /employees > URL > schoolyear\": {text: \"dff9c66408d9\", at: ";
    assert!(line("\"GET /employees > URL > schoolyear\"").is_some_and(|line| line.starts_with(year)), "{block}");
    assert!(block.contains("has an open item: missing_in_document: field stamnr of GET /employees"), "{block}");

    // After pasting the block and transcribing the field, the passages that were held back are open.
    let contradictions = fs::read_to_string(before).unwrap().split("read:\n").next().unwrap().to_owned();
    let after = write("after.yaml", &format!("{contradictions}{block}"));
    let old = fs::read_to_string(document).unwrap();
    let new = old.replacen(
        "        isActive: {",
        "        stamnr: {type: string, nullable: true, x-since: \"2.9\"}\n        isActive: {",
        1,
    );
    let new = write("new.yaml", &new);
    let outcome = audit(Path::new(&guide), &["--document", &new, "--acknowledged", &after]);
    let expected = [
        "missing_in_document passage GET /employees > Response > stamnr",
        "differs passage GET /employees > URL > schoolyear",
    ];
    assert_eq!(items_of(&outcome.report), expected);
    assert!(!printed(&new).contains("  # "), "{}", printed(&new));
}

/// Audits the base guide and the base document, each with edits.
fn audit_both(guide_edits: &[(&str, &str)], document_edits: &[(&str, &str)]) -> (Vec<String>, Value) {
    let folder = tempfile::tempdir().unwrap();
    let (guide, document) = (folder.path().join("guide.txt"), folder.path().join("document.yaml"));
    fs::write(&guide, edited(guide_edits)).unwrap();
    let text =
        document_edits.iter().fold(fs::read_to_string(base("document.yaml")).unwrap(), |text, (find, replace)| {
            assert!(text.contains(find), "the base has no `{find}`");
            text.replacen(find, replace, 1)
        });
    fs::write(&document, text).unwrap();
    let acknowledged = base("acknowledged.yaml");
    let more = ["--document", document.to_str().unwrap(), "--acknowledged", acknowledged.to_str().unwrap()];
    let report = audit(&guide, &more).report;
    (items_of(&report), report)
}

/// Fields of the same name in two calls are different fields: an item about one does not hide an item about the other.
#[test]
fn an_item_about_a_call_does_not_hide_items_about_another_call() {
    let folder = tempfile::tempdir().unwrap();
    let put = "PUT /employees/{personId}/interruptions/{interruptionId}";
    let case = |edits: &[(&str, &str)], id: &str| {
        let guide = folder.path().join("guide.txt");
        fs::write(&guide, edited(edits)).unwrap();
        let known = fs::read_to_string(base("acknowledged.yaml")).unwrap();
        let known = known.replacen("read:\n", &format!("  - reason: A slip.\n    items: [\"{id}\"]\nread:\n"), 1);
        let acknowledged = folder.path().join("acknowledged.yaml");
        fs::write(&acknowledged, known).unwrap();
        let document = base("document.yaml");
        let more = ["--document", document.to_str().unwrap(), "--acknowledged", acknowledged.to_str().unwrap()];
        items_of(&audit(&guide, &more).report)
    };
    let case = |edits: &[(&str, &str)], id: &str| {
        let items = case(edits, id).into_iter();
        items.filter(|item| !item.contains(" passage ")).collect::<Vec<_>>()
    };
    let added = ("isActive bool Whether", "opmerking string A remark. \n\nisActive bool Whether");
    let missing = ["missing_in_document field opmerking"];
    // The example of the leave spells it differently.
    let spelled = ("\"opmerking\" : \"a long", "\"Opmerking\" : \"a long");
    let differs = format!("differs: example Opmerking of {put} (document: opmerking)");
    assert_eq!(case(&[spelled], &differs), Vec::<String>::new());
    assert_eq!(case(&[spelled, added], &differs), missing);
    // The example shows a key that the table lacks.
    let shown = ("\"opmerking\" : \"a long", "\"reden\" : \"\", \n    \"opmerking\" : \"a long");
    let lacks = format!("missing_in_document: example reden of {put}");
    let added = ("isActive bool Whether", "reden string A reason. \n\nisActive bool Whether");
    assert_eq!(case(&[shown], &lacks), Vec::<String>::new());
    assert_eq!(case(&[shown, added], &lacks), ["missing_in_document field reden"]);
    // For the call with the missing field, the example only repeats the item.
    let here = ("begindatum date required", "reden string required \n\nThe reason. \n\nbegindatum date required");
    let gone = format!("missing_in_guide acknowledgement {lacks}");
    assert_eq!(case(&[shown, here], &lacks), ["missing_in_document field reden".to_owned(), gone]);
}

#[test]
fn an_unreadable_guide_is_an_error() {
    assert_eq!(audit(Path::new("/none/guide.txt"), &[]).code, Some(1));
    let outcome = audit_own(&[0xff, 0xfe, 0x00], "guide.txt");
    assert_eq!(outcome.code, Some(1));
    assert!(outcome.stderr.contains("neither a PDF nor UTF-8 text"), "{}", outcome.stderr);
}

#[test]
fn a_pdf_needs_pdftotext_and_the_message_says_how_to_install_it() {
    let folder = tempfile::tempdir().unwrap();
    let guide = folder.path().join("guide.pdf");
    fs::write(&guide, "%PDF-1.4\n").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_xtask")).arg("audit").arg(&guide).env("PATH", "").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains("apt-get install poppler-utils"), "{stderr}");
}

#[test]
fn a_pdf_is_read_like_its_text() {
    if Command::new("pdftotext").arg("-v").output().is_err() {
        report_missing("pdftotext is not installed");
        return;
    }
    let guide = fs::read_to_string(base("guide.txt")).unwrap();
    let outcome = audit_own(&pdf::of(&guide), "guide.pdf");
    assert_eq!(items_of(&outcome.report), Vec::<String>::new(), "{}", outcome.stderr);
    assert_eq!(outcome.code, Some(0));
}

#[test]
fn nothing_is_open_on_the_vendors_guide() {
    let document = fs::read_to_string(root().join("openapi/personeel.yaml")).unwrap();
    let version = document.lines().find_map(|line| line.strip_prefix("x-guide-version: ")).unwrap().trim_matches('"');
    let name = format!("personeel-web-api-v{version}.txt");
    let given = std::env::var_os("PERSONEEL_GUIDE").map(PathBuf::from);
    let beside = |folder: &str| root().join(folder).join("shared/guide").join(&name);
    let Some(guide) = given.into_iter().chain(["..", "../.."].map(beside)).find(|guide| guide.exists()) else {
        report_skipped(&format!("the vendor's guide {name} is not available; set PERSONEEL_GUIDE to its path"));
        return;
    };
    let outcome = audit(&guide, &[]);
    assert_eq!(items_of(&outcome.report), Vec::<String>::new());
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    assert_eq!(outcome.report["guide_version"], version);

    // Without empty lines and indentation, as text from a PDF may be.
    let text = fs::read_to_string(&guide).unwrap();
    let lines: Vec<_> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let folder = tempfile::tempdir().unwrap();
    let bare = folder.path().join("guide.txt");
    fs::write(&bare, lines.join("\n")).unwrap();
    assert_eq!(items_of(&audit(&bare, &[]).report), Vec::<String>::new());
}

/// Reports a test that needs a program which is not installed. CI requires every program.
fn report_missing(why: &str) {
    assert!(std::env::var_os("PERSONEEL_REQUIRE_TOOLS").is_none(), "{why}");
    report_skipped(why);
}

/// Reports a skipped test. The test harness captures macro output of passing tests, but not this.
#[expect(clippy::explicit_write, reason = "see above")]
fn report_skipped(why: &str) {
    writeln!(std::io::stderr(), "skipped: {why}").unwrap();
    // In CI, also show it as an annotation and in the job summary.
    if std::env::var_os("GITHUB_ACTIONS").is_some() {
        writeln!(std::io::stdout(), "::notice title=A test was skipped::{why}").unwrap();
    }
    if let Some(summary) = std::env::var_os("GITHUB_STEP_SUMMARY") {
        let mut file = fs::OpenOptions::new().create(true).append(true).open(summary).unwrap();
        writeln!(file, "Skipped: {why}").unwrap();
    }
}
