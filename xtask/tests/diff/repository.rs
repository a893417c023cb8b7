//! Tests of the comparison with a git revision, and of the version step that it requires.

use std::fs;
use std::process::Command;

use crate::{BASE, edited};

/// A repository with a document. `CARGO_MANIFEST_DIR` makes the tool treat it as its own.
struct Repository {
    folder: tempfile::TempDir,
}

impl Repository {
    fn new() -> Self {
        let repository = Self { folder: tempfile::tempdir().unwrap() };
        repository.write("openapi/personeel.yaml", BASE);
        repository.write("Cargo.toml", "[workspace.package]\nversion = \"0.1.4+guide.1.1\"\n");
        repository.git(&["init", "--quiet", "--initial-branch", "main"]);
        repository.commit();
        repository
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn git(&self, arguments: &[&str]) {
        let who = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"];
        let output = Command::new("git").arg("-C").arg(self.folder.path()).args(who).args(arguments).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", "Change"]);
    }

    fn diff(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let manifest = self.folder.path().join("xtask");
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        let output = command.arg("diff").args(arguments).env("CARGO_MANIFEST_DIR", manifest).output().unwrap();
        let text = [output.stdout, output.stderr].concat();
        (output.status.code(), String::from_utf8(text).unwrap())
    }
}

#[test]
fn the_default_base_is_the_merge_base_with_main() {
    let repository = Repository::new();
    repository.git(&["switch", "--quiet", "--create", "revision"]);
    repository.write("openapi/personeel.yaml", &edited("title: {type: string}\n", "title: {type: integer}\n"));
    repository.commit();
    let (code, text) = repository.diff(&[]);
    assert_eq!(code, Some(3), "{text}");
    assert!(text.contains("not acknowledged: see openapi/changes"), "{text}");
    assert!(text.contains("Version step: major (0.2.0+guide.1.1)"), "{text}");

    // A file added with the change acknowledges it. An older file does not.
    let acknowledgement = "breaking:\n  - {kind: field, name: title, reason: The service says so.}\n";
    repository.write("openapi/changes/title.yaml", acknowledgement);
    assert_eq!(repository.diff(&["main"]).0, Some(0));
    repository.commit();
    let (code, text) = repository.diff(&["HEAD"]);
    assert_eq!((code, text.contains("0 change(s)")), (Some(0), true), "{text}");

    let (code, text) = repository.diff(&["nowhere"]);
    assert_eq!(code, Some(1));
    assert!(text.contains("git show nowhere:openapi/personeel.yaml"), "{text}");
}

/// Like `cargo semver-checks`, the tool compares with the newest release and requires a version step for a breaking
/// change.
#[test]
fn an_acknowledged_breaking_change_needs_one_version_step_per_release() {
    let repository = Repository::new();
    repository.git(&["tag", "v0.1.4"]);
    repository.write("openapi/personeel.yaml", &edited("title: {type: string}\n", "title: {type: integer}\n"));
    let acknowledgement = "breaking:\n  - {kind: field, name: title, reason: The service says so.}\n";
    repository.write("openapi/changes/title.yaml", acknowledgement);
    let (code, text) = repository.diff(&["main"]);
    assert_eq!(code, Some(3), "{text}");
    assert!(text.contains("Raise the workspace version to 0.2.0+guide.1.1 or later"), "{text}");

    let version = |version: &str| format!("[workspace.package]\nversion = \"{version}\"\n");
    repository.write("Cargo.toml", &version("0.2.0+guide.1.1"));
    let (code, text) = repository.diff(&["main"]);
    assert_eq!((code, text.contains("Raise the workspace version")), (Some(0), false), "{text}");

    // The next change before the release needs no further step.
    repository.commit();
    repository.write("openapi/personeel.yaml", &edited("title: {type: string}\n", "title: {type: boolean}\n"));
    repository.write("openapi/changes/again.yaml", acknowledgement);
    assert_eq!(repository.diff(&["HEAD"]).0, Some(0));

    // After the release, another breaking change needs another step.
    repository.commit();
    repository.git(&["tag", "v0.2.0"]);
    repository.write("openapi/personeel.yaml", BASE);
    repository.write("openapi/changes/third.yaml", acknowledgement);
    let (code, text) = repository.diff(&["HEAD"]);
    assert_eq!(code, Some(3));
    assert!(text.contains("Raise the workspace version to 0.3.0"), "{text}");
}
