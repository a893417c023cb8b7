//! The copy of the repository.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::edits;
use crate::document;

/// The folder with the edits and the user's code.
pub const REHEARSAL: &str = "tests/rehearsal";

/// The files of the repository, as git lists them, in a git repository with one commit. Whatever differs from the commit
/// was written by the rehearsal.
pub struct Copy {
    path: PathBuf,
    /// The target folder of the copy.
    target: PathBuf,
    /// Held while the copy is in use, so that two rehearsals don't write to it at once.
    _lock: File,
}

impl Copy {
    /// Creates the copy, or updates the one of the last rehearsal. Unchanged files keep their modification time, so that
    /// cargo doesn't compile them again.
    pub fn make(root: &Path, target: &Path) -> Result<Self, String> {
        let folder = target.join("rehearsal");
        let (path, target) = (folder.join("repository"), folder.join("target"));
        fs::create_dir_all(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let lock = File::create(folder.join("lock")).and_then(|file| file.lock().map(|()| file));
        let lock = lock.map_err(|error| format!("{}: {error}", folder.display()))?;
        let copy = Self { path, target, _lock: lock };
        copy.fill(root).map_err(|error| format!("{}: {error}", copy.path.display()))?;
        Ok(copy)
    }

    /// Returns the path of the copy.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn fill(&self, root: &Path) -> Result<(), String> {
        let listed = run_for_output(
            Command::new("git")
                .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"])
                .current_dir(root),
        )?;
        // A listed file that does not exist was removed, but the removal is not committed yet.
        let listed: BTreeSet<_> = split_names(&listed).filter(|path| root.join(path).is_file()).collect();
        for path in &listed {
            let bytes = fs::read(root.join(path)).map_err(|error| format!("{path}: {error}"))?;
            self.write(path, &bytes)?;
        }
        let git = self.path.join(".git");
        if git.exists() {
            fs::remove_dir_all(&git).map_err(|error| error.to_string())?;
        }
        self.run_git(&["init", "--quiet", "--initial-branch", "main"])?;
        // Files of the last rehearsal that the repository no longer has.
        let present = self.run_git(&["ls-files", "-z", "--others", "--exclude-standard"])?;
        for path in split_names(&present).filter(|path| !listed.contains(path)) {
            let path = self.path.join(path);
            fs::remove_file(&path).map_err(|error| format!("{}: {error}", path.display()))?;
            // git knows no empty folders. The first folder that isn't empty ends this.
            let folders = path.ancestors().skip(1).take_while(|folder| *folder != self.path);
            folders.map(fs::remove_dir).take_while(Result::is_ok).for_each(drop);
        }
        self.run_git(&["add", "--all"])?;
        self.run_git(&["commit", "--quiet", "--message", "Before the revision"]).map(drop)
    }

    /// Writes a file of the copy, unless it already has this content.
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

    /// Replaces the document of the copy with the repository's, after applying the edits in these files.
    pub fn revise(&self, edits: &[&str]) -> Result<(), String> {
        let document = self.run_git(&["show", &format!("HEAD:{}", document::PATH)])?;
        let revised = edits.iter().try_fold(document, |document, name| {
            let edits = self.read(Path::new(REHEARSAL).join(name))?;
            edits::apply(&document, &edits).map_err(|error| format!("{name}: {error}"))
        })?;
        self.write(document::PATH, revised.as_bytes())
    }

    /// Returns the files that differ from the repository's.
    pub fn changed_files(&self) -> Result<Vec<String>, String> {
        self.run_git(&["add", "--all"])?;
        Ok(split_names(&self.run_git(&["diff", "--cached", "--name-only", "-z"])?).map(str::to_owned).collect())
    }

    /// Returns a command that runs this tool on the copy.
    pub fn xtask(&self, arguments: &[&str]) -> Result<Command, String> {
        let tool = std::env::current_exe().map_err(|error| format!("cannot find this program's own path: {error}"))?;
        Ok(self.command(tool.as_os_str(), arguments))
    }

    /// Returns a command that runs cargo on the copy.
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
            // Nobody edits or debugs the copy, so incremental state and debug information would only fill the disk.
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env(
                "PERSONEEL_PROGRAM",
                self.target.join("debug/personeel").with_extension(std::env::consts::EXE_EXTENSION),
            );
        command
    }

    fn run_git(&self, arguments: &[&str]) -> Result<String, String> {
        let settings = ["user.name=Rehearsal", "user.email=rehearsal@localhost", "commit.gpgsign=false"];
        let settings = settings.iter().chain(&["core.autocrlf=false"]).flat_map(|setting| ["-c", setting]);
        run_for_output(Command::new("git").args(settings).args(arguments).current_dir(&self.path))
    }
}

/// Splits a list in which git ends each name with NUL.
fn split_names(listed: &str) -> impl Iterator<Item = &str> {
    listed.split_terminator('\0')
}

/// Runs a program and returns its standard output.
///
/// # Errors
///
/// Fails if the program cannot be run or does not succeed. The message includes its output.
pub fn run_for_output(command: &mut Command) -> Result<String, String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("cannot run {program}: {error}"))?;
    let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(stdout);
    }
    Err(format!("{program} failed with {}\n{stdout}{}", output.status, String::from_utf8_lossy(&output.stderr)))
}
