//! Decoding: strict, and with the place of a fault instead of its value.

use std::fmt;

use bytes::Bytes;
use personeel_wire::Guid;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::error::{Error, ErrorKind};
use crate::rows::for_each_row;

/// What a call's answer becomes. Implemented for the answers of the API's calls; users have no need to.
pub trait Answer: Sized + sealed::Answer {
    /// What the generated method of the call returns.
    type Generated;

    /// Reads a body.
    #[doc(hidden)]
    fn read(body: &Bytes) -> Result<Self, Error>;

    /// What "there is no data" means; `None` where the call must have some.
    #[doc(hidden)]
    fn without_data() -> Option<Self>;
}

mod sealed {
    pub trait Answer {}
    impl<T> Answer for Vec<T> {}
    impl<T> Answer for Option<T> {}
    impl Answer for () {}
    impl Answer for personeel_wire::Guid {}
}

/// A list; no data is an empty one.
impl<T: DeserializeOwned> Answer for Vec<T> {
    type Generated = Vec<T>;

    fn read(body: &Bytes) -> Result<Self, Error> {
        json(body)
    }

    fn without_data() -> Option<Self> {
        Some(Vec::new())
    }
}

/// One record; no data is `None`.
impl<T: DeserializeOwned> Answer for Option<T> {
    type Generated = T;

    fn read(body: &Bytes) -> Result<Self, Error> {
        json(body).map(Some)
    }

    fn without_data() -> Option<Self> {
        Some(None)
    }
}

/// Done; whatever the body says.
impl Answer for () {
    type Generated = ();

    fn read(_body: &Bytes) -> Result<Self, Error> {
        Ok(())
    }

    fn without_data() -> Option<Self> {
        Some(())
    }
}

/// The id in a reply that comes as a JSON string, as bare text, in braces or in an object.
impl Answer for Guid {
    type Generated = personeel_client::ByteStream;

    fn read(body: &Bytes) -> Result<Self, Error> {
        Guid::find_in_bytes(body).ok_or_else(|| Error::new(ErrorKind::Decode, "the reply holds no id"))
    }

    fn without_data() -> Option<Self> {
        None
    }
}

/// Reads JSON; a fault names its path and never its value.
pub(crate) fn json<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, Error> {
    let body = without_mark(body);
    let read = match std::str::from_utf8(body) {
        // To check the whole at once takes a tenth of the time that its texts take one by one.
        Ok(text) => serde_json::from_str(text),
        Err(_) => serde_json::from_slice(body),
    };
    // The path costs time, so it is looked for only where something is wrong.
    read.map_err(|_| fault::<T>(body))
}

/// Servers of this kind may begin a text with a byte order mark.
fn without_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)
}

fn fault<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Error {
    let mut reader = serde_json::Deserializer::from_slice(body);
    let (path, category) = match serde_path_to_error::deserialize::<_, T>(&mut reader) {
        Err(error) => (error.path().to_string(), error.inner().classify()),
        // What follows the value is wrong.
        Ok(_) => (String::new(), serde_json::error::Category::Syntax),
    };
    let path = if matches!(path.as_str(), "" | ".") { "$".to_owned() } else { path };
    let message = match category {
        serde_json::error::Category::Eof => "the answer ends too early",
        serde_json::error::Category::Syntax => "the answer is no JSON",
        _ => "the answer is not of the form that the document gives",
    };
    Error::new(ErrorKind::Decode, message).with_path(&path)
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
    use personeel_client::types::{Assignment, Employee};

    use super::*;

    fn employee(postcode: &str) -> String {
        format!(
            r#"{{"pPersoon":1,"personId":"00000000-0000-4000-8000-000000000001","naam":"Peeters","voornaam":"An","geslacht":"V",
            "isActive":true,"isMindervalide":false,"isOverleden":false,"adressen":[{{"postcode":{postcode}}}]}}"#
        )
    }

    #[test]
    fn a_fault_names_its_path_and_never_its_value() {
        let list = format!("[{},{}]", employee("\"2800\""), employee("[\"Lakenstraat\"]"));
        let error = json::<Vec<Employee>>(list.as_bytes()).unwrap_err();
        assert_eq!(error.path(), Some("[1].adressen[0].postcode"));
        for shown in [error.to_string(), format!("{error:?}")] {
            assert!(!shown.contains("Lakenstraat") && shown.contains("[1].adressen[0].postcode"), "{shown}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_cost_only_the_field_they_are_in() {
        let body = |text: &str, value: &[u8]| {
            let (before, after) = text.split_once('?').unwrap();
            [before.as_bytes(), value, after.as_bytes()].concat()
        };
        let unknown = employee("\"2800\"").replace("\"naam\"", "\"unknown\":\"?\",\"naam\"");
        assert!(json::<Employee>(&body(&unknown, &[0xff])).is_ok());
        let error = json::<Employee>(&body(&employee("\"?\""), &[b'2', 0xff])).unwrap_err();
        assert_eq!(error.path(), Some("adressen[0].postcode"));
    }

    #[test]
    fn other_bodies_are_told_apart() {
        for (body, message) in [
            ("", "too early"),
            ("[{\"a\"", "too early"),
            ("<html>", "no JSON"),
            ("[] []", "no JSON"),
            ("{}", "not of the form"),
        ] {
            let error = json::<Vec<Employee>>(body.as_bytes()).unwrap_err();
            assert!(error.to_string().contains(message), "{body}: {error}");
            assert!(error.is_decode());
        }
        assert_eq!(json::<Vec<Employee>>(b"\xef\xbb\xbf[]").unwrap().len(), 0);
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

    #[test]
    fn a_key_that_stands_twice_is_read_once() {
        let row = br#"[{"vakRubriek":"AV","gelijkgesteldVak":null,"vakRubriek":null}]"#;
        assert_eq!(json::<Vec<Assignment>>(row).unwrap()[0].vak_rubriek.as_deref(), Some("AV"));
    }

    #[test]
    fn replies_give_the_first_id() {
        let id = "a8050737-6004-459a-bc35-6028e15bd0a3";
        for body in
            [format!("\"{id}\""), id.to_owned(), format!("{{ \n \"{id}\" }}"), format!("{{\"id\":\"{{{id}}}\"}}")]
        {
            assert_eq!(Guid::read(&Bytes::from(body)).unwrap().to_string(), id);
        }
        assert!(Guid::read(&Bytes::from_static(b"{}")).is_err());
    }
}
