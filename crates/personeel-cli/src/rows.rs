//! Rows on their way from a call to the code that prints or stores them.
//!
//! A [`Source`] reads the rows of one list strictly, and holds one of them at a time. Where nothing may be printed
//! until the list is known to be complete, rows wait in a [`Pile`] of a [`Spool`]. Printing goes through [`Rows`], as
//! often as its format needs.

mod list;
mod opening;
mod source;
mod spool;

use std::borrow::Cow;
use std::io;

use crate::json::Json;

pub(crate) use list::{List, read_list, read_rows};
pub(crate) use source::{Source, Step, Terms};
pub(crate) use spool::{Block, Pile, Spool, spool_failure};

/// Rows that can be iterated more than once: JSON needs one pass, CSV and tables one more before it.
pub(crate) trait Rows {
    /// Iterates over the rows in the order of the list.
    fn iter_rows(&self) -> Box<dyn Iterator<Item = io::Result<Cow<'_, Json>>> + '_>;
}

impl Rows for Vec<Json> {
    fn iter_rows(&self) -> Box<dyn Iterator<Item = io::Result<Cow<'_, Json>>> + '_> {
        Box::new(self.iter().map(|row| Ok(Cow::Borrowed(row))))
    }
}
