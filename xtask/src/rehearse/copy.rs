//! The copy of the repository.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::edits;
use crate::document;

/// Where the edits and the user's code are.
pub const REHEARSAL: &str = "tests/rehearsal";

/// Holds the files of the repository, as git lists them, and a git repository of its own: what differs from its one commit
/// is what the rehearsal wrote.
pub struct Copy {
    path: PathBuf,
    /// Where cargo builds it.
    target: PathBuf,
    /// Locked: two rehearsals at a time would write into each other's.
    _lock: File,
}

impl Copy {
    /// Makes the copy, or makes the one of last time equal to the repository. What is equal keeps its time, so that cargo
    /// need not compile it again.
    pub fn make(root: &Path, target: &Path) -> Result<Self, String> {
        let folder = target.join("rehearsal");
        let (path, built) = (folder.join("repository"), folder.join("target"));
        fs::create_dir_all(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let lock = File::create(folder.join("lock")).and_then(|file| file.lock().map(|()| file));
        let lock = lock.map_err(|error| format!("{}: {error}", folder.display()))?;
        let copy = Self { path, target: built, _lock: lock };
        copy.fill(root).map_err(|error| format!("{}: {error}", copy.path.display()))?;
        Ok(copy)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn fill(&self, root: &Path) -> Result<(), String> {
        let listed = output(
            Command::new("git")
                .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"])
                .current_dir(root),
        )?;
        // What is listed and not there was removed, and not committed yet.
        let listed: BTreeSet<_> = names(&listed).filter(|path| root.join(path).is_file()).collect();
        for path in &listed {
            let bytes = fs::read(root.join(path)).map_err(|error| format!("{path}: {error}"))?;
            self.write(path, &bytes)?;
        }
        let git = self.path.join(".git");
        if git.exists() {
            fs::remove_dir_all(&git).map_err(|error| error.to_string())?;
        }
        self.git(&["init", "--quiet", "--initial-branch", "main"])?;
        // What the copy of last time held and the repository holds no more.
        let held = self.git(&["ls-files", "-z", "--others", "--exclude-standard"])?;
        for path in names(&held).filter(|path| !listed.contains(path)) {
            fs::remove_file(self.path.join(path)).map_err(|error| format!("{path}: {error}"))?;
        }
        self.git(&["add", "--all"])?;
        self.git(&["commit", "--quiet", "--message", "Before the revision"]).map(drop)
    }

    /// Writes a file, unless it holds that already.
    pub fn write(&self, path: impl AsRef<Path>, bytes: &[u8]) -> Result<(), String> {
        let path = self.path.join(path);
        if fs::read(&path).is_ok_and(|old| old == bytes) {
            return Ok(());
        }
        let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, bytes));
        written.map_err(|error| format!("{}: {error}", path.display()))
    }

    /// Reads a file of the copy.
    pub fn read(&self, path: impl AsRef<Path>) -> Result<String, String> {
        let path = self.path.join(path);
        fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
    }

    /// Puts the document of the repository, with edits, in the place of the copy's.
    pub fn revise(&self, edits: &[&str]) -> Result<(), String> {
        let document = self.git(&["show", &format!("HEAD:{}", document::PATH)])?;
        let revised = edits.iter().try_fold(document, |document, name| {
            let edits = self.read(Path::new(REHEARSAL).join(name))?;
            edits::apply(&document, &edits).map_err(|error| format!("{name}: {error}"))
        })?;
        self.write(document::PATH, revised.as_bytes())
    }

    /// The files that differ from the repository's.
    pub fn changed(&self) -> Result<Vec<String>, String> {
        self.git(&["add", "--all"])?;
        Ok(names(&self.git(&["diff", "--cached", "--name-only", "-z"])?).map(str::to_owned).collect())
    }

    /// This tool, on the copy.
    pub fn xtask(&self, arguments: &[&str]) -> Result<Command, String> {
        let tool = std::env::current_exe().map_err(|error| format!("this program cannot be found: {error}"))?;
        Ok(self.command(tool.as_os_str(), arguments))
    }

    /// Cargo, on the copy.
    pub fn cargo(&self, arguments: &[&str]) -> Command {
        self.command(&std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()), arguments)
    }

    fn command(&self, program: &OsStr, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command
            .args(arguments)
            .current_dir(&self.path)
            .env("CARGO_MANIFEST_DIR", self.path.join("xtask"))
            .env("CARGO_TARGET_DIR", &self.target)
            // Nobody edits or debugs the copy, so what serves that only fills the disk.
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env(
                "PERSONEEL_PROGRAM",
                self.target.join("debug/personeel").with_extension(std::env::consts::EXE_EXTENSION),
            );
        command
    }

    fn git(&self, arguments: &[&str]) -> Result<String, String> {
        let settings = ["user.name=Rehearsal", "user.email=rehearsal@localhost", "commit.gpgsign=false"];
        let settings = settings.iter().chain(&["core.autocrlf=false"]).flat_map(|setting| ["-c", setting]);
        output(Command::new("git").args(settings).args(arguments).current_dir(&self.path))
    }
}

/// The names of a list that git ends with NUL each.
fn names(listed: &str) -> impl Iterator<Item = &str> {
    listed.split_terminator('\0')
}

/// What a program that must succeed prints.
pub fn output(command: &mut Command) -> Result<String, String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("{program} cannot be run: {error}"))?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(said);
    }
    Err(format!("{program} failed with {}\n{said}{}", output.status, String::from_utf8_lossy(&output.stderr)))
}
