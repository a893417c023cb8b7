//! What is done in the copy, and what must hold then.

use serde_json::Value;

use super::copy::{Copy, REHEARSAL, output};
use crate::document;

/// One thing that is done.
pub struct Step {
    /// What holds once it is done.
    pub about: &'static str,
    /// Does it, or says what is wrong.
    pub run: fn(&Copy) -> Result<(), String>,
    /// Whether those after it need it.
    pub is_needed: bool,
}

const REFUSE: Step =
    Step { about: "a body that the generator cannot make is refused by name", run: refuse, is_needed: false };
const GENERATE: Step = Step { about: "the revision is generated", run: generate, is_needed: true };
const COMPILE: Step =
    Step { about: "the libraries compile, and a user's code with them", run: compile, is_needed: true };
const SNAPSHOTS: Step = Step { about: "the snapshots are written", run: write_snapshots, is_needed: true };
const TEST: Step = Step { about: "all tests pass, the user's among them", run: test, is_needed: false };
const COMPARE: Step = Step { about: "the document is all that was written by hand", run: compare, is_needed: false };
const JUDGE: Step = Step { about: "what is new breaks nobody who compiles against it", run: judge, is_needed: false };

/// The cheap form.
pub const QUICK: &[Step] = &[REFUSE, GENERATE, COMPARE, JUDGE, COMPILE];
/// The whole.
pub const WHOLE: &[Step] = &[REFUSE, GENERATE, JUDGE, COMPILE, SNAPSHOTS, TEST, COMPARE];

/// The user's code, and its place in the copy.
const CODE: (&str, &str) = ("rehearsed.rs", "tests/tests/rehearsed.rs");

fn refuse(copy: &Copy) -> Result<(), String> {
    copy.revise(&["multipart.edits"])?;
    let Err(said) = output(&mut copy.xtask(&["gen"])?) else {
        return Err("the document with a multipart body was generated".to_owned());
    };
    if !said.contains("multipart~1form-data") {
        return Err(format!("the refusal doesn't name the body:\n{said}"));
    }
    match copy.changed()?.as_slice() {
        [only] if only == document::PATH => Ok(()),
        changed => Err(format!("the refusal wrote files: {}", changed.join(", "))),
    }
}

fn generate(copy: &Copy) -> Result<(), String> {
    copy.revise(&["reads.edits", "writes.edits"])?;
    output(&mut copy.xtask(&["gen"])?)?;
    output(&mut copy.xtask(&["gen", "--check"])?).map(drop)
}

fn compile(copy: &Copy) -> Result<(), String> {
    let code = copy.read(format!("{REHEARSAL}/{}", CODE.0))?;
    copy.write(CODE.1, code.as_bytes())?;
    output(&mut copy.cargo(&[
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

/// What commands of the project write after a revision: the public interface and the tree of commands.
fn write_snapshots(copy: &Copy) -> Result<(), String> {
    output(&mut copy.xtask(&["public-api"])?)?;
    let mut tree = copy.cargo(&["test", "--quiet", "--locked", "--package=personeel-cli", "command_tree"]);
    output(tree.env("INSTA_UPDATE", "always")).map(drop)
}

fn test(copy: &Copy) -> Result<(), String> {
    // The copy is rehearsed already.
    let skipped = "a_revision_of_the_document_is_generated_and_compiles";
    output(&mut copy.cargo(&["test", "--quiet", "--locked", "--workspace", "--no-fail-fast", "--", "--skip", skipped]))
        .map(drop)
}

/// Which files the revision may change.
fn compare(copy: &Copy) -> Result<(), String> {
    let is_written = |path: &String| {
        path == document::PATH
            || path == CODE.1
            || path.contains("/generated/")
            || path.ends_with("public-api.txt")
            || path.ends_with("command-tree.snap")
    };
    let others: Vec<_> = copy.changed()?.into_iter().filter(|path| !is_written(path)).collect();
    if others.is_empty() { Ok(()) } else { Err(format!("these changed too: {}", others.join(", "))) }
}

/// Asks `cargo xtask diff`. What the service refuses from now on may break a caller; what compiled must compile.
fn judge(copy: &Copy) -> Result<(), String> {
    let mut diff = copy.xtask(&["diff", "main", "--format", "json"])?;
    let output = diff.output().map_err(|error| format!("this program cannot be run: {error}"))?;
    let difference: Value = serde_json::from_slice(&output.stdout)
        .map_err(|error| format!("{error}\n{}", String::from_utf8_lossy(&output.stderr)))?;
    let changes = difference["changes"].as_array().map_or(&[][..], Vec::as_slice);
    let breaks = |change: &&Value| {
        let verdicts = [&change["rust"], &change["crates"]["personeel-client"]];
        verdicts.iter().any(|verdict| !matches!(verdict.as_str(), Some("compatible" | "none")))
    };
    let breaking: Vec<_> = changes.iter().filter(breaks).map(|change| format!("{change:#}")).collect();
    match changes.len() {
        0..10 => Err(format!("the difference names {} change(s)", changes.len())),
        _ if breaking.is_empty() => Ok(()),
        _ => Err(breaking.join("\n")),
    }
}
