//! Permission checks: files that hold a secret or staff data must be private to their owner.

use std::fs::File;
use std::io;
use std::path::Path;

/// Describes the problem with an open file that others can access, with the command that fixes it. The mode is that of
/// the open file, so that the file cannot be swapped between this check and reading.
#[cfg(unix)]
pub(crate) fn find_exposure(file: &File, path: &Path) -> io::Result<Option<String>> {
    use std::os::unix::fs::PermissionsExt as _;

    let mode = file.metadata()?.permissions().mode();
    let of_others = mode & 0o077;
    if of_others == 0 {
        return Ok(None);
    }
    Ok(Some(format!(
        "{} can be read or changed by others (mode {:03o}); run: chmod 600 {}",
        path.display(),
        mode & 0o777,
        quote_path(path)
    )))
}

/// Does nothing: Windows protects a user's folders from other users by default.
#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps)] // the same signature on every platform
pub(crate) fn find_exposure(_file: &File, _path: &Path) -> io::Result<Option<String>> {
    Ok(None)
}

/// Quotes a path for a POSIX shell.
#[cfg(unix)]
fn quote_path(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "/._-+~".contains(letter);
    if text.chars().all(plain) { text } else { format!("'{}'", text.replace('\'', "'\\''")) }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn paths_are_quoted_where_a_shell_needs_it() {
        assert_eq!(quote_path(Path::new("/home/an/.config/x.toml")), "/home/an/.config/x.toml");
        assert_eq!(quote_path(Path::new("/home/o'n/a b")), r"'/home/o'\''n/a b'");
    }
}
