//! Files that hold a secret or staff data are for their owner only.

use std::fs::File;
use std::io;
use std::path::Path;

/// What is wrong with an open file that others may read, with the command that mends it. The open file's own mode
/// counts, so that it cannot be changed for another between the look and the reading.
#[cfg(unix)]
pub(crate) fn complaint(file: &File, path: &Path) -> io::Result<Option<String>> {
    use std::os::unix::fs::PermissionsExt as _;

    let mode = file.metadata()?.permissions().mode();
    let of_others = mode & 0o077;
    if of_others == 0 {
        return Ok(None);
    }
    Ok(Some(format!(
        "{} may be read or changed by others (mode {:03o}); run: chmod 600 {}",
        path.display(),
        mode & 0o777,
        quoted(path)
    )))
}

/// Windows keeps a user's folders from other users by itself.
#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps)] // the same form on every platform
pub(crate) fn complaint(_file: &File, _path: &Path) -> io::Result<Option<String>> {
    Ok(None)
}

/// The path as a shell takes it.
#[cfg(unix)]
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "/._-+~".contains(letter);
    if text.chars().all(plain) { text } else { format!("'{}'", text.replace('\'', "'\\''")) }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn paths_are_quoted_where_a_shell_needs_it() {
        assert_eq!(quoted(Path::new("/home/an/.config/x.toml")), "/home/an/.config/x.toml");
        assert_eq!(quoted(Path::new("/home/o'n/a b")), r"'/home/o'\''n/a b'");
    }
}
