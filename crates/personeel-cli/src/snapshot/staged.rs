//! Lists that wait until it is known which institutes are whole.
//!
//! They wait in the spool and not in the file of snapshots: whoever reads or writes that has to wait for a copy, and not for
//! a download.

use super::Resource;
use super::hash;
use super::key::Keyed;
use crate::failure::Failure;
use crate::json::Json;
use crate::rows::{Block, Spool, unkept};

/// Records are put away together until they are so long.
const BLOCK: usize = 64 * 1024;

/// A list whose records are coming.
pub(crate) struct Staging {
    staged: Staged,
    /// Records that are not put away yet.
    open: Vec<u8>,
}

/// A list whose records have all come.
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
        // Whoever has an id has one that says something.
        for text in [key, person.unwrap_or_default(), body] {
            self.open.extend_from_slice(&(text.len() as u64).to_le_bytes());
            self.open.extend_from_slice(text.as_bytes());
        }
        self.staged.count += 1;
        if self.open.len() < BLOCK { Ok(()) } else { self.put_away() }
    }

    /// Begins again.
    pub(crate) fn clear(&mut self) {
        self.open.clear();
        self.staged.blocks.clear();
        self.staged.count = 0;
    }

    pub(crate) fn finish(mut self) -> Result<Staged, Failure> {
        self.put_away()?;
        Ok(self.staged)
    }

    fn put_away(&mut self) -> Result<(), Failure> {
        if !self.open.is_empty() {
            self.staged.blocks.push(self.staged.spool.put(&self.open).map_err(|error| unkept(&error))?);
            self.open.clear();
        }
        Ok(())
    }
}

/// A record, and the hash of its body. It has no `Debug`: it is staff data.
pub(super) struct Record<'a> {
    pub(super) hash: [u8; 32],
    pub(super) key: &'a str,
    pub(super) person: Option<&'a str>,
    pub(super) body: &'a str,
}

impl Staged {
    /// Gives every record, in the order in which they came.
    pub(super) fn each(&self, mut give: impl FnMut(&Record<'_>) -> Result<(), Failure>) -> Result<(), Failure> {
        for block in &self.blocks {
            let bytes = self.spool.get(*block).map_err(|error| unkept(&error))?;
            let mut rest = bytes.as_slice();
            while !rest.is_empty() {
                let record = record(&mut rest).ok_or_else(|| Failure::internal("a record in the temporary file"))?;
                give(&record)?;
            }
        }
        Ok(())
    }
}

fn record<'a>(rest: &mut &'a [u8]) -> Option<Record<'a>> {
    let (hash, after) = rest.split_first_chunk::<32>()?;
    *rest = after;
    let (key, person, body) = (text(rest)?, text(rest)?, text(rest)?);
    Some(Record { hash: *hash, key, person: Some(person).filter(|person| !person.is_empty()), body })
}

fn text<'a>(rest: &mut &'a [u8]) -> Option<&'a str> {
    let (length, after) = rest.split_first_chunk::<8>()?;
    *rest = after;
    let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
    let (text, after) = rest.split_at_checked(length)?;
    *rest = after;
    std::str::from_utf8(text).ok()
}
