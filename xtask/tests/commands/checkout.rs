//! A copy of the few files that the commands read and write.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// The document's place.
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

/// The copy, removed at the end.
pub struct Checkout {
    folder: TempDir,
}

/// What a command said.
#[derive(Debug)]
pub struct Outcome {
    /// Exit code.
    pub code: i32,
    /// What can be read by programs.
    pub stdout: String,
    /// What is for people.
    pub stderr: String,
}

impl Checkout {
    /// A copy of the repository's files.
    pub fn new() -> Self {
        let checkout = Self { folder: tempfile::tempdir().unwrap() };
        for (path, bytes) in files(&repository()) {
            checkout.write(&path, bytes);
        }
        checkout.write(DOCUMENT, fs::read(repository().join(DOCUMENT)).unwrap());
        checkout
    }

    /// Where it is.
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

    /// Runs a command that has to succeed.
    pub fn done(&self, arguments: &[&str]) -> Outcome {
        let outcome = self.run(arguments);
        assert_eq!(outcome.code, 0, "{outcome:?}");
        outcome
    }

    /// Replaces a text in the document, which has to be there.
    pub fn edit(&self, old: &str, new: &str) {
        let text = self.document();
        assert!(text.contains(old), "the document has no {old:?}");
        self.write(DOCUMENT, text.replacen(old, new, 1));
    }

    /// Takes an entry out of the document: the line that begins as given, and those after it that stand deeper.
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

    /// The document's text.
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

    /// Runs git, which has to succeed.
    pub fn git(&self, arguments: &[&str]) {
        let who = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"];
        let output = Command::new("git").arg("-C").arg(self.folder.path()).args(who).args(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {output:?}");
    }

    /// Removes a folder that is empty.
    pub fn remove_folder(&self, path: &str) {
        fs::remove_dir(self.folder.path().join(path)).unwrap();
    }

    /// Every generated file with its bytes.
    pub fn generated(&self) -> BTreeMap<String, Vec<u8>> {
        files(self.folder.path())
    }

    /// Every generated file with its text.
    pub fn texts(&self) -> BTreeMap<String, String> {
        self.generated().into_iter().map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap())).collect()
    }
}

/// The repository that these tests belong to.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
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
