//! Tests of `cargo xtask diff`: each kind of change by itself, and the exit codes.

#![expect(clippy::unwrap_used, reason = "a failed assumption fails the test")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

#[path = "diff/comment.rs"]
mod comment;
#[path = "diff/repository.rs"]
mod repository;

const BASE: &str = include_str!("diff/base.yaml");

struct Outcome {
    code: Option<i32>,
    report: Value,
    stderr: String,
}

fn run(folder: &Path, old: &str, new: &str, more: &[&str]) -> Outcome {
    let (a, b) = (folder.join("old.yaml"), folder.join("new.yaml"));
    fs::write(&a, old).unwrap();
    fs::write(&b, new).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("diff")
        .args([&a, &b])
        .args(["--format", "json"])
        .args(more)
        .output()
        .unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    Outcome {
        code: output.status.code(),
        report: serde_json::from_str(&stdout).unwrap_or(Value::Null),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

fn edited(find: &str, replace: &str) -> String {
    assert!(BASE.contains(find), "`{find}` does not occur in the base document");
    BASE.replacen(find, replace, 1)
}

/// Returns each change as `wire rust kind name change`, sorted.
fn summarize_changes(report: &Value) -> Vec<String> {
    select_members(report, &["wire", "rust", "kind", "name", "change"])
}

/// Returns the given members of each change, one line per change, sorted.
fn select_members(report: &Value, keys: &[&str]) -> Vec<String> {
    let text = |change: &Value, key: &str| change[key].as_str().unwrap_or_default().to_owned();
    let line = |change: &Value| keys.iter().map(|key| text(change, key)).collect::<Vec<_>>().join(" ");
    let mut lines: Vec<_> = report["changes"].as_array().into_iter().flatten().map(line).collect();
    lines.sort();
    lines
}

/// Reads a file of a case, without its final newline.
fn read_part(case: &Path, name: &str) -> String {
    let text = fs::read_to_string(case.join(name)).unwrap();
    text.strip_suffix('\n').unwrap_or(&text).to_owned()
}

/// A case `tests/diff/cases/<case>/` consists of the text of the base document to replace, its replacement, and the
/// complete list of verdicts. Where `cargo xtask gen` refuses what changed, the verdict for Rust is `refused`: the diff has
/// one, but nothing confirms it. `cargo xtask rehearse --verdicts` lets the compiler confirm the others.
#[test]
fn every_single_change_gets_its_verdicts_and_no_others() {
    let folder = tempfile::tempdir().unwrap();
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff/cases");
    let mut failures = Vec::new();
    for case in fs::read_dir(cases).unwrap().map(|entry| entry.unwrap().path()) {
        let (before, after, expected) =
            (read_part(&case, "before"), read_part(&case, "after"), read_part(&case, "expected"));
        let outcome = run(folder.path(), BASE, &edited(&before, &after), &[]);
        let mut expected: Vec<_> = expected.lines().map(ToOwned::to_owned).collect();
        expected.sort();
        let mut found = summarize_changes(&outcome.report);
        let breaks = found.iter().any(|line| line.split(' ').take(2).any(|word| word == "breaking"));
        if expected.iter().any(|line| line.split(' ').nth(1) == Some("refused")) {
            found = found.iter().map(|line| refuse(line)).collect();
            found.sort();
        }
        if found != expected || outcome.code != Some(if breaks { 3 } else { 0 }) {
            let name = case.file_name().unwrap().display().to_string();
            failures
                .push(format!("{name}: expected {expected:#?}, got {:?} {found:#?} {}", outcome.code, outcome.stderr));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Replaces the verdict for Rust.
fn refuse(line: &str) -> String {
    let words: Vec<_> = line.splitn(3, ' ').collect();
    format!("{} refused {}", words[0], words[2])
}

#[test]
fn a_change_of_a_shared_schema_is_reported_once_with_its_calls() {
    let folder = tempfile::tempdir().unwrap();
    let new = edited("title: {type: string}\n", "title: {type: integer}\n");
    let report = run(folder.path(), BASE, &new, &[]).report;
    let changes = report["changes"].as_array().unwrap();
    assert_eq!(changes.len(), 1, "{report:#}");
    assert_eq!(changes[0]["calls"], serde_json::json!(["GET /books (version 1)", "GET /books"]));
    assert_eq!(changes[0]["where"], "#/components/schemas/Book/properties/title");
    assert_eq!(report["semver"], "major");
}

#[test]
fn optional_additions_are_compatible() {
    let folder = tempfile::tempdir().unwrap();
    let note = "        note: {type: string, nullable: true}\n";
    for (find, replace, name) in [
        (
            "        - name: limit\n",
            "        - {name: fast, in: query, schema: {type: boolean}}\n        - name: limit\n",
            "fast",
        ),
        (note, &format!("{note}        isbn: {{type: string}}\n"), "isbn"),
        ("        title: {type: string}\n", "        title: {type: string}\n        isbn: {type: string}\n", "isbn"),
    ] {
        let report = run(folder.path(), BASE, &edited(find, replace), &[]).report;
        let changes = report["changes"].as_array().unwrap();
        assert_eq!((changes.len(), &changes[0]["name"]), (1, &Value::from(name)), "{report:#}");
        assert_eq!(changes[0]["rust"], "compatible", "{name}");
        assert_eq!(report["semver"], "minor", "{name}");
    }
}

#[test]
fn required_additions_are_breaking() {
    let folder = tempfile::tempdir().unwrap();
    let note = "        note: {type: string, nullable: true}\n";
    let with = edited("required: [title, cover]", "required: [title, cover, isbn]").replacen(
        note,
        &format!("{note}        isbn: {{type: string}}\n"),
        1,
    );
    let report = run(folder.path(), BASE, &with, &[]).report;
    let message = report["changes"][0]["message"].as_str().unwrap();
    assert!(message.ends_with("callers must send `isbn`"), "{message}");
    assert_eq!(report["changes"][0]["rust"], "breaking");
}

const NOTE: (&str, &str) = ("note", "{type: string, nullable: true}");
const STATE: (&str, &str) = ("state", "{type: string, enum: [lent, kept]}");

/// A description; a property of the base document and its schema there; the schema before and after the change; the
/// expected verdict.
type SchemaCase = (&'static str, (&'static str, &'static str), &'static str, &'static str, &'static str);

/// The parts of an `allOf` apply together, in any order. Alternatives are compared by their content.
const SCHEMAS: [SchemaCase; 14] = [
    (
        "a narrower part",
        NOTE,
        "{allOf: [{type: string, minLength: 1}, {minLength: 2}]}",
        "{allOf: [{type: string, minLength: 1}, {minLength: 20}]}",
        "field note breaking compatible",
    ),
    (
        "a part that another part makes redundant",
        NOTE,
        "{allOf: [{type: string, minLength: 5}, {minLength: 2}]}",
        "{allOf: [{type: string, minLength: 5}, {minLength: 3}]}",
        "",
    ),
    (
        "the order of parts",
        NOTE,
        "{allOf: [{type: string, minLength: 1}, {minLength: 20}]}",
        "{allOf: [{minLength: 20}, {type: string, minLength: 1}]}",
        "",
    ),
    (
        "a limit on the number of properties",
        NOTE,
        "{type: object}",
        "{type: object, maxProperties: 1}",
        "field note breaking compatible",
    ),
    (
        "a bound that becomes exclusive",
        NOTE,
        "{type: number, minimum: 1}",
        "{type: number, minimum: 1, exclusiveMinimum: true}",
        "field note breaking compatible",
    ),
    (
        "a flag that states the default",
        NOTE,
        "{type: array, items: {type: string}}",
        "{type: array, items: {type: string}, uniqueItems: false}",
        "",
    ),
    (
        "a lower bound of numbers",
        NOTE,
        "{type: number, minimum: 9}",
        "{type: number, minimum: 10}",
        "field note breaking compatible",
    ),
    (
        "fewer file extensions",
        NOTE,
        "{type: string, x-file-extensions: [a, b]}",
        "{type: string, x-file-extensions: [b]}",
        "field note breaking compatible",
    ),
    (
        "more file extensions",
        NOTE,
        "{type: string, x-file-extensions: [a, b]}",
        "{type: string, x-file-extensions: [c, b, a]}",
        "field note compatible compatible",
    ),
    (
        "fewer multiples",
        NOTE,
        "{type: integer, allOf: [{multipleOf: 2}, {multipleOf: 3}]}",
        "{type: integer, allOf: [{multipleOf: 2}]}",
        "field note compatible compatible",
    ),
    (
        "inside an alternative",
        STATE,
        "{oneOf: [{$ref: '#/components/schemas/Place'}, {type: string}]}",
        "{oneOf: [{type: object, nullable: true, properties: {room: {type: integer, nullable: true}, floor: {type: integer, format: int32}}}, {type: string}]}",
        "field state.room breaking breaking",
    ),
    (
        "the order of alternatives",
        STATE,
        "{oneOf: [{type: integer}, {type: string}]}",
        "{oneOf: [{type: string}, {type: integer}]}",
        "",
    ),
    (
        "another alternative",
        STATE,
        "{anyOf: [{type: integer}]}",
        "{anyOf: [{type: string}, {type: integer}]}",
        "choice of schemas state anyOf breaking breaking",
    ),
    (
        "additional properties of another type",
        STATE,
        "{type: object, additionalProperties: {type: string}}",
        "{type: object, additionalProperties: {type: integer}}",
        "field state.* breaking breaking",
    ),
];

#[test]
fn schemas_are_compared_by_meaning_not_by_form() {
    let folder = tempfile::tempdir().unwrap();
    for (what, (name, schema), old, new, expected) in SCHEMAS {
        let with = |other: &str| edited(&format!("{name}: {schema}"), &format!("{name}: {other}"));
        let report = run(folder.path(), &with(old), &with(new), &[]).report;
        let lines = select_members(&report, &["kind", "name", "wire", "rust"]);
        let found = if expected.is_empty() { lines.is_empty() } else { lines.iter().any(|line| line == expected) };
        assert!(found, "{what}: expected `{expected}`, got {lines:?}");
    }
}

#[test]
fn a_document_of_the_wrong_shape_is_refused_with_its_places() {
    let folder = tempfile::tempdir().unwrap();
    let outcome = run(folder.path(), BASE, &edited("maxLength: 80", "maxLength: \"80\""), &[]);
    assert_eq!(outcome.code, Some(1));
    let line = BASE.lines().position(|line| line.contains("maxLength: 80")).unwrap() + 1;
    assert!(outcome.stderr.contains(&format!("new.yaml:{line}:")), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("PutBook/properties/title/maxLength: "), "{}", outcome.stderr);
}

#[test]
fn a_breaking_change_needs_a_matching_acknowledgement() {
    let folder = tempfile::tempdir().unwrap();
    let new = edited("title: {type: string}\n", "title: {type: integer}\n");
    let file = folder.path().join("changes.yaml");
    let more = ["--acknowledged", file.to_str().unwrap()];

    fs::write(&file, "breaking:\n  - {kind: field, name: title, call: GET /books, reason: The service says so.}\n")
        .unwrap();
    let outcome = run(folder.path(), BASE, &new, &more);
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    assert_eq!(outcome.report["changes"][0]["acknowledged"], "The service says so.");

    fs::write(&file, "breaking:\n  - {kind: field, name: titel, reason: Misspelled.}\n").unwrap();
    let outcome = run(folder.path(), BASE, &new, &more);
    assert_eq!(outcome.code, Some(1));
    assert!(outcome.stderr.contains("matches no breaking change"), "{}", outcome.stderr);

    fs::write(&file, "breaking:\n  - {kind: field, name: title}\n").unwrap();
    let outcome = run(folder.path(), BASE, &new, &more);
    assert_eq!(outcome.code, Some(1));
    assert!(outcome.stderr.contains("`reason` is missing"), "{}", outcome.stderr);
}

#[test]
fn an_ambiguous_acknowledgement_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    // A schema of both requests and responses breaks both.
    let new = edited("        code: {type: string, enum: [a, b]}\n", "        code: {type: integer}\n");
    let file = folder.path().join("changes.yaml");
    let more = ["--acknowledged", file.to_str().unwrap()];
    let entry = |more: &str| format!("  - {{kind: field, name: {more}, change: type, reason: The service says so.}}\n");
    fs::write(&file, format!("breaking:\n{}", entry("shared.code"))).unwrap();
    let outcome = run(folder.path(), BASE, &new, &more);
    assert_eq!(outcome.code, Some(3), "{}", outcome.stderr);

    // One property name in two responses of one call.
    let twice = |kind: &str| {
        let body = format!(
            "content: {{application/json: {{schema: {{type: object, properties: {{why: {{type: {kind}}}}}}}}}}}"
        );
        BASE.replacen("        '404':\n          description: None.\n          x-no-data", &format!(
            "        '409': {{description: A., {body}}}\n        '410': {{description: B., {body}}}\n        '404':\n          description: None.\n          x-no-data"
        ), 1)
    };
    let in_place = |place: &str| entry(&format!("why, call: POST /search{place}"));
    fs::write(&file, format!("breaking:\n{}", in_place(""))).unwrap();
    let outcome = run(folder.path(), &twice("string"), &twice("integer"), &more);
    assert_eq!(outcome.code, Some(1));
    assert!(outcome.stderr.contains("matches several changes; choose one"), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("in 409") && outcome.stderr.contains("in 410"), "{}", outcome.stderr);
    let both = [in_place(", in: \"409\""), in_place(", in: \"410\"")].concat();
    fs::write(&file, format!("breaking:\n{both}")).unwrap();
    let outcome = run(folder.path(), &twice("string"), &twice("integer"), &more);
    assert_eq!(outcome.code, Some(0), "{} {:#}", outcome.stderr, outcome.report);

    fs::write(&file, "breaking:\n  - {kind: field, name: why, reason: A., calls: POST /search}\n").unwrap();
    let outcome = run(folder.path(), BASE, &new, &more);
    assert_eq!(outcome.code, Some(1));
    assert!(outcome.stderr.contains("/calls: unknown key"), "{}", outcome.stderr);
}

#[test]
fn other_dialects_and_references_to_other_files_are_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let schema = "schema: {$ref: '#/components/schemas/Errors'}";
    let cases = [
        (BASE.replacen("openapi: 3.0.3", "openapi: 3.1.0", 1), "OpenAPI \"3.1.0\" is not supported"),
        (BASE.replacen("openapi: 3.0.3", "swagger: \"2.0\"", 1), "OpenAPI 2.0 is not supported"),
        (BASE.replacen("openapi: 3.0.3\n", "", 1), "not an OpenAPI document"),
        (BASE.replacen(schema, "schema: {$ref: 'errors.yaml#/Errors'}", 1), "`errors.yaml#/Errors`"),
        (edited("  /search:\n", "  /search:\n    $ref: other.yaml\n"), "write the path item here"),
        (format!("{}\n", "- ".repeat(1600)), "nested more than"),
        (format!("{}1{}", "{\"a\":".repeat(1600), "}".repeat(1600)), "nested more than"),
    ];
    for (new, says) in cases {
        let outcome = run(folder.path(), BASE, &new, &[]);
        assert_eq!(outcome.code, Some(1), "{says}");
        assert!(outcome.stderr.contains(says), "{says}: {}", outcome.stderr);
    }
    let deep: Vec<_> = (0..1600).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
    let deep = deep.concat();
    let outcome = run(folder.path(), BASE, &deep, &[]);
    assert!(outcome.stderr.contains("nested more than"), "{}", outcome.stderr);
}

#[test]
fn json_with_surrogate_pairs_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let small = |title: &str, version: &str| {
        format!(
            "{{\"openapi\": \"3.0.3\", \"info\": {{\"title\": \"{title}\", \"version\": \"{version}\"}}, \"paths\": {{}}}}"
        )
    };
    let outcome = run(folder.path(), &small("\\ud83d\\ude00", "1"), &small("\\ud83d\\ude00", "2"), &[]);
    assert_eq!(
        summarize_changes(&outcome.report),
        ["none compatible contract guide version API version"],
        "{}",
        outcome.stderr
    );
}

/// The schemas refer to one another in every combination, as in some large third-party documents.
#[test]
fn a_large_document_is_compared_quickly_and_each_change_is_reported_once() {
    let folder = tempfile::tempdir().unwrap();
    let member = |of: usize, to: usize| {
        format!("        m{to}: {{$ref: '#/components/schemas/S{to}'}}\n").repeat(usize::from(of != to))
    };
    let document = |kind: &str| {
        let mut text = "openapi: 3.0.3\ninfo: {title: Large, version: \"1\"}\npaths:\n".to_owned();
        for call in 0..60 {
            let _ = write!(
                text,
                "  /things{call}:\n    get:\n      operationId: get{call}\n      responses:\n        '200':\n          \
                 description: D.\n          content: {{application/json: {{schema: {{$ref: '#/components/schemas/S{}'}}}}}}\n",
                call % 25
            );
        }
        text.push_str("components:\n  schemas:\n");
        for schema in 0..25 {
            let head = format!("    S{schema}:\n      type: object\n      properties:\n");
            let _ = writeln!(text, "{head}        own{schema}: {{type: {kind}}}");
            for other in 0..25 {
                text += &member(schema, other);
            }
        }
        text
    };
    let outcome = run(folder.path(), &document("string"), &document("integer"), &[]);
    assert_eq!(outcome.code, Some(3), "{}", outcome.stderr);
    let names: Vec<_> =
        outcome.report["changes"].as_array().unwrap().iter().map(|change| change["where"].clone()).collect();
    assert_eq!(names.len(), 25);
}

#[test]
fn a_missing_file_is_named() {
    let output =
        Command::new(env!("CARGO_BIN_EXE_xtask")).args(["diff", "/none/a.yaml", "/none/b.yaml"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("/none/a.yaml"));
}

#[test]
fn renaming_a_schema_affects_rust_callers_only() {
    let folder = tempfile::tempdir().unwrap();
    let new = BASE.replace("schemas/Book'", "schemas/Volume'").replace("    Book:\n", "    Volume:\n");
    let new = new.replace("identity:", "entry:");
    let outcome = run(folder.path(), BASE, &new, &[]);
    assert_eq!(summarize_changes(&outcome.report), ["none breaking field Book name of the type"]);
    let calls = serde_json::json!(["GET /books (version 1)", "GET /books"]);
    assert_eq!(outcome.report["changes"][0]["calls"], calls);
}
