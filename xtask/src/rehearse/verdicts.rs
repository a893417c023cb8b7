//! `cargo xtask rehearse --verdicts`: the compiler judges the verdicts for Rust.
//!
//! For each single change in `xtask/tests/diff`, it generates the client from the changed document, and compiles a caller
//! that was written for the unchanged one. The caller must compile unless a verdict says that the change breaks callers.

mod caller;
mod change;
mod packages;
mod supported;

use std::collections::BTreeMap;
use std::path::Path;

use crate::generate::Generated;
use crate::programs;

use change::{Change, Verdict};
use packages::Packages;
use supported::Supported;

/// The name of the package for the unchanged document.
const UNCHANGED: &str = "unchanged";

/// How many changes are compiled at once.
const CHUNK: usize = 32;

/// What became of a change.
enum Outcome {
    /// `cargo xtask gen` refuses it, for this reason.
    Refused(String),
    /// The code is the same but for its documentation.
    Same,
    /// The caller compiles.
    Compiles,
    /// The caller does not compile, with this error.
    Fails(String),
    /// The generated code itself does not compile, with this error.
    Broken(String),
}

/// Compiles every change and prints the disagreements. Returns whether there are none.
pub fn run(root: &Path, print: impl Fn(&str)) -> Result<bool, String> {
    let (base, changes) = change::read_changes(root)?;
    let base = Supported::of(&base)?;
    let caller = caller::write_caller(|path| find_file(&base.generated, path))?;
    let mut packages = Packages::make(root, &programs::target(root))?;
    packages.add(UNCHANGED, &base.generated, &caller)?;
    let unchanged = code_of(&base.generated);
    let mut outcomes = BTreeMap::new();
    let mut compiled = vec![UNCHANGED];
    for change in &changes {
        let outcome = match generate_change(&base, change) {
            Err(reason) => Outcome::Refused(reason),
            Ok(generated) if code_of(&generated) == unchanged => Outcome::Same,
            Ok(generated) => {
                packages.add(&change.name, &generated, &caller)?;
                compiled.push(&change.name);
                Outcome::Compiles
            }
        };
        outcomes.insert(change.name.as_str(), outcome);
    }
    packages.remove_others()?;
    print(&format!("rehearse: {} changes, in {}\n", changes.len(), packages.folder().display()));
    for names in compiled.chunks(CHUNK) {
        for (name, failure) in packages.check(names)? {
            if name == UNCHANGED {
                return Err(format!("the unchanged code or its caller does not compile\n{}", failure.text));
            }
            if let Some(outcome) = outcomes.get_mut(name.as_str()) {
                let text = failure.text;
                *outcome = if failure.is_client { Outcome::Broken(text) } else { Outcome::Fails(text) };
            }
        }
    }
    Ok(report(&changes, &outcomes, print))
}

/// Generates the code for a change. The error says why it is refused.
fn generate_change(base: &Supported, change: &Change) -> Result<Generated, String> {
    let changed = Supported::of(&change.document)?;
    if let Some(reason) = base.refusal_of(&changed) {
        return Err(reason);
    }
    Ok(changed.generated)
}

fn find_file(generated: &Generated, path: &str) -> Result<String, String> {
    let found = generated.files().find(|(generated, _)| *generated == Path::new(path));
    found.map(|(_, text)| text.to_owned()).ok_or_else(|| format!("{path} is not generated"))
}

/// Returns the generated code that is compiled, without its documentation.
fn code_of(generated: &Generated) -> String {
    let compiled = caller::SOURCES.map(|source| source.path);
    let files = generated.files().filter(|(path, _)| {
        compiled.iter().any(|compiled| *path == Path::new(compiled))
            || path.ends_with("personeel-client/src/generated/rules.rs")
    });
    let lines = files.flat_map(|(_, text)| text.lines()).filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// Prints the disagreements and the figures. Returns whether there are no disagreements.
fn report(changes: &[Change], outcomes: &BTreeMap<&str, Outcome>, print: impl Fn(&str)) -> bool {
    let (mut compile, mut fail, mut refused, mut wrong) = (0, 0, 0, 0);
    for change in changes {
        let Some(outcome) = outcomes.get(change.name.as_str()) else { continue };
        if let Some(message) = find_disagreement(change.verdict, outcome) {
            wrong += 1;
            print(&format!("{}: {message}\n", change.name));
            continue;
        }
        match outcome {
            Outcome::Refused(_) => refused += 1,
            Outcome::Same | Outcome::Compiles => compile += 1,
            Outcome::Fails(_) | Outcome::Broken(_) => fail += 1,
        }
    }
    print(&format!(
        "rehearse: callers compile after {compile} changes and fail to after {fail}, as their verdicts say; {refused} changes \
         are refused by gen; {wrong} disagreement(s)\n"
    ));
    wrong == 0
}

fn find_disagreement(verdict: Verdict, outcome: &Outcome) -> Option<String> {
    Some(match (outcome, verdict) {
        (Outcome::Refused(_), Verdict::Nothing | Verdict::Refused)
        | (Outcome::Same | Outcome::Compiles, Verdict::Nothing | Verdict::Compatible)
        | (Outcome::Fails(_), Verdict::Breaking) => return None,
        (Outcome::Refused(reason), _) => format!("has a verdict for Rust, but gen refuses it: {reason}"),
        (Outcome::Broken(error), _) => format!("the generated code does not compile\n{error}"),
        (_, Verdict::Refused) => "is marked as refused, but gen accepts it".to_owned(),
        (Outcome::Fails(error), _) => {
            format!("breaks no Rust caller by its verdict, but one does not compile\n{error}")
        }
        (Outcome::Same, _) => "breaks Rust callers by its verdict, but the generated code is the same".to_owned(),
        (Outcome::Compiles, _) => "breaks Rust callers by its verdict, but they compile".to_owned(),
    })
}
