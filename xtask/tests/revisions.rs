//! Tests of revisions of the guide and the document: `tests/revisions/<case>/`. The README there explains the cases.

#![expect(clippy::unwrap_used, reason = "a failed assumption fails the test")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

#[test]
fn every_case_gives_the_expected_output() {
    let revisions = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/revisions");
    let mut cases: Vec<PathBuf> = fs::read_dir(&revisions).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.retain(|case| case.is_dir() && !case.ends_with("base"));
    cases.sort();
    assert!(cases.len() >= 5, "{cases:?}");
    let mut failures = Vec::new();
    for case in cases {
        let (found, changelog) = run_case(&revisions.join("base"), &case);
        for (file, found) in [("expected.json", format!("{found:#}\n")), ("changelog.md", changelog)] {
            let path = case.join(file);
            if std::env::var_os("UPDATE").is_some() {
                fs::write(&path, &found).unwrap();
            }
            let expected = fs::read_to_string(&path).unwrap_or_default();
            if expected != found {
                failures.push(format!("{}\nexpected:\n{expected}\nfound:\n{found}", path.display()));
            }
        }
    }
    assert!(failures.is_empty(), "{}\nRun with UPDATE=1 to write the output found.", failures.join("\n"));
}

/// Audits the new guide against the old document, then against the new document with the guide's prose acknowledged, and
/// compares the two documents.
fn run_case(base: &Path, case: &Path) -> (Value, String) {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let write = |name: &str, text: &str| {
        fs::write(at(name), text).unwrap();
        at(name).display().to_string()
    };
    let read = |name: &str| fs::read_to_string(base.join(name)).unwrap();
    let guide = write("guide.txt", &apply_edits(&read("guide.txt"), &case.join("guide.edits")));
    let old = write("old.yaml", &read("document.yaml"));
    let new = write("new.yaml", &apply_edits(&read("document.yaml"), &case.join("document.edits")));
    let before = write("before.yaml", &read("acknowledged.yaml"));
    let (_, passages) = run(&["audit", &guide, "--passages", "--document", &new, "--acknowledged", &before]);
    let contradictions = read("acknowledged.yaml").split("read:\n").next().unwrap().to_owned();
    let after = write("after.yaml", &format!("{contradictions}{passages}"));

    let audit = |document: &str, acknowledged: &str| {
        let (code, out) =
            run(&["audit", &guide, "--format", "json", "--document", document, "--acknowledged", acknowledged]);
        let report: Value = serde_json::from_str(&out).unwrap();
        let lists = ["missing_in_document", "missing_in_guide", "differs"];
        let ids = lists.iter().flat_map(|list| report[list].as_array().unwrap()).map(|item| item["id"].clone());
        json!({ "exit": code, "guide_version": report["guide_version"], "open": ids.collect::<Vec<_>>() })
    };
    let mut arguments = vec!["diff", &old, &new, "--format"];
    let changes = case.join("changes.yaml").display().to_string();
    let acknowledged = ["--acknowledged", &changes];
    let more: &[&str] = if Path::new(&changes).exists() { &acknowledged } else { &[] };
    arguments.push("markdown");
    let (_, markdown) = run(&[arguments.as_slice(), more].concat());
    arguments.pop();
    arguments.push("json");
    let (code, difference) = run(&[arguments.as_slice(), more].concat());
    let difference: Value = serde_json::from_str(&difference).unwrap();
    let summarize = |change: &Value| {
        let word = |key: &str| change[key].as_str().unwrap_or_default().to_owned();
        format!(
            "{} {} {}: wire {}, Rust {}, guide {}",
            word("kind"),
            word("name"),
            word("change"),
            word("wire"),
            word("rust"),
            word("guide")
        )
    };
    let changes: Vec<_> = difference["changes"].as_array().unwrap().iter().map(summarize).collect();
    let found = json!({
        "audit of the old document": audit(&old, &before),
        "audit of the new document": audit(&new, &after),
        "difference": { "exit": code, "changes": changes, "semver": difference["semver"] },
    });
    let changelog = markdown.split_once("```markdown\n").map_or("", |(_, rest)| rest.split("```").next().unwrap());
    let changelog = changelog.to_owned();
    (found, changelog)
}

fn run(arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask")).args(arguments).output().unwrap();
    assert_ne!(output.status.code(), Some(1), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

/// Applies the edits in a file to a text. An edit is `<<<<<<<`, the old text, `=======`, the new text, `>>>>>>>`.
fn apply_edits(text: &str, edits: &Path) -> String {
    let edits = fs::read_to_string(edits).unwrap_or_default();
    edits.split("<<<<<<<\n").skip(1).fold(text.to_owned(), |text, edit| {
        let (find, rest) = edit.split_once("\n=======\n").unwrap();
        let (replace, _) = rest.split_once("\n>>>>>>>\n").unwrap();
        assert!(text.contains(find), "the base does not contain\n{find}");
        text.replacen(find, replace, 1)
    })
}
