//! Iterates over lists record by record.

use std::fmt;
use std::iter::FusedIterator;

use super::Runtime;
use crate::error::{Error, Result};

/// An iterator over the records of a list as they arrive, with the same rules as the stream
/// [`Records`](crate::Records). The list is complete only if the iterator ends without an error.
#[must_use = "an iterator does nothing until it is iterated over"]
pub struct Records<T> {
    /// `None` after an error of the iterator itself.
    records: Option<crate::Records<T>>,
    runtime: Runtime,
}

impl<T> Records<T> {
    pub(super) fn new(records: crate::Records<T>, runtime: Runtime) -> Self {
        Self { records: Some(records), runtime }
    }
}

impl<T> Iterator for Records<T> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Self::Item> {
        let records = self.records.as_mut()?;
        self.runtime.wait(records.next()).unwrap_or_else(|error: Error| {
            self.records = None;
            Some(Err(error))
        })
    }
}

/// The underlying stream is fused.
impl<T> FusedIterator for Records<T> {}

impl<T> fmt::Debug for Records<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Records").finish_non_exhaustive()
    }
}
