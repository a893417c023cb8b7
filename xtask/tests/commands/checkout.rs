//! A temporary copy of the files that the commands read and write.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// The path of the document.
pub const DOCUMENT: &str = "openapi/personeel.yaml";

/// Folders of generated files.
pub const GENERATED: [&str; 6] = [
    "crates/personeel-check/src/generated",
    "crates/personeel-cli/src/generated",
    "crates/personeel/src/generated",
    "crates/personeel-client/src/generated",
    "crates/personeel-httpmock/src/generated",
    "crates/personeel-sandbox/src/generated",
];

/// A copy of the files, removed when dropped.
pub struct Checkout {
    folder: TempDir,
}

/// The exit code and output of a command.
#[derive(Debug)]
pub struct Outcome {
    /// The exit code.
    pub code: i32,
    /// Standard output: diffs, for programs to read.
    pub stdout: String,
    /// Standard error: messages for people.
    pub stderr: String,
}

impl Checkout {
    /// Creates a copy of the repository's files.
    pub fn new() -> Self {
        let checkout = Self { folder: tempfile::tempdir().unwrap() };
        for (path, bytes) in read_generated(&repository()) {
            checkout.write(&path, bytes);
        }
        checkout.write(DOCUMENT, fs::read(repository().join(DOCUMENT)).unwrap());
        checkout
    }

    /// Returns the path of the copy.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Runs the tool as cargo would.
    pub fn run(&self, arguments: &[&str]) -> Outcome {
        let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(arguments)
            .env("CARGO_MANIFEST_DIR", self.folder.path().join("xtask"))
            .current_dir(self.folder.path())
            .output()
            .unwrap();
        Outcome {
            code: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Runs a command that must succeed.
    pub fn run_ok(&self, arguments: &[&str]) -> Outcome {
        let outcome = self.run(arguments);
        assert_eq!(outcome.code, 0, "{outcome:?}");
        outcome
    }

    /// Replaces a text that must occur in the document.
    pub fn edit(&self, old: &str, new: &str) {
        let text = self.document();
        assert!(text.contains(old), "{old:?} does not occur in the document");
        self.write(DOCUMENT, text.replacen(old, new, 1));
    }

    /// Removes an entry from the document: the line that begins with `entry`, and the deeper lines after it.
    pub fn cut(&self, entry: &str) {
        let text = self.document();
        assert_eq!(text.matches(&format!("\n{entry}")).count(), 1, "{entry:?}");
        let depth = |line: &str| line.len() - line.trim_start().len();
        let start = text.find(&format!("\n{entry}")).unwrap() + 1;
        let mut rest = text[start..].split_inclusive('\n');
        let first = rest.next().unwrap();
        let others = rest.take_while(|line| depth(line) > depth(first)).map(str::len).sum::<usize>();
        self.write(DOCUMENT, format!("{}{}", &text[..start], &text[start + first.len() + others..]));
    }

    /// Returns the text of the document.
    pub fn document(&self) -> String {
        fs::read_to_string(self.folder.path().join(DOCUMENT)).unwrap()
    }

    /// Writes a file.
    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// Removes a file.
    pub fn remove(&self, path: &str) {
        fs::remove_file(self.folder.path().join(path)).unwrap();
    }

    /// Runs a git command that must succeed.
    pub fn git(&self, arguments: &[&str]) {
        let who = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"];
        let output = Command::new("git").arg("-C").arg(self.folder.path()).args(who).args(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {output:?}");
    }

    /// Removes an empty folder.
    pub fn remove_folder(&self, path: &str) {
        fs::remove_dir(self.folder.path().join(path)).unwrap();
    }

    /// Returns every generated file with its content.
    pub fn generated(&self) -> BTreeMap<String, Vec<u8>> {
        read_generated(self.folder.path())
    }

    /// Returns every generated file with its content as text.
    pub fn texts(&self) -> BTreeMap<String, String> {
        self.generated().into_iter().map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap())).collect()
    }
}

/// Returns the root of this repository.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read_generated(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for folder in GENERATED {
        for entry in fs::read_dir(root.join(folder)).into_iter().flatten() {
            let entry = entry.unwrap();
            if entry.path().is_dir() {
                continue;
            }
            found.insert(format!("{folder}/{}", entry.file_name().display()), fs::read(entry.path()).unwrap());
        }
    }
    found
}
