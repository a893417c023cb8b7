//! Reads the two sides of a comparison: from git, or from two files.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::acknowledgement::{self, Acknowledgement};
use crate::document::{Document, PATH};
use crate::error::Error;

/// The folder of acknowledgements. Each breaking change of the document adds a file.
pub const CHANGES: &str = "openapi/changes";

/// Both documents, and the acknowledgements added with the new one.
pub struct Sides {
    pub old: Document,
    pub new: Document,
    pub acknowledgements: Vec<Acknowledgement>,
    /// The version of the newest release, if there is one and the new document is the repository's.
    pub released: Option<String>,
}

/// Reads both sides: two files, or a git revision and the work tree. The default revision is the merge base with main.
pub fn read_sides(root: &Path, sides: &[String]) -> Result<Sides, Error> {
    if let [old, new] = sides {
        let (old, new) = (Document::read(Path::new(old))?, Document::read(Path::new(new))?);
        return Ok(Sides { old, new, acknowledgements: Vec::new(), released: None });
    }
    let base = match sides.first() {
        Some(base) => base.clone(),
        None => merge_base(root)?,
    };
    let old = run_git(root, &["show", &format!("{base}:{PATH}")])?;
    let old = Document::parse(&PathBuf::from(format!("{base}:{PATH}")), old)?;
    let new = Document::read(&root.join(PATH))?;
    let mut acknowledgements = Vec::new();
    for path in acknowledgement_files(root) {
        let document = Document::read(&root.join(&path))?;
        let known = run_git(root, &["show", &format!("{base}:{}", path.display())]);
        if known.is_ok_and(|known| known == document.text) {
            continue;
        }
        acknowledgements.extend(acknowledgement::read(&document)?);
    }
    Ok(Sides { old, new, acknowledgements, released: released_version(root) })
}

/// Returns the version of the workspace: the first `version` line of its manifest.
pub fn workspace_version(root: &Path) -> Option<String> {
    parse_version(&std::fs::read_to_string(root.join("Cargo.toml")).ok()?)
}

/// Returns the version of the newest release, from the manifest at the newest tag `v…`. `cargo semver-checks` compares
/// with the same tag.
fn released_version(root: &Path) -> Option<String> {
    let tags = run_git(root, &["tag", "--list", "v*", "--sort=-v:refname"]).ok()?;
    parse_version(&run_git(root, &["show", &format!("{}:Cargo.toml", tags.lines().next()?)]).ok()?)
}

fn parse_version(manifest: &str) -> Option<String> {
    let line = manifest.lines().find_map(|line| line.strip_prefix("version = \""))?;
    line.split('"').next().map(ToOwned::to_owned)
}

fn acknowledgement_files(root: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root.join(CHANGES)).into_iter().flatten().flatten();
    let mut paths: Vec<_> = entries
        .map(|entry| Path::new(CHANGES).join(entry.file_name()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .collect();
    paths.sort();
    paths
}

fn merge_base(root: &Path) -> Result<String, Error> {
    // The checkout of a pull request often has only `origin/main`.
    for main in ["main", "origin/main"] {
        if let Ok(base) = run_git(root, &["merge-base", "HEAD", main]) {
            return Ok(base.trim().to_owned());
        }
    }
    Err(Error::Other(
        "neither `main` nor `origin/main` shares a commit with HEAD; pass a revision: `cargo xtask diff BASE`"
            .to_owned(),
    ))
}

fn run_git(root: &Path, arguments: &[&str]) -> Result<String, Error> {
    let command = || format!("git {}", arguments.join(" "));
    let output = Command::new("git")
        .arg("-C")
        .arg(root)
        .args(arguments)
        .output()
        .map_err(|error| Error::Other(format!("{}: {error}; is git installed?", command())))?;
    if !output.status.success() {
        return Err(Error::Other(format!("{}: {}", command(), String::from_utf8_lossy(&output.stderr).trim())));
    }
    String::from_utf8(output.stdout).map_err(|error| Error::Other(format!("{}: {error}", command())))
}
