//! Files of staff data: private to their owner, and written completely or not at all.

use std::fs::{File, Metadata};
use std::io::{self, Read as _, Write as _};
use std::path::Path;

use zeroize::Zeroizing;

use crate::failure::Failure;

/// The limit on input. Bodies are small; a huge file passed by mistake is not read to its end.
const MAX_INPUT_BYTES: u64 = 64 * 1024 * 1024;

/// The prefix of this program's temporary files.
pub(crate) const TEMPORARY: &str = ".personeel-";

/// Reads a file, or standard input for `-`, and removes the byte order mark that some editors add.
pub(crate) fn read_input(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut content = Zeroizing::new(Vec::new());
    let read = if path == Path::new("-") {
        io::stdin().lock().take(MAX_INPUT_BYTES).read_to_end(&mut content)
    } else {
        open_regular(path).and_then(|file| file.take(MAX_INPUT_BYTES).read_to_end(&mut content))
    };
    match read {
        Ok(_) => Ok(std::mem::take(&mut *strip_byte_order_mark(content))),
        Err(error) => {
            let hint = if error.kind() == io::ErrorKind::InvalidInput { "; - reads standard input" } else { "" };
            Err(Failure::usage(format!("--body: cannot read '{}': {error}{hint}", path.display())))
        }
    }
}

/// Reads at most this many bytes of text that may hold a secret, and removes a byte order mark.
pub(crate) fn read_text(file: File, max_bytes: u64) -> io::Result<Zeroizing<String>> {
    let mut content = Zeroizing::new(Vec::new());
    file.take(max_bytes).read_to_end(&mut content)?;
    let content = strip_byte_order_mark(content);
    let text = std::str::from_utf8(&content)
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "it is not valid UTF-8"))?;
    Ok(Zeroizing::new(text.to_owned()))
}

/// Opens a regular file for reading. Anything else is refused before it is opened: a pipe would wait for a writer, and
/// a device may never end.
pub(crate) fn open_regular(path: &Path) -> io::Result<File> {
    if let Some(what) = non_file_kind(&std::fs::metadata(path)?) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("it is {what}, not a file")));
    }
    File::open(path)
}

/// Returns what kind of thing is at a path, if it is not a regular file.
pub(crate) fn non_file_kind(metadata: &Metadata) -> Option<&'static str> {
    let kind = metadata.file_type();
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

/// Removes a byte order mark. UTF-16 with a mark, as Windows tools write it, becomes UTF-8; content that is not valid
/// text stays as it is.
fn strip_byte_order_mark(mut content: Zeroizing<Vec<u8>>) -> Zeroizing<Vec<u8>> {
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
    // The content may be a secret: the old copy is wiped too.
    text.map_or(content, |text| Zeroizing::new(text.into_bytes()))
}

/// Creates a folder that only its owner can read, and its parents; an existing folder stays as it is.
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
        .map_err(|error| Failure::io(format_args!("cannot create the folder {}", path.display()), &error))
}

/// Replaces a file atomically: readers see the old file or the new one, even after a power cut. Only [`sync_folder`]
/// makes sure that it is the new one then.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    put_in_place(path, folder_of(path), |mut file| file.write_all(bytes))
}

/// Replaces a file atomically with what a function writes, and syncs its folder. A symbolic link stays: its target is
/// replaced.
pub(crate) fn replace_with(path: &Path, write: impl FnOnce(&File) -> io::Result<()>) -> io::Result<()> {
    let path = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = folder_of(&path);
    put_in_place(&path, folder, write)?;
    sync_folder(folder)
}

fn put_in_place(path: &Path, folder: &Path, write: impl FnOnce(&File) -> io::Result<()>) -> io::Result<()> {
    // Created with mode 0600, and removed if anything fails.
    let file = tempfile::Builder::new().prefix(TEMPORARY).suffix(".tmp").tempfile_in(folder)?;
    write(file.as_file())?;
    file.as_file().sync_all()?;
    file.persist(path).map(drop).map_err(|error| error.error)
}

/// Creates a file that is not expected to exist. Where the system supports it, the file gets its name last: a killed
/// run leaves nothing behind, and the folder changes once instead of twice.
pub(crate) fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    if create_unnamed(path, bytes)? {
        return Ok(());
    }
    replace(path, bytes)
}

/// Creates a file through an unnamed one. Returns `false` if that is not possible: not every file system has unnamed
/// files, and another process may have created the file meanwhile.
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

/// Returns the folder of a file; for a bare name it is the current one.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Syncs a folder to disk, which makes renames in it durable.
#[cfg(unix)]
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Does nothing: Windows has no such call, and journals renames itself.
#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps)] // the same signature on every platform
pub(crate) fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// A folder that a run works in. Concurrent runs leave each other's temporary files alone; files that a killed run left
/// behind are removed by the next run that is alone.
#[derive(Debug)]
pub(crate) struct Workplace {
    /// Holds the lock, which the system releases when the run ends, however it ends.
    _folder: Option<File>,
}

impl Workplace {
    pub(crate) fn enter(path: &Path) -> io::Result<Self> {
        // Where folders cannot be locked, as on Windows and some network disks, other runs cannot be detected.
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

/// Removes a file, which another run may have removed already.
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
    fn byte_order_marks_are_removed_and_utf16_is_read() {
        for (content, text) in [
            (&b"\xef\xbb\xbfgeheim"[..], &b"geheim"[..]),
            (b"\xff\xfeg\0\xe9\0", "g\u{e9}".as_bytes()),
            (b"\xfe\xff\0g\0\xe9", "g\u{e9}".as_bytes()),
            (b"geheim", b"geheim"),
            (b"\xff\xfe\x00\xd8", b"\xff\xfe\x00\xd8"),
            (b"", b""),
        ] {
            assert_eq!(strip_byte_order_mark(Zeroizing::new(content.to_vec())).as_slice(), text);
        }
    }

    #[cfg(unix)]
    #[test]
    fn leftovers_stay_while_another_run_works_there() {
        let folder = tempfile::tempdir().unwrap();
        let leftover = folder.path().join(".personeel-x.tmp");
        std::fs::write(&leftover, "half").unwrap();
        let other = File::open(folder.path()).unwrap();
        other.lock_shared().unwrap();
        let concurrent = Workplace::enter(folder.path()).unwrap();
        assert!(leftover.exists());
        drop((concurrent, other));
        let alone = Workplace::enter(folder.path()).unwrap();
        assert!(!leftover.exists());
        // Others may enter while it works.
        let other = Workplace::enter(folder.path()).unwrap();
        drop((alone, other));
    }
}
