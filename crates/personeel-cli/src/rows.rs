//! Rows on their way from a call to whoever prints or stores them.
//!
//! A [`Source`] reads the rows of one list, strictly, and holds one of them at a time. Where nothing may be told before the
//! list is certain to be whole, they wait in a [`Pile`] of a [`Spool`]. What prints goes through [`Rows`], as often as its
//! format needs.

mod list;
mod opening;
mod source;
mod spool;

use std::borrow::Cow;
use std::io;

use crate::json::Json;

pub(crate) use list::{List, all, gathered};
pub(crate) use source::{Source, Step, Terms};
pub(crate) use spool::{Block, Pile, Spool, unkept};

/// Rows that can be gone through more than once: JSON needs one look at them, CSV and tables one more before it.
pub(crate) trait Rows {
    /// Each row, in the order of the list.
    fn each(&self) -> Box<dyn Iterator<Item = io::Result<Cow<'_, Json>>> + '_>;
}

impl Rows for Vec<Json> {
    fn each(&self) -> Box<dyn Iterator<Item = io::Result<Cow<'_, Json>>> + '_> {
        Box::new(self.iter().map(|row| Ok(Cow::Borrowed(row))))
    }
}
