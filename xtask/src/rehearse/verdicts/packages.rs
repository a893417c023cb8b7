//! The packages that are compiled: for each document a client, and a caller written for another document.
//!
//! They are members of a workspace below `target`, with the lock file, the profiles and the dependencies of this one, so
//! that their dependencies are compiled once.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::caller::CALLS;
use crate::generate::Generated;

const CLIENT: &str = "crates/personeel-client";

/// The workspace.
pub struct Packages {
    folder: PathBuf,
    target: PathBuf,
    /// The client without its generated code: paths in its folder, and contents.
    written: Vec<(PathBuf, String)>,
    names: BTreeSet<String>,
}

impl Packages {
    /// Creates the workspace, or takes over the one of the last run: what is written again unchanged isn't compiled again.
    pub fn make(root: &Path, target: &Path) -> Result<Self, String> {
        let folder = target.join("rehearsal/verdicts");
        let packages =
            Self { target: folder.join("target"), folder, written: read_client(root)?, names: BTreeSet::new() };
        let manifest = read(&root.join("Cargo.toml"))?;
        let shared = manifest.find("[workspace.package]").ok_or("Cargo.toml has no [workspace.package]")?;
        let shared = manifest[shared..].replace("path = \"crates/", &format!("path = \"{}/crates/", slashes(root)));
        let members = "[workspace]\nresolver = \"3\"\nmembers = [\"clients/*\", \"callers/*\"]\n\n";
        packages.write("Cargo.toml", &format!("{members}{shared}"))?;
        packages.write("Cargo.lock", &read(&root.join("Cargo.lock"))?)?;
        Ok(packages)
    }

    /// Returns the folder of the workspace.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Adds the client that was generated from a document, and a caller.
    pub fn add(&mut self, name: &str, generated: &Generated, caller: &str) -> Result<(), String> {
        let client = PathBuf::from("clients").join(name);
        for (path, text) in &self.written {
            let text = if path.ends_with("Cargo.toml") { rename_client(text, name) } else { text.clone() };
            self.write(client.join(path), &text)?;
        }
        let own = PathBuf::from("callers").join(name);
        for (path, text) in generated.files() {
            if let Ok(path) = path.strip_prefix(CLIENT) {
                self.write(client.join(path), text)?;
            } else if path == Path::new(CALLS) {
                self.write(own.join("src/calls.rs"), text)?;
            }
        }
        self.write(own.join("Cargo.toml"), &caller_manifest(name))?;
        for (path, text) in [
            ("src/lib.rs", include_str!("overlay/lib.rs")),
            ("src/call.rs", include_str!("overlay/call.rs")),
            ("src/institute.rs", include_str!("overlay/institute.rs")),
            ("src/caller.rs", caller),
        ] {
            self.write(own.join(path), text)?;
        }
        self.names.insert(name.to_owned());
        Ok(())
    }

    /// Removes the packages of earlier runs that were not added again.
    pub fn remove_others(&self) -> Result<(), String> {
        for kind in ["clients", "callers"] {
            let folder = self.folder.join(kind);
            let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
            for entry in fs::read_dir(&folder).map_err(failed)? {
                let entry = entry.map_err(failed)?;
                if !self.names.contains(&*entry.file_name().to_string_lossy()) {
                    fs::remove_dir_all(entry.path()).map_err(failed)?;
                }
            }
        }
        Ok(())
    }

    /// Compiles some of the packages. Returns the first error of each client and each caller that does not compile.
    pub fn check(&self, names: &[&str]) -> Result<BTreeMap<String, Failure>, String> {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo
            .args(["check", "--quiet", "--lib", "--keep-going", "--message-format=json"])
            .args(
                names.iter().flat_map(|name| [format!("--package=client-{name}"), format!("--package=caller-{name}")]),
            )
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_PROFILE_DEV_DEBUG", "0");
        let output = cargo.output().map_err(|error| format!("cannot run cargo: {error}"))?;
        let mut failures: BTreeMap<String, Failure> = BTreeMap::new();
        for message in String::from_utf8_lossy(&output.stdout).lines() {
            let Ok(message) = serde_json::from_str::<Value>(message) else { continue };
            if message["reason"] != "compiler-message" || message["message"]["level"] != "error" {
                continue;
            }
            let manifest = Path::new(message["manifest_path"].as_str().unwrap_or_default());
            let Some(folder) = manifest.parent() else { continue };
            let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let text = message["message"]["rendered"].as_str().unwrap_or_default().to_owned();
            let is_client = folder.starts_with(self.folder.join("clients"));
            failures.entry(name).or_insert(Failure { is_client, text });
        }
        if failures.is_empty() && !output.status.success() {
            return Err(format!("cargo check failed\n{}", String::from_utf8_lossy(&output.stderr)));
        }
        Ok(failures)
    }

    /// Writes a file of the workspace, unless it already has this content.
    fn write(&self, path: impl AsRef<Path>, text: &str) -> Result<(), String> {
        let path = self.folder.join(path);
        if fs::read_to_string(&path).is_ok_and(|old| old == text) {
            return Ok(());
        }
        let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, text));
        written.map_err(|error| format!("{}: {error}", path.display()))
    }
}

/// Why a package does not compile.
#[derive(Debug)]
pub struct Failure {
    /// Whether the client itself does not compile, rather than its caller.
    pub is_client: bool,
    /// The compiler's first error.
    pub text: String,
}

/// Reads the files of the client that are written by hand.
fn read_client(root: &Path) -> Result<Vec<(PathBuf, String)>, String> {
    let folder = root.join(CLIENT);
    let mut files = vec![PathBuf::from("Cargo.toml"), PathBuf::from("README.md")];
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    for entry in fs::read_dir(folder.join("src")).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if entry.path().is_file() {
            files.push(PathBuf::from("src").join(entry.file_name()));
        }
    }
    files.into_iter().map(|path| Ok((path.clone(), read(&folder.join(path))?))).collect()
}

/// Gives a copy of the client a name of its own. The lints are left out, because the document has few descriptions; tests
/// are not compiled.
fn rename_client(manifest: &str, name: &str) -> String {
    let manifest = manifest.split("[dev-dependencies]").next().unwrap_or(manifest);
    let manifest = manifest.replacen("name = \"personeel-client\"", &format!("name = \"client-{name}\""), 1);
    manifest.replacen("[lints]\nworkspace = true\n", "[lib]\nname = \"personeel_client\"\n", 1)
}

fn caller_manifest(name: &str) -> String {
    format!(
        "[package]\nname = \"caller-{name}\"\nversion.workspace = true\nedition.workspace = true\npublish = false\n\n\
         [dependencies]\npersoneel-client = {{ package = \"client-{name}\", path = \"../../clients/{name}\" }}\n\
         personeel-wire.workspace = true\nserde.workspace = true\nserde_json.workspace = true\n"
    )
}

/// Returns a path as cargo's manifests write it on every system.
fn slashes(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}
