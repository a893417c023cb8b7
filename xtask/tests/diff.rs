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
fn an_optional_parameter_breaks_only_the_positional_crate() {
    let folder = tempfile::tempdir().unwrap();
    let new = edited(
        "        - name: limit\n",
        "        - {name: fast, in: query, schema: {type: boolean}}\n        - name: limit\n",
    );
    let report = run(folder.path(), BASE, &new, &[]).report;
    let crates = serde_json::json!({"personeel": "compatible", "personeel-client": "breaking"});
    assert_eq!(report["changes"][0]["crates"], crates);
    assert_eq!(report["semver"], "minor");
}

#[test]
fn an_optional_member_of_a_body_breaks_only_those_who_name_every_member() {
    let folder = tempfile::tempdir().unwrap();
    let judged = |find: &str, replace: &str, name: &str| {
        let report = run(folder.path(), BASE, &edited(find, replace), &[]).report;
        let changes = report["changes"].as_array().unwrap();
        let change = changes.iter().find(|change| change["name"] == name && change["change"] == "added").unwrap();
        assert_eq!(change["rust"], "breaking", "{report:#}");
        change["message"].as_str().unwrap().to_owned()
    };
    let note = "        note: {type: string, nullable: true}\n";
    let optional = judged(note, &format!("{note}        isbn: {{type: string}}\n"), "isbn");
    assert!(optional.contains("with `new`, alone or behind `..`, compiles on and leaves it out"), "{optional}");
    assert!(optional.contains("a literal or pattern that names every member must name `isbn` too"), "{optional}");
    // What is nested in a body has no constructor.
    let nested = "        note: {type: object, properties: {text: {type: string}, by: {type: string}}}\n";
    let old = edited(note, "        note: {type: object, properties: {text: {type: string}}}\n");
    let new = edited(note, nested);
    let report = run(folder.path(), &old, &new, &[]).report;
    let message = report["changes"][0]["message"].as_str().unwrap();
    assert!(message.contains("has no `new`") && message.contains("`note.by`"), "{message}");
    let required = "required: [title, cover]";
    let with = BASE.replacen(required, "required: [title, cover, isbn]", 1).replacen(
        note,
        &format!("{note}        isbn: {{type: string}}\n"),
        1,
    );
    let report = run(folder.path(), BASE, &with, &[]).report;
    let message = report["changes"][0]["message"].as_str().unwrap();
    assert!(message.ends_with("callers must send `isbn`, and `new` takes it as one more argument"), "{message}");
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
