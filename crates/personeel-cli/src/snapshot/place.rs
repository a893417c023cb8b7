//! Where snapshots are stored: a file for its owner only, and what may be wrong with it.

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::failure::Failure;
use crate::files;
use crate::permissions;

/// Makes the file for its owner only before SQLite opens it, which would make it as the umask says. SQLite gives its
/// journal the mode of the file.
pub(super) fn create_private(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path)
}

/// The path of a file, or of one that is still to be made: anything else would be waited for, or written over.
pub(super) fn plain(path: &Path) -> Result<PathBuf, Failure> {
    match std::fs::metadata(path).ok().as_ref().and_then(files::not_a_file) {
        Some(what) => Err(Failure::usage(format!("--db: '{}' is {what}, and no file", path.display()))),
        None => Ok(path.to_owned()),
    }
}

pub(super) fn refuse_if_shared(file: &File, path: &Path) -> Result<(), Failure> {
    match permissions::complaint(file, path).map_err(|error| unusable(path, &error))? {
        Some(complaint) => Err(Failure::usage(format!("--db: {complaint}"))),
        None => Ok(()),
    }
}

pub(super) fn unusable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::usage(format!("--db: '{}': {error}", path.display()))
}

pub(super) fn not_ours(path: &Path, why: &str) -> Failure {
    Failure::usage(format!("--db: '{}' is no file of snapshots that this version reads: {why}", path.display()))
}

/// What keeps SQLite from reading a file: it may be another's, and it may be in use.
pub(super) fn unreadable(path: &Path, error: &rusqlite::Error) -> Failure {
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => not_ours(path, &error.to_string()),
        _ => fault(error),
    }
}

/// SQLite's messages name tables and files, never values.
pub(super) fn fault(error: &rusqlite::Error) -> Failure {
    let message = match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            "another program has it open; try again when that is done".to_owned()
        }
        _ => error.to_string(),
    };
    Failure::io("the snapshot file", &std::io::Error::other(message))
}
