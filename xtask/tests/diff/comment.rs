//! Tests of the report as a comment on a pull request.

use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use crate::{BASE, edited};

fn render_comment(old: &str, new: &str, more: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (folder.path().join("old.yaml"), folder.path().join("new.yaml"));
    fs::write(&a, old).unwrap();
    fs::write(&b, new).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    let output = command.arg("diff").args([&a, &b]).args(["--format", "markdown"]).args(more).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_comment_begins_with_the_verdict_and_contains_text_to_paste() {
    assert!(render_comment(BASE, BASE, &[]).starts_with("**No changes to the contract.**"));
    let version = ("x-guide-version: \"1.1\"", "x-guide-version: \"1.2\"");
    let member = |since: &str| {
        let text = edited(
            "        title: {type: string}\n",
            &format!("        title: {{type: string}}\n        isbn: {{type: string{since}}}\n"),
        );
        text.replacen(version.0, version.1, 1)
    };
    let comment = render_comment(BASE, &member(", x-since: \"1.2\""), &[]);
    assert!(comment.starts_with("**Compatible.**") && !comment.contains("Objection"), "{comment}");
    let comment = render_comment(BASE, &member(""), &[]);
    assert!(comment.contains("> Objection: the new field `isbn` has no `x-since`."), "{comment}");

    let folder = tempfile::tempdir().unwrap();
    let new = edited("price: {type: number, format: decimal, nullable: true}", "price: {type: string, nullable: true}");
    let links = ["--link-old", "https://x/old.yaml", "--link-new", "https://x/new.yaml"];
    let comment = render_comment(BASE, &new, &links);
    assert!(comment.starts_with("**Breaking: this check will fail.**"), "{comment}");
    assert!(comment.contains("guide version is still 1.1"), "{comment}");
    let line = BASE.lines().position(|line| line.contains("price: ")).unwrap() + 1;
    for side in ["old", "new"] {
        assert!(comment.contains(&format!("[{side}: line {line}](https://x/{side}.yaml#L{line})")), "{comment}");
    }
    // All headings have the same level, and the entry to paste acknowledges the change once it has a reason.
    assert!(comment.lines().filter(|line| line.starts_with('#')).all(|line| line.starts_with("### ")), "{comment}");
    let (_, yaml) = comment.split_once("```yaml\n").unwrap();
    let yaml = yaml.split("```").next().unwrap().replace("reason: \"\"", "reason: The service says so.");
    let file = folder.path().join("changes.yaml");
    fs::write(&file, yaml).unwrap();
    let comment = render_comment(BASE, &new, &["--acknowledged", file.to_str().unwrap()]);
    assert!(comment.starts_with("**Breaking, acknowledged.**"), "{comment}");
    assert!(comment.contains("### Changelog\n\n```markdown\n### Changed\n"), "{comment}");
}

#[test]
fn a_comment_on_very_many_changes_stays_short() {
    let mut members = String::new();
    for index in 0..2000 {
        let _ = writeln!(members, "        member{index}: {{type: string}}");
    }
    let at = "        title: {type: string}\n";
    let comment = render_comment(BASE, &edited(at, &format!("{at}{members}")), &[]);
    assert!(comment.chars().count() < 65_536, "{}", comment.len());
    assert!(comment.contains("run `cargo xtask diff` to see them"), "{}", &comment[..300]);
}
