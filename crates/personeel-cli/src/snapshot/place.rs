//! The snapshot file: private to its owner, and the failures of opening it.

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::failure::Failure;
use crate::files;
use crate::permissions;

/// Creates the file for its owner only, before SQLite opens it: SQLite would follow the umask. SQLite gives its journal
/// the mode of the file.
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

/// Checks that the path is a regular file or does not exist yet: opening anything else would block, or overwrite it.
pub(super) fn require_file(path: &Path) -> Result<PathBuf, Failure> {
    match std::fs::metadata(path).ok().as_ref().and_then(files::non_file_kind) {
        Some(what) => Err(Failure::usage(format!("--db: '{}' is {what}, not a file", path.display()))),
        None => Ok(path.to_owned()),
    }
}

pub(super) fn refuse_if_shared(file: &File, path: &Path) -> Result<(), Failure> {
    match permissions::find_exposure(file, path).map_err(|error| file_failure(path, &error))? {
        Some(complaint) => Err(Failure::usage(format!("--db: {complaint}"))),
        None => Ok(()),
    }
}

pub(super) fn file_failure(path: &Path, error: &std::io::Error) -> Failure {
    Failure::usage(format!("--db: '{}': {error}", path.display()))
}

pub(super) fn unsupported_file(path: &Path, why: &str) -> Failure {
    Failure::usage(format!("--db: '{}' is not a snapshot file that this version can read: {why}", path.display()))
}

/// Explains why SQLite cannot read a file: it may belong to another program, or be in use.
pub(super) fn read_failure(path: &Path, error: &rusqlite::Error) -> Failure {
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => unsupported_file(path, &error.to_string()),
        _ => database_failure(error),
    }
}

/// Makes the failure of an SQLite error. SQLite's messages name tables and files, never values.
pub(super) fn database_failure(error: &rusqlite::Error) -> Failure {
    let message = match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            "another program is using it; try again later".to_owned()
        }
        _ => error.to_string(),
    };
    Failure::io("the snapshot file", &std::io::Error::other(message))
}
