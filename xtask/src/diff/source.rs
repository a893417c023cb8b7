//! Where the two sides come from: git, or two files.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::acknowledged::{self, Acknowledgement};
use super::error::Error;
use crate::document::{Document, PATH};

/// Where the files with acknowledgements are: one for each change that breaks something.
pub const CHANGES: &str = "openapi/changes";

/// Both documents, and the acknowledgements that came with the new one.
pub struct Sides {
    pub old: Document,
    pub new: Document,
    pub acknowledgements: Vec<Acknowledgement>,
    /// The version of the newest release, where there is one and the new document is that of the repository.
    pub released: Option<String>,
}

/// Reads both sides.
pub fn sides(root: &Path, sides: &[String]) -> Result<Sides, Error> {
    if let [old, new] = sides {
        let (old, new) = (Document::read(Path::new(old))?, Document::read(Path::new(new))?);
        return Ok(Sides { old, new, acknowledgements: Vec::new(), released: None });
    }
    let base = match sides.first() {
        Some(base) => base.clone(),
        None => merge_base(root)?,
    };
    let old = git(root, &["show", &format!("{base}:{PATH}")])?;
    let old = Document::parse(&PathBuf::from(format!("{base}:{PATH}")), old)?;
    let new = Document::read(&root.join(PATH))?;
    let mut acknowledgements = Vec::new();
    for path in changes(root) {
        let document = Document::read(&root.join(&path))?;
        let known = git(root, &["show", &format!("{base}:{}", path.display())]);
        if known.is_ok_and(|known| known == document.text) {
            continue;
        }
        acknowledgements.extend(acknowledged::read(&document)?);
    }
    Ok(Sides { old, new, acknowledgements, released: released(root) })
}

/// The version of the workspace: the first `version` line of its manifest.
pub fn version(root: &Path) -> Option<String> {
    version_in(&std::fs::read_to_string(root.join("Cargo.toml")).ok()?)
}

/// The version of the newest release: the manifest at the newest tag `v…`, with which `cargo semver-checks` compares too.
fn released(root: &Path) -> Option<String> {
    let tags = git(root, &["tag", "--list", "v*", "--sort=-v:refname"]).ok()?;
    version_in(&git(root, &["show", &format!("{}:Cargo.toml", tags.lines().next()?)]).ok()?)
}

fn version_in(manifest: &str) -> Option<String> {
    let line = manifest.lines().find_map(|line| line.strip_prefix("version = \""))?;
    line.split('"').next().map(ToOwned::to_owned)
}

fn changes(root: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root.join(CHANGES)).into_iter().flatten().flatten();
    let mut paths: Vec<_> = entries
        .map(|entry| Path::new(CHANGES).join(entry.file_name()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .collect();
    paths.sort();
    paths
}

fn merge_base(root: &Path) -> Result<String, Error> {
    // A clone for a pull request often has `main` only as what was fetched.
    for main in ["main", "origin/main"] {
        if let Ok(base) = git(root, &["merge-base", "HEAD", main]) {
            return Ok(base.trim().to_owned());
        }
    }
    Err(Error::Git(
        "neither `main` nor `origin/main` has a commit in common with HEAD; name a revision: `cargo xtask diff BASE`"
            .to_owned(),
    ))
}

fn git(root: &Path, arguments: &[&str]) -> Result<String, Error> {
    let told = || format!("git {}", arguments.join(" "));
    let output = Command::new("git")
        .arg("-C")
        .arg(root)
        .args(arguments)
        .output()
        .map_err(|error| Error::Git(format!("{}: {error}; is git installed?", told())))?;
    if !output.status.success() {
        return Err(Error::Git(format!("{}: {}", told(), String::from_utf8_lossy(&output.stderr).trim())));
    }
    String::from_utf8(output.stdout).map_err(|error| Error::Git(format!("{}: {error}", told())))
}
