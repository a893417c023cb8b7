//! Lists that wait until it is known which institutes are complete.
//!
//! They wait in the spool and not in the snapshot file: other processes that use the file then wait only while the
//! lists are copied, not while they are downloaded.

use super::Resource;
use super::hash;
use super::key::Keyed;
use crate::failure::Failure;
use crate::json::Json;
use crate::rows::{Block, Spool, spool_failure};

/// How many bytes of records are stored at once.
const BLOCK_BYTES: usize = 64 * 1024;

/// A list whose records are arriving.
pub(crate) struct Staging {
    staged: Staged,
    /// Records that are not stored yet.
    open: Vec<u8>,
}

/// A list whose records have all arrived.
pub(crate) struct Staged {
    spool: Spool,
    blocks: Vec<Block>,
    pub(crate) resource: Resource,
    pub(crate) count: usize,
}

impl Staging {
    pub(crate) fn new(resource: Resource, spool: &Spool) -> Self {
        let staged = Staged { spool: spool.clone(), blocks: Vec::new(), resource, count: 0 };
        Self { staged, open: Vec::new() }
    }

    pub(crate) fn push(&mut self, row: Json) -> Result<(), Failure> {
        let Keyed { key, person, body } = Keyed::of(self.staged.resource, row);
        self.open.extend_from_slice(&hash::of(&body));
        // A person's id is never empty, so the empty string can stand for none.
        for text in [key, person.unwrap_or_default(), body] {
            self.open.extend_from_slice(&(text.len() as u64).to_le_bytes());
            self.open.extend_from_slice(text.as_bytes());
        }
        self.staged.count += 1;
        if self.open.len() < BLOCK_BYTES { Ok(()) } else { self.flush() }
    }

    /// Discards the records received so far.
    pub(crate) fn clear(&mut self) {
        self.open.clear();
        self.staged.blocks.clear();
        self.staged.count = 0;
    }

    pub(crate) fn finish(mut self) -> Result<Staged, Failure> {
        self.flush()?;
        Ok(self.staged)
    }

    fn flush(&mut self) -> Result<(), Failure> {
        if !self.open.is_empty() {
            self.staged.blocks.push(self.staged.spool.store(&self.open).map_err(|error| spool_failure(&error))?);
            self.open.clear();
        }
        Ok(())
    }
}

/// A record and the hash of its body. It has no `Debug`: it is staff data.
pub(super) struct Record<'a> {
    pub(super) hash: [u8; 32],
    pub(super) key: &'a str,
    pub(super) person: Option<&'a str>,
    pub(super) body: &'a str,
}

impl Staged {
    /// Calls a function with every record, in the order of arrival.
    pub(super) fn for_each(&self, mut visit: impl FnMut(&Record<'_>) -> Result<(), Failure>) -> Result<(), Failure> {
        for block in &self.blocks {
            let bytes = self.spool.load(*block).map_err(|error| spool_failure(&error))?;
            let mut rest = bytes.as_slice();
            while !rest.is_empty() {
                let record =
                    read_record(&mut rest).ok_or_else(|| Failure::internal("bad record in the temporary file"))?;
                visit(&record)?;
            }
        }
        Ok(())
    }
}

fn read_record<'a>(rest: &mut &'a [u8]) -> Option<Record<'a>> {
    let (hash, after) = rest.split_first_chunk::<32>()?;
    *rest = after;
    let (key, person, body) = (read_text(rest)?, read_text(rest)?, read_text(rest)?);
    Some(Record { hash: *hash, key, person: Some(person).filter(|person| !person.is_empty()), body })
}

fn read_text<'a>(rest: &mut &'a [u8]) -> Option<&'a str> {
    let (length, after) = rest.split_first_chunk::<8>()?;
    *rest = after;
    let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
    let (text, after) = rest.split_at_checked(length)?;
    *rest = after;
    std::str::from_utf8(text).ok()
}
