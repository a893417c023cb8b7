//! A list that is whole.

use super::{Pile, Rows, Source, Spool, Step, unkept};
use crate::failure::Failure;
use crate::json::Json;

/// What a call for a list gave.
pub(crate) struct List {
    pub(crate) rows: Box<dyn Rows + Send>,
    pub(crate) count: usize,
    /// Where the rows that could not be read are wrong; there are none unless rows are read one by one.
    odd: Vec<String>,
}

impl List {
    /// What is missing, if anything is, with every place.
    pub(crate) fn verdict(&self) -> Option<Failure> {
        let total = self.count + self.odd.len();
        let message = format!("{} of {total} rows cannot be decoded: {}", self.odd.len(), self.odd.join(", "));
        (!self.odd.is_empty()).then(|| Failure::partial(message))
    }
}

impl List {
    /// The same list with its rows in another form.
    pub(crate) fn map<E>(
        self,
        change: impl FnOnce(Box<dyn Rows + Send>) -> Result<Box<dyn Rows + Send>, E>,
    ) -> Result<Self, E> {
        Ok(Self { rows: change(self.rows)?, ..self })
    }
}

impl From<Vec<Json>> for List {
    fn from(rows: Vec<Json>) -> Self {
        Self { count: rows.len(), rows: Box::new(rows), odd: Vec::new() }
    }
}

/// Reads a list to its end; its rows wait in the spool.
pub(crate) async fn gathered(mut source: Source, spool: &Spool) -> Result<List, Failure> {
    let (mut pile, mut odd): (Pile, Vec<String>) = (spool.pile(), Vec::new());
    while let Some(step) = source.next().await? {
        match step {
            Step::Row(row) => pile.push(&row).map_err(|error| unkept(&error))?,
            Step::Odd(place) => odd.push(place),
            Step::Again => {
                pile.clear();
                odd.clear();
            }
        }
    }
    pile.put_away().map_err(|error| unkept(&error))?;
    Ok(List { count: pile.len(), rows: Box::new(pile), odd })
}

/// Every row of a list, for what needs them all at once.
pub(crate) async fn all(mut source: Source) -> Result<Vec<Json>, Failure> {
    let mut rows = Vec::new();
    while let Some(step) = source.next().await? {
        match step {
            Step::Row(row) => rows.push(row),
            Step::Odd(_) => {}
            Step::Again => rows.clear(),
        }
    }
    Ok(rows)
}
