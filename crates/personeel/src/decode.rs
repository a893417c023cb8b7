//! Decoding: strict, and with the place of a fault instead of its value.

use std::fmt;

use bytes::Bytes;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::error::Error;
use crate::rows::for_each_row;

/// Reads JSON; a fault names its path and never its value.
pub(crate) fn json<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, Error> {
    personeel_client::decode(body).map_err(Error::from)
}

/// Where in a list a fault is that was found in one of its rows.
pub(crate) fn path_in_list(index: usize, error: &Error) -> String {
    match error.path() {
        None | Some("$") => format!("[{index}]"),
        Some(path) => format!("[{index}].{path}"),
    }
}

/// A list of which each row was decoded by itself.
#[derive(Debug)]
pub struct Rows<T> {
    rows: Vec<Result<T, RowError>>,
}

impl<T> Rows<T> {
    /// Every row in the order of the answer.
    pub fn into_inner(self) -> Vec<Result<T, RowError>> {
        self.rows
    }

    /// The rows that decoded, and what is wrong with the others. Look at both: a list that lacks a row must not pass
    /// for a complete one.
    pub fn split(self) -> (Vec<T>, Vec<RowError>) {
        let mut good = Vec::with_capacity(self.rows.len());
        let mut bad = Vec::new();
        for row in self.rows {
            match row {
                Ok(row) => good.push(row),
                Err(error) => bad.push(error),
            }
        }
        (good, bad)
    }

    /// Whether every row decoded.
    pub fn is_complete(&self) -> bool {
        self.rows.iter().all(Result::is_ok)
    }

    /// How many rows there are, good and bad.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether the list has no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

impl<T: DeserializeOwned> Rows<T> {
    pub(crate) fn read(body: &Bytes) -> Result<Self, Error> {
        let mut rows = Vec::new();
        for_each_row(body, |index, row| {
            rows.push(json(row).map_err(|error| RowError {
                index,
                path: path_in_list(index, &error),
                // Bytes that are no text stand in a record that is looked at by people.
                json: String::from_utf8_lossy(row).trim_end().to_owned(),
            }));
        })?;
        Ok(Self { rows })
    }

    pub(crate) fn none() -> Self {
        Self { rows: Vec::new() }
    }
}

/// A row that could not be decoded.
#[derive(Clone, PartialEq, Eq)]
pub struct RowError {
    index: usize,
    path: String,
    json: String,
}

impl RowError {
    /// Its place in the list, from 0.
    pub fn index(&self) -> usize {
        self.index
    }

    /// Where in the answer the fault is, for example `[417].adressen[0].postcode`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The row as it came. It holds personal data: don't log it.
    pub fn json(&self) -> &str {
        &self.json
    }
}

impl fmt::Debug for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RowError").field("path", &self.path).finish_non_exhaustive()
    }
}

impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "row {} cannot be decoded at {}", self.index, self.path)
    }
}

impl std::error::Error for RowError {}

#[cfg(test)]
mod tests {
    use personeel_client::types::Employee;

    use super::*;

    fn employee(postcode: &str) -> String {
        format!(
            r#"{{"pPersoon":1,"personId":"00000000-0000-4000-8000-000000000001","naam":"Peeters","voornaam":"An","geslacht":"V",
            "isActive":true,"isMindervalide":false,"isOverleden":false,"adressen":[{{"postcode":{postcode}}}]}}"#
        )
    }

    #[test]
    fn rows_fail_one_by_one() {
        let list = Bytes::from(format!("[{},{},7]", employee("\"2800\""), employee("{}")));
        let rows = Rows::<Employee>::read(&list).unwrap();
        assert!(!rows.is_complete());
        let (good, bad) = rows.split();
        assert_eq!(good.len(), 1);
        assert_eq!(bad.iter().map(RowError::path).collect::<Vec<_>>(), ["[1].adressen[0].postcode", "[2]"]);
        assert!(Rows::<Employee>::read(&Bytes::from_static(b"{}")).is_err(), "no list at all");
    }
}
