//! Files of staff data: for their owner only, and whole or not there.

use std::fs::{File, Metadata};
use std::io::{self, Read as _, Write as _};
use std::path::Path;

use zeroize::Zeroizing;

use crate::failure::Failure;

/// Bodies are small; a photo album given by mistake is not read to its end.
const MOST_INPUT: u64 = 64 * 1024 * 1024;

/// What the temporary files of this program begin with.
pub(crate) const TEMPORARY: &str = ".personeel-";

/// The text of a file, or of standard input for `-`, without the byte order mark that editors put before it.
pub(crate) fn read_input(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut content = Zeroizing::new(Vec::new());
    let read = if path == Path::new("-") {
        io::stdin().lock().take(MOST_INPUT).read_to_end(&mut content)
    } else {
        open_regular(path).and_then(|file| file.take(MOST_INPUT).read_to_end(&mut content))
    };
    match read {
        Ok(_) => Ok(std::mem::take(&mut *without_mark(content))),
        Err(error) => {
            let hint = if error.kind() == io::ErrorKind::InvalidInput { "; - reads standard input" } else { "" };
            Err(Failure::usage(format!("--body: '{}' cannot be read: {error}{hint}", path.display())))
        }
    }
}

/// Opens a file to read it. Anything else is refused before it is opened: a pipe would wait for somebody who writes, and
/// a device never ends.
pub(crate) fn open_regular(path: &Path) -> io::Result<File> {
    if let Some(what) = not_a_file(&std::fs::metadata(path)?) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("it is {what}, and no file")));
    }
    File::open(path)
}

/// What stands at a path in place of a file.
pub(crate) fn not_a_file(there: &Metadata) -> Option<&'static str> {
    let kind = there.file_type();
    if kind.is_file() {
        return None;
    }
    if kind.is_dir() {
        return Some("a folder");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt as _;
        if kind.is_fifo() {
            return Some("a pipe");
        }
        if kind.is_socket() {
            return Some("a socket");
        }
    }
    Some("a device")
}

/// Text as it is without its byte order mark. What Windows writes as UTF-16 becomes UTF-8; what isn't text stays.
pub(crate) fn without_mark(mut content: Zeroizing<Vec<u8>>) -> Zeroizing<Vec<u8>> {
    let wide: fn([u8; 2]) -> u16 = match content.as_slice() {
        [0xef, 0xbb, 0xbf, ..] => {
            content.drain(..3);
            return content;
        }
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ => return content,
    };
    let units = content[2..].chunks_exact(2).map(|pair| wide([pair[0], pair[1]]));
    let text: Result<String, _> = char::decode_utf16(units).collect();
    // A secret is wiped wherever it stood.
    text.map_or(content, |text| Zeroizing::new(text.into_bytes()))
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
    put_in_place(path, folder_of(path), |mut file| file.write_all(bytes))
}

/// The same for what a function writes, and on disk for sure. A link stays one: what it leads to is replaced.
pub(crate) fn replace_with(path: &Path, write: impl FnOnce(&File) -> io::Result<()>) -> io::Result<()> {
    let path = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = folder_of(&path);
    put_in_place(&path, folder, write)?;
    sync_folder(folder)
}

fn put_in_place(path: &Path, folder: &Path, write: impl FnOnce(&File) -> io::Result<()>) -> io::Result<()> {
    // Made with mode 0600, and removed again where anything fails.
    let file = tempfile::Builder::new().prefix(TEMPORARY).suffix(".tmp").tempfile_in(folder)?;
    write(file.as_file())?;
    file.as_file().sync_all()?;
    file.persist(path).map(drop).map_err(|error| error.error)
}

/// The same where nothing stands there yet, as far as is known. The file gets its name last, where the system can do that:
/// a run that is killed leaves nothing behind, and the folder is changed once and not twice.
pub(crate) fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    if create_unnamed(path, bytes)? {
        return Ok(());
    }
    replace(path, bytes)
}

/// Whether it could be made: not every file system has files without names, and somebody else may have made it meanwhile.
#[cfg(target_os = "linux")]
fn create_unnamed(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    use std::os::fd::AsRawFd as _;

    use rustix::fs::{AtFlags, CWD, Mode, OFlags, linkat, open};

    let flags = OFlags::TMPFILE | OFlags::WRONLY | OFlags::CLOEXEC;
    let Ok(file) = open(folder_of(path), flags, Mode::RUSR | Mode::WUSR) else { return Ok(false) };
    let mut file = File::from(file);
    file.write_all(bytes)?;
    file.sync_all()?;
    let unnamed = format!("/proc/self/fd/{}", file.as_raw_fd());
    Ok(linkat(CWD, unnamed, CWD, path, AtFlags::SYMLINK_FOLLOW).is_ok())
}

/// The folder that a file stands in; a bare name stands in the current one.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
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

/// A folder that a run works in. Runs beside each other leave each other's temporary files alone; what a killed one left
/// behind is removed by the next that is alone.
#[derive(Debug)]
pub(crate) struct Workplace {
    /// Holds the lock; the system lets go of it when a run ends, however it ends.
    _folder: Option<File>,
}

impl Workplace {
    pub(crate) fn enter(path: &Path) -> io::Result<Self> {
        // Where folders cannot be locked, as on Windows and some network disks, nobody knows who else is there.
        let Some(folder) = File::open(path).ok() else { return Ok(Self { _folder: None }) };
        if folder.try_lock().is_ok() {
            remove_leftovers(path)?;
        }
        let is_locked = folder.lock_shared().is_ok();
        Ok(Self { _folder: is_locked.then_some(folder) })
    }
}

fn remove_leftovers(folder: &Path) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let is_ours = entry.file_name().to_str().is_some_and(|name| {
            name.starts_with(TEMPORARY) && Path::new(name).extension().is_some_and(|extension| extension == "tmp")
        });
        if is_ours {
            remove_if_there(&entry.path())?;
        }
    }
    Ok(())
}

/// Removes a file; another run may have removed it before.
pub(crate) fn remove_if_there(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_dropped_and_wide_text_is_read() {
        for (content, text) in [
            (&b"\xef\xbb\xbfgeheim"[..], &b"geheim"[..]),
            (b"\xff\xfeg\0\xe9\0", "g\u{e9}".as_bytes()),
            (b"\xfe\xff\0g\0\xe9", "g\u{e9}".as_bytes()),
            (b"geheim", b"geheim"),
            (b"\xff\xfe\x00\xd8", b"\xff\xfe\x00\xd8"),
            (b"", b""),
        ] {
            assert_eq!(without_mark(Zeroizing::new(content.to_vec())).as_slice(), text);
        }
    }

    #[cfg(unix)]
    #[test]
    fn leftovers_stay_while_somebody_else_works_there() {
        let folder = tempfile::tempdir().unwrap();
        let leftover = folder.path().join(".personeel-x.tmp");
        std::fs::write(&leftover, "half").unwrap();
        let other = File::open(folder.path()).unwrap();
        other.lock_shared().unwrap();
        let beside = Workplace::enter(folder.path()).unwrap();
        assert!(leftover.exists());
        drop((beside, other));
        let alone = Workplace::enter(folder.path()).unwrap();
        assert!(!leftover.exists());
        // Others may come while it works.
        let other = Workplace::enter(folder.path()).unwrap();
        drop((alone, other));
    }
}
