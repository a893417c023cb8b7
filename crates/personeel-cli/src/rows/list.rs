//! A complete list.

use super::{Pile, Rows, Source, Spool, Step, spool_failure};
use crate::failure::Failure;
use crate::json::Json;

/// A list as a call returned it.
pub(crate) struct List {
    pub(crate) rows: Box<dyn Rows + Send>,
    pub(crate) count: usize,
    /// Paths to the values that cannot be decoded, one for each bad row; empty unless rows are decoded one by one.
    undecodable: Vec<String>,
}

impl List {
    /// Returns the failure for rows that are missing, if there are any, with the path of each.
    pub(crate) fn verdict(&self) -> Option<Failure> {
        let total = self.count + self.undecodable.len();
        let message =
            format!("{} of {total} rows cannot be decoded: {}", self.undecodable.len(), self.undecodable.join(", "));
        (!self.undecodable.is_empty()).then(|| Failure::partial(message))
    }
}

impl List {
    /// Returns the same list with its rows changed.
    pub(crate) fn map<E>(
        self,
        change: impl FnOnce(Box<dyn Rows + Send>) -> Result<Box<dyn Rows + Send>, E>,
    ) -> Result<Self, E> {
        Ok(Self { rows: change(self.rows)?, ..self })
    }
}

impl From<Vec<Json>> for List {
    fn from(rows: Vec<Json>) -> Self {
        Self { count: rows.len(), rows: Box::new(rows), undecodable: Vec::new() }
    }
}

/// Reads a list to its end; its rows wait in the spool.
pub(crate) async fn read_list(mut source: Source, spool: &Spool) -> Result<List, Failure> {
    let (mut pile, mut undecodable): (Pile, Vec<String>) = (spool.new_pile(), Vec::new());
    while let Some(step) = source.next().await? {
        match step {
            Step::Row(row) => pile.push(&row).map_err(|error| spool_failure(&error))?,
            Step::Undecodable(place) => undecodable.push(place),
            Step::Restart => {
                pile.clear();
                undecodable.clear();
            }
        }
    }
    pile.flush().map_err(|error| spool_failure(&error))?;
    Ok(List { count: pile.len(), rows: Box::new(pile), undecodable })
}

/// Reads every row of a list into memory, for callers that need them all at once.
pub(crate) async fn read_rows(mut source: Source) -> Result<Vec<Json>, Failure> {
    let mut rows = Vec::new();
    while let Some(step) = source.next().await? {
        match step {
            Step::Row(row) => rows.push(row),
            Step::Undecodable(_) => {}
            Step::Restart => rows.clear(),
        }
    }
    Ok(rows)
}
