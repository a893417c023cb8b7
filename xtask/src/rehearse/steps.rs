//! The steps of a rehearsal.

use serde_json::Value;

use super::copy::{Copy, REHEARSAL, run_for_output};
use crate::document;

/// One step.
pub struct Step {
    /// What the step establishes, in one line.
    pub about: &'static str,
    /// Runs the step. The error says what is wrong.
    pub run: fn(&Copy) -> Result<(), String>,
    /// Whether later steps depend on it.
    pub is_needed: bool,
}

const REFUSE: Step =
    Step { about: "a body that the generator doesn't support is refused by name", run: refuse, is_needed: false };
const GENERATE: Step = Step { about: "the revision is generated", run: generate, is_needed: true };
const COMPILE: Step = Step { about: "the libraries and a user's code compile", run: compile, is_needed: true };
const SNAPSHOTS: Step = Step { about: "the committed snapshots are updated", run: write_snapshots, is_needed: true };
const TEST: Step = Step { about: "all tests pass, including the user's", run: test, is_needed: false };
const COMPARE: Step =
    Step { about: "the document is the only file edited by hand", run: compare_files, is_needed: false };
const JUDGE: Step = Step { about: "the revision breaks no Rust caller", run: judge_diff, is_needed: false };

/// The steps with `--quick`.
pub const QUICK: &[Step] = &[REFUSE, GENERATE, COMPARE, JUDGE, COMPILE];
/// All steps.
pub const FULL: &[Step] = &[REFUSE, GENERATE, JUDGE, COMPILE, SNAPSHOTS, TEST, COMPARE];

/// The user's code in `tests/rehearsal`, and its path in the copy.
const CODE: (&str, &str) = ("rehearsed.rs", "tests/tests/rehearsed.rs");

fn refuse(copy: &Copy) -> Result<(), String> {
    copy.revise(&["multipart.edits"])?;
    let Err(message) = run_for_output(&mut copy.xtask(&["gen"])?) else {
        return Err("`cargo xtask gen` accepted a multipart body".to_owned());
    };
    if !message.contains("multipart~1form-data") {
        return Err(format!("`cargo xtask gen` did not name the multipart body:\n{message}"));
    }
    match copy.changed_files()?.as_slice() {
        [only] if only == document::PATH => Ok(()),
        changed => Err(format!("`cargo xtask gen` failed, but wrote files: {}", changed.join(", "))),
    }
}

fn generate(copy: &Copy) -> Result<(), String> {
    copy.revise(&["reads.edits", "writes.edits"])?;
    run_for_output(&mut copy.xtask(&["gen"])?)?;
    run_for_output(&mut copy.xtask(&["gen", "--check"])?).map(drop)
}

fn compile(copy: &Copy) -> Result<(), String> {
    let code = copy.read(format!("{REHEARSAL}/{}", CODE.0))?;
    copy.write(CODE.1, code.as_bytes())?;
    run_for_output(&mut copy.cargo(&[
        "check",
        "--quiet",
        "--locked",
        "--package=personeel-client",
        "--package=personeel",
        "--package=personeel-httpmock",
        "--package=personeel-tests",
        "--lib",
        "--test=rehearsed",
    ]))
    .map(drop)
}

/// Updates what the project's commands write after a revision: the public interface, the tree of commands, and the output
/// that the program's READMEs show.
fn write_snapshots(copy: &Copy) -> Result<(), String> {
    run_for_output(&mut copy.xtask(&["public-api"])?)?;
    let mut tree = copy.cargo(&["test", "--quiet", "--locked", "--package=personeel-cli", "command_tree"]);
    run_for_output(tree.env("INSTA_UPDATE", "always"))?;
    let mut readme = copy.cargo(&["test", "--quiet", "--locked", "--package=personeel-cli", "--test=cli", "readme"]);
    run_for_output(readme.env("UPDATE_README", "1")).map(drop)
}

fn test(copy: &Copy) -> Result<(), String> {
    // This test would start a rehearsal within the rehearsal.
    let skipped = "a_revision_of_the_document_is_generated_and_compiles";
    run_for_output(&mut copy.cargo(&[
        "test",
        "--quiet",
        "--locked",
        "--workspace",
        "--no-fail-fast",
        "--",
        "--skip",
        skipped,
    ]))
    .map(drop)
}

/// Checks that the revision changed only the document and files that tools write.
fn compare_files(copy: &Copy) -> Result<(), String> {
    let is_written = |path: &String| {
        path == document::PATH
            || path == CODE.1
            || path.contains("/generated/")
            || path.ends_with("public-api.txt")
            || path.ends_with("command-tree.snap")
            || path == "crates/personeel-cli/README.md"
            || path == "crates/personeel-cli/LEESMIJ.md"
    };
    let others: Vec<_> = copy.changed_files()?.into_iter().filter(|path| !is_written(path)).collect();
    if others.is_empty() { Ok(()) } else { Err(format!("other files changed too: {}", others.join(", "))) }
}

/// Runs `cargo xtask diff`. The revision may break callers on the wire, but code that compiled must still compile.
fn judge_diff(copy: &Copy) -> Result<(), String> {
    let mut diff = copy.xtask(&["diff", "main", "--format", "json"])?;
    let output = diff.output().map_err(|error| format!("cannot run this program: {error}"))?;
    let difference: Value = serde_json::from_slice(&output.stdout)
        .map_err(|error| format!("{error}\n{}", String::from_utf8_lossy(&output.stderr)))?;
    let changes = difference["changes"].as_array().map_or(&[][..], Vec::as_slice);
    let breaks = |change: &&Value| !matches!(change["rust"].as_str(), Some("compatible" | "none"));
    let breaking: Vec<_> = changes.iter().filter(breaks).map(|change| format!("{change:#}")).collect();
    match changes.len() {
        0..10 => Err(format!("`cargo xtask diff` reports {} change(s), but at least 10 are expected", changes.len())),
        _ if breaking.is_empty() => Ok(()),
        _ => Err(breaking.join("\n")),
    }
}
