//! Tests the dispositions: where the passages of the guide went.

use super::{audit, base, edited, items_of};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder with the base guide, its acknowledgements with an edit, and a table of decisions.
struct AuditFolder {
    folder: tempfile::TempDir,
}

impl AuditFolder {
    fn new(find: &str, replace: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let known = fs::read_to_string(base("acknowledged.yaml")).unwrap();
        assert!(known.contains(find), "nothing is acknowledged with `{find}`");
        fs::write(folder.path().join("acknowledged.yaml"), known.replacen(find, replace, 1)).unwrap();
        fs::write(folder.path().join("README.md"), "| id | the guide |\n|---|---|\n| `street` | says little |\n")
            .unwrap();
        fs::copy(base("guide.txt"), folder.path().join("guide.txt")).unwrap();
        Self { folder }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn more(&self) -> [String; 4] {
        let (document, acknowledged) = (base("document.yaml"), self.at("acknowledged.yaml"));
        [
            "--document".into(),
            document.display().to_string(),
            "--acknowledged".into(),
            acknowledged.display().to_string(),
        ]
    }

    fn audit(&self) -> super::Outcome {
        let more = self.more();
        audit(&self.at("guide.txt"), &more.each_ref().map(String::as_str))
    }

    fn passages(&self) -> String {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        let output =
            command.arg("audit").arg(self.at("guide.txt")).arg("--passages").args(self.more()).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }
}

const STREET: &str = "text: \"c868378a6ba9\", at: [\"#/components/schemas/Adres/properties/straat\"]";
const NAME: &str = "GET /employees > Response > adressen.straat";

fn line<'a>(block: &'a str, at: &str) -> &'a str {
    let start = format!("\"{at}\": ");
    block.lines().find(|line| line.contains(&start)).unwrap()
}

#[test]
fn the_figures_count_every_passage_once() {
    let folder = AuditFolder::new(STREET, "text: \"c868378a6ba9\", decided: [\"street\"]");
    let outcome = folder.audit();
    assert_eq!((items_of(&outcome.report), outcome.code), (Vec::new(), Some(0)), "{}", outcome.stderr);
    let passages = &outcome.report["passages"];
    // Its row is `straat string Street.`
    assert_eq!(passages["decided"], json!({ "passages": 1, "words": 3 }));
    assert_eq!(passages["open"], json!({ "passages": 0, "words": 0 }));
    // The introduction, a heading, two chapters, the appendix, the references and six examples.
    assert_eq!(passages["left_out"]["passages"], 12);
    let known = fs::read_to_string(base("acknowledged.yaml")).unwrap();
    let recorded = known.lines().filter(|line| line.contains("{text: ")).count();
    let count = |what: &str| passages[what]["passages"].as_u64().unwrap();
    assert_eq!(usize::try_from(count("transcribed")).unwrap(), recorded - 13);
    let output =
        Command::new(env!("CARGO_BIN_EXE_xtask")).arg("audit").arg(folder.at("guide.txt")).args(folder.more()).output();
    let text = String::from_utf8(output.unwrap().stdout).unwrap();
    assert!(text.contains("1 decided (3 words), 12 left out"), "{text}");
}

#[test]
fn a_passage_without_an_existing_destination_is_open() {
    let gone =
        AuditFolder::new(STREET, "text: \"c868378a6ba9\", at: [\"#/components/schemas/Employee/properties/straat\"]");
    let outcome = gone.audit();
    assert_eq!(items_of(&outcome.report), [format!("missing_in_document disposition {NAME}")]);
    let item = &outcome.report["missing_in_document"][0];
    assert!(item["message"].as_str().unwrap().contains("no #/components/schemas/Employee/properties/straat"), "{item}");
    assert!(item["document"]["where"].as_str().unwrap().contains("acknowledged.yaml#/read/"), "{item}");
    assert_eq!(outcome.code, Some(4));

    let undecided = AuditFolder::new(STREET, "text: \"c868378a6ba9\", decided: [\"street\", \"road\"]");
    let outcome = undecided.audit();
    assert_eq!(items_of(&outcome.report), [format!("missing_in_document disposition {NAME}")]);
    let message = &outcome.report["missing_in_document"][0]["message"];
    assert!(message.as_str().unwrap().contains("no row `road`"), "{message}");

    let unsaid = AuditFolder::new(&format!("  \"{NAME}\": {{{STREET}}}\n"), "");
    let outcome = unsaid.audit();
    assert_eq!(items_of(&outcome.report), [format!("missing_in_document passage {NAME}")]);
    assert_eq!(outcome.report["passages"]["open"], json!({ "passages": 1, "words": 3 }));
}

#[test]
fn malformed_records_are_errors_with_their_place() {
    let own = |text: &str| format!("text: \"c868378a6ba9\"{text}");
    for (find, replace, says) in [
        (STREET, own(", att: []"), "unknown key `att`; expected one of text, at, decided, left_out"),
        (STREET, own(""), "no destination"),
        (STREET, own(", at: []"), "not a list of strings"),
        (STREET, own(", at: [\"components\"]"), "must start with `#/`"),
        (STREET, own(", left_out: \"A street.\", decided: [\"street\"]"), "cannot be combined with `at` or `decided`"),
        (STREET, own(", left_out: \"\""), "not a string, or empty; quote it"),
        (STREET, "at: [\"#/paths\"]".to_owned(), "`text` with the fingerprint is missing"),
        (&format!("{{{STREET}}}"), "\"c868378a6ba9\"".to_owned(), "not a mapping"),
        (
            "read:\n",
            "reed: {}\nread:\n".to_owned(),
            "unknown key `reed`; expected one of contradictions, observed, read",
        ),
        ("    items:\n", "    why: so\n    items:\n".to_owned(), "unknown key `why`; expected one of reason, items"),
    ] {
        let folder = AuditFolder::new(find, &replace);
        let outcome = folder.audit();
        assert_eq!((outcome.code, &outcome.report), (Some(1), &Value::Null), "{replace}");
        let stderr = &outcome.stderr;
        assert!(stderr.contains("acknowledged.yaml:") && stderr.contains(says), "{replace}: {stderr}");
    }
    let folder = AuditFolder::new("read:\n", "read:\n");
    fs::write(folder.at("README.md"), "| id | x |\n|---|---|\n| `a` | 1 |\n| `a` | 2 |\n").unwrap();
    assert!(folder.audit().stderr.contains("README.md:4: duplicate decision id `a`"));
}

#[test]
fn the_block_keeps_records_and_proposes_places_for_new_passages() {
    let folder = AuditFolder::new(STREET, "text: \"c868378a6ba9\", decided: [\"street\"], at: [\"#/x-guide-history\"]");
    let known = fs::read_to_string(folder.at("acknowledged.yaml")).unwrap();
    assert_eq!(folder.passages(), known[known.find("read:\n").unwrap()..]);

    // A changed passage keeps its decision. A new row has a place, a new chapter has none.
    let text = edited(&[
        ("straat string Street.", "straat string Name of the street."),
        ("\nEmployees \n", "\nLimits \nAsk seldom. \n\nEmployees \n"),
    ]);
    fs::write(folder.at("guide.txt"), text).unwrap();
    let block = folder.passages();
    let street = line(&block, NAME);
    assert!(street.starts_with("  \"") && !street.contains("c868378a6ba9"), "{street}");
    assert!(street.ends_with("decided: [\"street\"], at: [\"#/x-guide-history\"]}"), "{street}");
    let limits = line(&block, "Limits");
    assert!(limits.starts_with("  # \"Limits\": {text: ") && !limits.contains("at:"), "{limits}");

    let without = AuditFolder::new(&format!("  \"{NAME}\": {{{STREET}}}\n"), "");
    assert_eq!(line(&without.passages(), NAME), format!("  \"{NAME}\": {{{STREET}}}"));
}

#[test]
fn the_committed_record_names_existing_decisions() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let text = |name: &str| fs::read_to_string(root.join("openapi").join(name)).unwrap();
    let (record, readme) = (text("acknowledged.yaml"), text("README.md"));
    let decided: Vec<_> = record.lines().filter(|line| line.contains("decided: [")).collect();
    assert!(decided.len() > 50, "{} decided", decided.len());
    for line in decided {
        let rows = line.split("decided: [").nth(1).unwrap().split(']').next().unwrap();
        for row in rows.split(", ") {
            let row = row.trim_matches('"');
            assert!(readme.contains(&format!("\n| `{row}` |")), "{row} of {line}");
        }
    }
}
