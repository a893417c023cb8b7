//! Files of staff data: for their owner only, and whole or not there.

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::Path;

use crate::failure::Failure;

/// Bodies are small; a photo album given by mistake is not read to its end.
const MOST_INPUT: u64 = 64 * 1024 * 1024;

/// What the temporary files of this program begin with.
pub(crate) const TEMPORARY: &str = ".personeel-";

/// The content of a file, or of standard input for `-`.
pub(crate) fn read_input(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut content = Vec::new();
    let read = if path == Path::new("-") {
        io::stdin().lock().take(MOST_INPUT).read_to_end(&mut content)
    } else {
        File::open(path).and_then(|file| file.take(MOST_INPUT).read_to_end(&mut content))
    };
    match read {
        Ok(_) => Ok(content),
        Err(error) => Err(Failure::usage(format!("--body: '{}' cannot be read: {error}", path.display()))),
    }
}

/// Makes a folder that only its owner can read, with the folders above it; one that is there stays as it is.
pub(crate) fn make_folder(path: &Path) -> Result<(), Failure> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder
        .create(path)
        .map_err(|error| Failure::io(format_args!("the folder {} cannot be made", path.display()), &error))
}

/// Puts the bytes in place of what stands there, or nothing at all: whoever looks sees the old file or the new one,
/// after a power cut as well. That it is the new one then is sure after [`sync_folder`].
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    // Made with mode 0600, and removed again where anything fails.
    let mut file = tempfile::Builder::new().prefix(TEMPORARY).suffix(".tmp").tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map(drop).map_err(|error| error.error)
}

/// A rename lasts once its folder is on disk.
#[cfg(unix)]
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Windows has no such call; the rename is part of its journal.
#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps)] // the same form on every platform
pub(crate) fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// Removes what a killed run left behind.
pub(crate) fn remove_leftovers(folder: &Path) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let is_ours = entry.file_name().to_str().is_some_and(|name| {
            name.starts_with(TEMPORARY) && Path::new(name).extension().is_some_and(|extension| extension == "tmp")
        });
        // Another run may have finished its own meanwhile.
        if is_ours
            && let Err(error) = std::fs::remove_file(entry.path())
            && error.kind() != io::ErrorKind::NotFound
        {
            return Err(error);
        }
    }
    Ok(())
}
