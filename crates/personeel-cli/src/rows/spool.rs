//! Where rows wait for the verdict on their list.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::sync::{Arc, Mutex, PoisonError};

use super::Rows;
use crate::failure::Failure;
use crate::json::Json;

/// So many bytes stay in memory: nearly every list is shorter, and never sees a disk.
const MOST_IN_MEMORY: usize = 1024 * 1024;

/// Rows are put away together until they are so long.
const BLOCK: usize = 64 * 1024;

/// A temporary file without a name that all lists of a run share: one for each would run out of open files at a thousand
/// institutes. The system removes it when the run ends, however it ends.
#[derive(Clone, Default)]
pub(crate) struct Spool(Arc<Mutex<Store>>);

#[derive(Default)]
struct Store {
    /// What was put away, while it is short.
    memory: Vec<u8>,
    file: Option<File>,
    length: u64,
}

impl Store {
    /// Puts bytes behind all others, and says where.
    fn append(&mut self, bytes: &[u8]) -> io::Result<u64> {
        let at = self.length;
        if self.file.is_none() && self.memory.len() + bytes.len() > MOST_IN_MEMORY {
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

/// A file that has no name, for its owner only.
fn private_file() -> io::Result<File> {
    let file = tempfile::tempfile()?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        file.set_permissions(std::fs::Permissions::from_mode(0o600))?;
    }
    Ok(file)
}

/// What was put away at once.
#[derive(Clone, Copy)]
pub(crate) struct Block {
    at: u64,
    length: usize,
}

impl Spool {
    /// An empty pile of rows.
    pub(crate) fn pile(&self) -> Pile {
        Pile { spool: self.clone(), blocks: Vec::new(), open: Vec::new(), count: 0 }
    }

    /// Puts bytes away.
    pub(crate) fn put(&self, bytes: &[u8]) -> io::Result<Block> {
        let at = self.with("written", |store| store.append(bytes))?;
        Ok(Block { at, length: bytes.len() })
    }

    /// The bytes that were put away.
    pub(crate) fn get(&self, block: Block) -> io::Result<Vec<u8>> {
        self.with("read", |store| store.read(block))
    }

    fn with<T>(&self, doing: &str, work: impl FnOnce(&mut Store) -> io::Result<T>) -> io::Result<T> {
        let mut store = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        work(&mut store).map_err(|error| {
            let place = std::env::temp_dir();
            io::Error::other(format!("the temporary file in {} cannot be {doing}: {error}", place.display()))
        })
    }
}

/// What to say of rows that cannot wait.
pub(crate) fn unkept(error: &io::Error) -> Failure {
    Failure::io("rows cannot be kept", error)
}

/// Rows of one list, as text: one a line. It has no `Debug`: they are staff data.
pub(crate) struct Pile {
    spool: Spool,
    blocks: Vec<Block>,
    /// Rows that are not put away yet.
    open: Vec<u8>,
    count: usize,
}

impl Pile {
    /// Puts a row on it.
    pub(crate) fn push(&mut self, row: &Json) -> io::Result<()> {
        serde_json::to_writer(&mut self.open, row).map_err(io::Error::from)?;
        self.open.push(b'\n');
        self.count += 1;
        if self.open.len() < BLOCK { Ok(()) } else { self.put_away() }
    }

    /// Puts away what isn't yet: what waits for other lists takes no memory.
    pub(crate) fn put_away(&mut self) -> io::Result<()> {
        if !self.open.is_empty() {
            self.blocks.push(self.spool.put(&self.open)?);
            self.open = Vec::new();
        }
        Ok(())
    }

    /// Forgets every row.
    pub(crate) fn clear(&mut self) {
        self.blocks.clear();
        self.open.clear();
        self.count = 0;
    }

    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.count
    }

    fn block(&self, block: Block) -> Box<dyn Iterator<Item = io::Result<Json>>> {
        match self.spool.get(block) {
            Ok(bytes) => Box::new(Lines { bytes, at: 0 }),
            Err(error) => Box::new(std::iter::once(Err(error))),
        }
    }
}

impl Rows for Pile {
    fn each(&self) -> Box<dyn Iterator<Item = io::Result<Cow<'_, Json>>> + '_> {
        let put_away = self.blocks.iter().flat_map(|block| self.block(*block));
        let open = Lines { bytes: self.open.as_slice(), at: 0 };
        Box::new(put_away.chain(open).map(|row| row.map(Cow::Owned)))
    }
}

/// The rows of a text: no line feed stands in one.
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
        Some(Json::read(line).map_err(|fault| io::Error::other(format!("a row in the temporary file: {}", fault.what))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(list: usize, index: usize) -> Json {
        Json::record([("list", Json::from(list as u64)), ("tekst", Json::text(format!("{index}\n\u{fffd}\"é")))])
    }

    fn texts(pile: &Pile) -> Vec<String> {
        pile.each().map(|row| row.unwrap().to_text()).collect()
    }

    #[test]
    fn rows_of_lists_that_come_together_stay_apart() {
        // Longer than what stays in memory, in pieces of different lists.
        const ROWS: usize = 30_000;
        let spool = Spool::default();
        let mut piles = [spool.pile(), spool.pile(), spool.pile()];
        piles[2].push(&row(9, 9)).unwrap();
        piles[2].clear();
        for index in 0..ROWS {
            for (list, pile) in piles.iter_mut().enumerate() {
                pile.push(&row(list, index)).unwrap();
            }
        }
        piles[0].put_away().unwrap();
        assert!(spool.0.lock().unwrap().file.is_some() && spool.0.lock().unwrap().memory.is_empty());
        for (list, pile) in piles.iter().enumerate() {
            assert_eq!(pile.len(), ROWS);
            // More than once.
            for _ in 0..2 {
                assert!(texts(pile).into_iter().eq((0..ROWS).map(|index| row(list, index).to_text())));
            }
        }
    }

    #[cfg(unix)]
    #[test]
    fn the_file_is_for_its_owner_and_has_no_name() {
        use std::os::unix::fs::MetadataExt as _;
        let there = private_file().unwrap().metadata().unwrap();
        assert_eq!((there.mode() & 0o777, there.nlink()), (0o600, 0));
    }

    #[test]
    fn short_lists_see_no_disk() {
        let spool = Spool::default();
        let mut pile = spool.pile();
        for index in 0..3 {
            pile.push(&row(0, index)).unwrap();
            if index == 1 {
                pile.put_away().unwrap();
            }
        }
        assert_eq!(texts(&pile), [0, 1, 2].map(|index| row(0, index).to_text()));
        assert!(spool.0.lock().unwrap().file.is_none());
    }
}
