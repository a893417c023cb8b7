//! Strict decoding, with errors that give the path of an invalid value and never the value itself.

use std::fmt;

use bytes::Bytes;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::error::Error;
use crate::rows::for_each_row;

/// Decodes JSON. Errors contain the path, never the value.
pub(crate) fn decode_json<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, Error> {
    personeel_client::decode(body).map_err(Error::from)
}

/// Returns the path within the list of an error in one of its rows.
pub(crate) fn path_in_list(index: usize, error: &Error) -> String {
    match error.path() {
        None | Some("$") => format!("[{index}]"),
        Some(path) => format!("[{index}].{path}"),
    }
}

/// A list whose rows were decoded independently of each other.
#[doc(alias = "lenient")]
#[doc(alias = "partial")]
#[derive(Debug)]
pub struct Rows<T> {
    rows: Vec<Result<T, RowError>>,
}

impl<T> Rows<T> {
    /// Returns every row, in the order of the response.
    pub fn into_inner(self) -> Vec<Result<T, RowError>> {
        self.rows
    }

    /// Splits the list into the decoded rows and the errors of the others. Check both: a list with a row missing must
    /// not be taken for a complete one.
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

    /// Returns whether every row was decoded.
    pub fn is_complete(&self) -> bool {
        self.rows.iter().all(Result::is_ok)
    }

    /// Returns the number of rows, including those that could not be decoded.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns whether the list has no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

impl<T: DeserializeOwned> Rows<T> {
    pub(crate) fn read(body: &Bytes) -> Result<Self, Error> {
        let mut rows = Vec::new();
        for_each_row(body, |index, row| {
            rows.push(decode_json(row).map_err(|error| RowError {
                index,
                path: path_in_list(index, &error),
                // People read this text, so bytes that are not UTF-8 are replaced.
                json: String::from_utf8_lossy(row).trim_end().to_owned(),
            }));
        })?;
        Ok(Self { rows })
    }

    pub(crate) fn empty() -> Self {
        Self { rows: Vec::new() }
    }
}

/// Why a row could not be decoded.
#[derive(Clone, PartialEq, Eq)]
pub struct RowError {
    index: usize,
    path: String,
    json: String,
}

impl RowError {
    /// Returns the row's index in the list, from 0.
    pub fn index(&self) -> usize {
        self.index
    }

    /// Returns the path of the invalid value in the response, for example `[417].adressen[0].postcode`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the row's JSON as received. It contains personal data: don't log it.
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
    fn rows_are_decoded_independently() {
        let list = Bytes::from(format!("[{},{},7]", employee("\"2800\""), employee("{}")));
        let rows = Rows::<Employee>::read(&list).unwrap();
        assert!(!rows.is_complete());
        let (good, bad) = rows.split();
        assert_eq!(good.len(), 1);
        assert_eq!(bad.iter().map(RowError::path).collect::<Vec<_>>(), ["[1].adressen[0].postcode", "[2]"]);
        assert!(Rows::<Employee>::read(&Bytes::from_static(b"{}")).is_err(), "not a list");
    }
}
