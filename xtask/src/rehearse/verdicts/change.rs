//! The single changes in `xtask/tests/diff`, with the verdicts that `cargo xtask diff` gives them, as its tests confirm.

use std::fs;
use std::path::Path;

/// The folder with the document and its changes.
const FOLDER: &str = "xtask/tests/diff";

/// A change of one place in the document.
#[derive(Debug)]
pub struct Change {
    /// The name of its folder.
    pub name: String,
    /// The document after the change.
    pub document: String,
    /// What its verdicts say about Rust callers.
    pub verdict: Verdict,
}

/// What the verdicts of a change say about Rust callers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// There are no verdicts: the change makes no difference.
    Nothing,
    /// Callers compile.
    Compatible,
    /// Callers may not compile.
    Breaking,
    /// There is no verdict, because `cargo xtask gen` refuses what changed.
    Refused,
}

/// Returns the text of the document, and every change of it by name.
pub fn read_changes(root: &Path) -> Result<(String, Vec<Change>), String> {
    let folder = root.join(FOLDER);
    let base = read_text(&folder.join("base.yaml"))?;
    let cases = folder.join("cases");
    let unreadable = |error: std::io::Error| format!("{}: {error}", cases.display());
    let mut changes = Vec::new();
    for entry in fs::read_dir(&cases).map_err(unreadable)? {
        changes.push(read_change(&base, &entry.map_err(unreadable)?.path())?);
    }
    changes.sort_by(|a, b| a.name.cmp(&b.name));
    Ok((base, changes))
}

fn read_change(base: &str, folder: &Path) -> Result<Change, String> {
    let part = |name: &str| {
        let text = read_text(&folder.join(name))?;
        Ok::<_, String>(text.strip_suffix('\n').map_or(text.clone(), ToOwned::to_owned))
    };
    let (before, after, expected) = (part("before")?, part("after")?, part("expected")?);
    if !base.contains(&before) {
        return Err(format!("{}: the text in `before` does not occur in the document", folder.display()));
    }
    Ok(Change {
        name: folder.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        document: base.replacen(&before, &after, 1),
        verdict: parse_verdict(&expected),
    })
}

/// Parses lines that begin with the verdict for the wire and the one for Rust.
fn parse_verdict(expected: &str) -> Verdict {
    let words: Vec<_> = expected.lines().filter_map(|line| line.split(' ').nth(1)).collect();
    match words.as_slice() {
        [] => Verdict::Nothing,
        words if words.contains(&"refused") => Verdict::Refused,
        words if words.contains(&"breaking") => Verdict::Breaking,
        _ => Verdict::Compatible,
    }
}

fn read_text(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}
