//! `cargo xtask diff`: every kind of change, one at a time, and the exit codes.

#![expect(clippy::unwrap_used, reason = "tests say what they expect by failing")]

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

const BASE: &str = include_str!("diff/base.yaml");

/// What is changed; the text that is replaced (its first occurrence) and by what; the expected verdict, as
/// `kind name wire rust`. No verdict: no change at all.
type Case = (&'static str, &'static str, &'static str, &'static str);

include!("diff/cases.rs");

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
    assert!(BASE.contains(find), "the base has no `{find}`");
    BASE.replacen(find, replace, 1)
}

fn told(report: &Value) -> Vec<String> {
    let text = |change: &Value, key: &str| change[key].as_str().unwrap_or_default().to_owned();
    let line =
        |change: &Value| ["kind", "name", "wire", "rust"].map(|key| text(change, key)).join(" ").trim().to_owned();
    report["changes"].as_array().unwrap().iter().map(line).collect()
}

#[test]
fn every_single_change_gets_its_verdict() {
    let folder = tempfile::tempdir().unwrap();
    let mut failures = Vec::new();
    for (what, find, replace, expected) in CASES {
        let outcome = run(folder.path(), BASE, &edited(find, replace), &[]);
        let told = told(&outcome.report);
        let found = if expected.is_empty() { told.is_empty() } else { told.iter().any(|line| line == expected) };
        let breaking = expected.contains("breaking");
        let code = if breaking { Some(3) } else { Some(0) };
        if !found || outcome.code != code {
            failures.push(format!("{what}: expected `{expected}`, got {:?} {told:?} {}", outcome.code, outcome.stderr));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn the_table_is_as_large_as_promised() {
    let breaking = CASES.iter().filter(|case| case.3.contains("breaking")).count();
    let changes = CASES.iter().filter(|case| !case.3.is_empty()).count();
    assert!(changes >= 50, "{changes}");
    assert!(breaking >= 34, "{breaking}");
}

#[test]
fn a_shared_schema_is_told_once_with_its_calls() {
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
fn what_is_optional_and_new_breaks_nobody() {
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
        let crates = serde_json::json!({"personeel": "compatible", "personeel-client": "compatible"});
        assert_eq!(changes[0]["crates"], crates, "{name}");
        assert_eq!(report["semver"], "minor", "{name}");
    }
}

#[test]
fn what_is_required_and_new_breaks_everybody() {
    let folder = tempfile::tempdir().unwrap();
    let note = "        note: {type: string, nullable: true}\n";
    let with = edited("required: [title, cover]", "required: [title, cover, isbn]").replacen(
        note,
        &format!("{note}        isbn: {{type: string}}\n"),
        1,
    );
    let report = run(folder.path(), BASE, &with, &[]).report;
    let message = report["changes"][0]["message"].as_str().unwrap();
    assert!(message.ends_with("callers must send `isbn`, and `new` asks for it"), "{message}");
    let crates = serde_json::json!({"personeel": "breaking", "personeel-client": "breaking"});
    assert_eq!(report["changes"][0]["crates"], crates);
}

/// The verdict on what is optional and new rests on this: outside its crate, nobody names every member of such a type.
#[test]
fn bodies_of_requests_are_built_by_a_constructor_and_setters() {
    let types = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/personeel-client/src/generated/types.rs");
    let types = fs::read_to_string(types).unwrap();
    let bodies: Vec<_> = types
        .match_indices("pub struct Put")
        .map(|(at, _)| (at, types[at..].trim_start_matches("pub struct ").split([' ', '{']).next().unwrap()))
        .filter(|(_, name)| !name.ends_with("Required"))
        .collect();
    assert!(!bodies.is_empty());
    for (at, name) in bodies {
        let attributes = types[..at].rsplit("\n\n").next().unwrap();
        assert!(attributes.contains("#[non_exhaustive]") && !attributes.contains("Default"), "{name}: {attributes}");
        let blocks: Vec<_> = types.split(&format!("\nimpl {name} {{")).skip(1).collect();
        let blocks: String = blocks.iter().map(|block| block.split("\n}").next().unwrap()).collect();
        assert!(blocks.contains("pub fn new("), "{name}");
        let (_, members) = types[at..].split_once('{').unwrap();
        let members = members.split("\n}").next().unwrap().lines().map(str::trim);
        for member in members.filter(|line| line.contains(": Option<")) {
            let member = member.trim_start_matches("pub ").split(':').next().unwrap();
            assert!(blocks.contains(&format!("pub fn {member}(mut self")), "{name}: {member}");
        }
    }
}

const NOTE: (&str, &str) = ("note", "{type: string, nullable: true}");
const STATE: (&str, &str) = ("state", "{type: string, enum: [lent, kept]}");

/// What is changed; the member of the base and its schema there; the schema before and after; the expected verdict.
type SchemaCase = (&'static str, (&'static str, &'static str), &'static str, &'static str, &'static str);

/// Parts of a schema hold all at once, in whatever order; alternatives are looked into.
const SCHEMAS: [SchemaCase; 14] = [
    (
        "a narrower part",
        NOTE,
        "{allOf: [{type: string, minLength: 1}, {minLength: 2}]}",
        "{allOf: [{type: string, minLength: 1}, {minLength: 20}]}",
        "field note breaking compatible",
    ),
    (
        "a part that another outdoes",
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
        "a limit of members",
        NOTE,
        "{type: object}",
        "{type: object, maxProperties: 1}",
        "field note breaking compatible",
    ),
    (
        "a bound that is out itself",
        NOTE,
        "{type: number, minimum: 1}",
        "{type: number, minimum: 1, exclusiveMinimum: true}",
        "field note breaking compatible",
    ),
    (
        "a flag that says what held",
        NOTE,
        "{type: array, items: {type: string}}",
        "{type: array, items: {type: string}, uniqueItems: false}",
        "",
    ),
    (
        "a lower bound of floats",
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
        "additional members of another kind",
        STATE,
        "{type: object, additionalProperties: {type: string}}",
        "{type: object, additionalProperties: {type: integer}}",
        "field state.* breaking breaking",
    ),
];

#[test]
fn schemas_are_compared_by_what_they_say_and_not_by_how() {
    let folder = tempfile::tempdir().unwrap();
    for (what, (name, schema), old, new, expected) in SCHEMAS {
        let with = |other: &str| edited(&format!("{name}: {schema}"), &format!("{name}: {other}"));
        let report = run(folder.path(), &with(old), &with(new), &[]).report;
        let told = told(&report);
        let found = if expected.is_empty() { told.is_empty() } else { told.iter().any(|line| line == expected) };
        assert!(found, "{what}: expected `{expected}`, got {told:?}");
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
fn a_breaking_change_needs_an_acknowledgement_that_fits() {
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
    assert!(outcome.stderr.contains("no breaking change is like this"), "{}", outcome.stderr);

    fs::write(&file, "breaking:\n  - {kind: field, name: title}\n").unwrap();
    let outcome = run(folder.path(), BASE, &new, &more);
    assert_eq!(outcome.code, Some(1));
    assert!(outcome.stderr.contains("needs a text `reason`"), "{}", outcome.stderr);
}

#[test]
fn a_missing_file_fails_and_says_so() {
    let output =
        Command::new(env!("CARGO_BIN_EXE_xtask")).args(["diff", "/none/a.yaml", "/none/b.yaml"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("/none/a.yaml"));
}

#[test]
fn a_pure_rename_of_a_schema_is_no_change() {
    let folder = tempfile::tempdir().unwrap();
    let new = BASE.replace("schemas/Book'", "schemas/Volume'").replace("    Book:\n", "    Volume:\n");
    let new = new.replace("identity:", "entry:");
    let outcome = run(folder.path(), BASE, &new, &[]);
    assert_eq!(outcome.report, serde_json::json!({"changes": [], "semver": "none"}));
    assert_eq!(outcome.code, Some(0));
}

/// A repository with a document in it, and the tool made to believe that it is its own.
struct Repository {
    folder: tempfile::TempDir,
}

impl Repository {
    fn new() -> Self {
        let repository = Self { folder: tempfile::tempdir().unwrap() };
        repository.write("openapi/personeel.yaml", BASE);
        repository.write("Cargo.toml", "[workspace.package]\nversion = \"0.1.4+guide.1.1\"\n");
        repository.git(&["init", "--quiet", "--initial-branch", "main"]);
        repository.commit();
        repository
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn git(&self, arguments: &[&str]) {
        let who = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"];
        let output = Command::new("git").arg("-C").arg(self.folder.path()).args(who).args(arguments).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", "Change"]);
    }

    fn diff(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let manifest = self.folder.path().join("xtask");
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        let output = command.arg("diff").args(arguments).env("CARGO_MANIFEST_DIR", manifest).output().unwrap();
        let told = [output.stdout, output.stderr].concat();
        (output.status.code(), String::from_utf8(told).unwrap())
    }
}

#[test]
fn the_default_base_is_the_merge_base_with_main() {
    let repository = Repository::new();
    repository.git(&["switch", "--quiet", "--create", "revision"]);
    repository.write("openapi/personeel.yaml", &edited("title: {type: string}\n", "title: {type: integer}\n"));
    repository.commit();
    let (code, told) = repository.diff(&[]);
    assert_eq!(code, Some(3), "{told}");
    assert!(told.contains("not acknowledged: see openapi/changes"), "{told}");
    assert!(told.contains("Version step: major (0.2.0+guide.1.1)"), "{told}");

    // A file that came with the change acknowledges it; one that was there before does not.
    let acknowledgement = "breaking:\n  - {kind: field, name: title, reason: The service says so.}\n";
    repository.write("openapi/changes/title.yaml", acknowledgement);
    assert_eq!(repository.diff(&["main"]).0, Some(0));
    repository.commit();
    let (code, told) = repository.diff(&["HEAD"]);
    assert_eq!((code, told.contains("0 change(s)")), (Some(0), true), "{told}");

    let (code, told) = repository.diff(&["nowhere"]);
    assert_eq!(code, Some(1));
    assert!(told.contains("git show nowhere:openapi/personeel.yaml"), "{told}");
}
