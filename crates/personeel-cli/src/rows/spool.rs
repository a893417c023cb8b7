//! Where rows wait until their list is known to be complete.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::sync::{Arc, Mutex, PoisonError};

use super::Rows;
use crate::failure::Failure;
use crate::json::Json;

/// How many bytes stay in memory: nearly every list is shorter, and never touches a disk.
const MAX_BYTES_IN_MEMORY: usize = 1024 * 1024;

/// How many bytes of rows are stored at once.
const BLOCK_BYTES: usize = 64 * 1024;

/// An unnamed temporary file that all lists of a run share: one file for each would exceed the limit on open files at a
/// thousand institutes. The system removes it when the run ends, however it ends.
#[derive(Clone, Default)]
pub(crate) struct Spool(Arc<Mutex<Store>>);

#[derive(Default)]
struct Store {
    /// The stored bytes, as long as there are few.
    memory: Vec<u8>,
    file: Option<File>,
    length: u64,
}

impl Store {
    /// Appends bytes and returns their offset.
    fn append(&mut self, bytes: &[u8]) -> io::Result<u64> {
        let at = self.length;
        if self.file.is_none() && self.memory.len() + bytes.len() > MAX_BYTES_IN_MEMORY {
            let mut file = private_file()?;
            file.write_all(&self.memory)?;
            (self.memory, self.file) = (Vec::new(), Some(file));
        }
        match &mut self.file {
            Some(file) => {
                file.seek(SeekFrom::Start(at))?;
                file.write_all(bytes)?;
            }
            None => self.memory.extend_from_slice(bytes),
        }
        self.length += bytes.len() as u64;
        Ok(at)
    }

    fn read(&mut self, block: Block) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; block.length];
        if let Some(file) = &mut self.file {
            file.seek(SeekFrom::Start(block.at))?;
            file.read_exact(&mut bytes)?;
        } else {
            let kept = usize::try_from(block.at).ok().and_then(|at| self.memory.get(at..at + block.length));
            bytes.copy_from_slice(kept.ok_or(io::ErrorKind::UnexpectedEof)?);
        }
        Ok(bytes)
    }
}

/// Creates an unnamed file that only its owner can read.
fn private_file() -> io::Result<File> {
    let file = tempfile::tempfile()?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        file.set_permissions(std::fs::Permissions::from_mode(0o600))?;
    }
    Ok(file)
}

/// The place of bytes that were stored at once.
#[derive(Clone, Copy)]
pub(crate) struct Block {
    at: u64,
    length: usize,
}

impl Spool {
    /// Makes an empty pile of rows.
    pub(crate) fn new_pile(&self) -> Pile {
        Pile { spool: self.clone(), blocks: Vec::new(), open: Vec::new(), count: 0 }
    }

    /// Stores bytes.
    pub(crate) fn store(&self, bytes: &[u8]) -> io::Result<Block> {
        let at = self.with_store("write", |store| store.append(bytes))?;
        Ok(Block { at, length: bytes.len() })
    }

    /// Returns stored bytes.
    pub(crate) fn load(&self, block: Block) -> io::Result<Vec<u8>> {
        self.with_store("read", |store| store.read(block))
    }

    fn with_store<T>(&self, action: &str, work: impl FnOnce(&mut Store) -> io::Result<T>) -> io::Result<T> {
        let mut store = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        work(&mut store).map_err(|error| {
            let place = std::env::temp_dir();
            io::Error::other(format!("cannot {action} the temporary file in {}: {error}", place.display()))
        })
    }
}

/// Makes the failure for rows that cannot be spooled.
pub(crate) fn spool_failure(error: &io::Error) -> Failure {
    Failure::io("cannot buffer rows", error)
}

/// Rows of one list as text, one a line. It has no `Debug`: rows are staff data.
pub(crate) struct Pile {
    spool: Spool,
    blocks: Vec<Block>,
    /// Rows that are not stored yet.
    open: Vec<u8>,
    count: usize,
}

impl Pile {
    /// Adds a row.
    pub(crate) fn push(&mut self, row: &Json) -> io::Result<()> {
        serde_json::to_writer(&mut self.open, row).map_err(io::Error::from)?;
        self.open.push(b'\n');
        self.count += 1;
        if self.open.len() < BLOCK_BYTES { Ok(()) } else { self.flush() }
    }

    /// Stores the remaining rows, so that a list that waits for others takes no memory.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        if !self.open.is_empty() {
            self.blocks.push(self.spool.store(&self.open)?);
            self.open = Vec::new();
        }
        Ok(())
    }

    /// Discards every row.
    pub(crate) fn clear(&mut self) {
        self.blocks.clear();
        self.open.clear();
        self.count = 0;
    }

    /// Returns the number of rows.
    pub(crate) fn len(&self) -> usize {
        self.count
    }

    fn read_block(&self, block: Block) -> Box<dyn Iterator<Item = io::Result<Json>>> {
        match self.spool.load(block) {
            Ok(bytes) => Box::new(Lines { bytes, at: 0 }),
            Err(error) => Box::new(std::iter::once(Err(error))),
        }
    }
}

impl Rows for Pile {
    fn iter_rows(&self) -> Box<dyn Iterator<Item = io::Result<Cow<'_, Json>>> + '_> {
        let stored = self.blocks.iter().flat_map(|block| self.read_block(*block));
        let open = Lines { bytes: self.open.as_slice(), at: 0 };
        Box::new(stored.chain(open).map(|row| row.map(Cow::Owned)))
    }
}

/// Iterates over the rows of a text. JSON text has no bare line feed, so a line is a row.
struct Lines<T> {
    bytes: T,
    at: usize,
}

impl<T: AsRef<[u8]>> Iterator for Lines<T> {
    type Item = io::Result<Json>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.bytes.as_ref().get(self.at..).filter(|rest| !rest.is_empty())?;
        let line = rest.split(|byte| *byte == b'\n').next().unwrap_or(rest);
        self.at += line.len() + 1;
        Some(
            Json::read(line)
                .map_err(|fault| io::Error::other(format!("bad row in the temporary file: {}", fault.what))),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(list: usize, index: usize) -> Json {
        Json::record([("list", Json::from(list as u64)), ("tekst", Json::text(format!("{index}\n\u{fffd}\"é")))])
    }

    fn texts(pile: &Pile) -> Vec<String> {
        pile.iter_rows().map(|row| row.unwrap().to_text()).collect()
    }

    #[test]
    fn interleaved_lists_stay_separate() {
        // More than stays in memory, in blocks of different lists.
        const ROWS: usize = 30_000;
        let spool = Spool::default();
        let mut piles = [spool.new_pile(), spool.new_pile(), spool.new_pile()];
        piles[2].push(&row(9, 9)).unwrap();
        piles[2].clear();
        for index in 0..ROWS {
            for (list, pile) in piles.iter_mut().enumerate() {
                pile.push(&row(list, index)).unwrap();
            }
        }
        piles[0].flush().unwrap();
        assert!(spool.0.lock().unwrap().file.is_some() && spool.0.lock().unwrap().memory.is_empty());
        for (list, pile) in piles.iter().enumerate() {
            assert_eq!(pile.len(), ROWS);
            // Rows can be read more than once.
            for _ in 0..2 {
                assert!(texts(pile).into_iter().eq((0..ROWS).map(|index| row(list, index).to_text())));
            }
        }
    }

    #[cfg(unix)]
    #[test]
    fn the_file_is_private_and_unnamed() {
        use std::os::unix::fs::MetadataExt as _;
        let metadata = private_file().unwrap().metadata().unwrap();
        assert_eq!((metadata.mode() & 0o777, metadata.nlink()), (0o600, 0));
    }

    #[test]
    fn short_lists_stay_in_memory() {
        let spool = Spool::default();
        let mut pile = spool.new_pile();
        for index in 0..3 {
            pile.push(&row(0, index)).unwrap();
            if index == 1 {
                pile.flush().unwrap();
            }
        }
        assert_eq!(texts(&pile), [0, 1, 2].map(|index| row(0, index).to_text()));
        assert!(spool.0.lock().unwrap().file.is_none());
    }
}
