//! Decoding: strict, and with the place of a fault instead of its value.

use std::fmt;

use serde::Deserialize;

/// A body is not what it must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    kind: DecodeErrorKind,
    path: String,
}

/// What is wrong with a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DecodeErrorKind {
    /// It ends too early.
    Truncated,
    /// It isn't JSON.
    Syntax,
    /// It is JSON of another shape than the document gives.
    Shape,
    /// It is a reply that has to hold an id, and holds none.
    NoId,
}

impl DecodeError {
    pub(crate) fn new(kind: DecodeErrorKind) -> Self {
        Self { kind, path: "$".to_owned() }
    }

    /// What is wrong.
    pub fn kind(&self) -> DecodeErrorKind {
        self.kind
    }

    /// Where, for example `[417].adressen[0].postcode`; `$` for the body as a whole.
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for DecodeErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Truncated => "the answer ends too early",
            Self::Syntax => "the answer isn't valid JSON",
            Self::Shape => "the answer doesn't have the shape that the document gives",
            Self::NoId => "the reply holds no id",
        })
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, at {}", self.kind, self.path)
    }
}

impl std::error::Error for DecodeError {}

/// Reads JSON. A fault names its path and never its value.
///
/// # Errors
///
/// A [`DecodeError`] where the body isn't JSON or doesn't have the shape of `T`.
pub fn decode<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, DecodeError> {
    // Servers of this kind may begin a text with a byte order mark.
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let read = match std::str::from_utf8(body) {
        // To check the whole at once takes a tenth of the time that its texts take one by one.
        Ok(text) => serde_json::from_str(text),
        Err(_) => serde_json::from_slice(body),
    };
    // The path costs time, so it is looked for only where something is wrong.
    read.map_err(|_| locate_fault::<T>(body))
}

fn locate_fault<'a, T: Deserialize<'a>>(body: &'a [u8]) -> DecodeError {
    let mut reader = serde_json::Deserializer::from_slice(body);
    let (path, category) = match serde_path_to_error::deserialize::<_, T>(&mut reader) {
        Err(error) => (error.path().to_string(), error.inner().classify()),
        // What follows the value is wrong.
        Ok(_) => (String::new(), serde_json::error::Category::Syntax),
    };
    let kind = match category {
        serde_json::error::Category::Eof => DecodeErrorKind::Truncated,
        serde_json::error::Category::Syntax => DecodeErrorKind::Syntax,
        _ => DecodeErrorKind::Shape,
    };
    let path = if matches!(path.as_str(), "" | ".") { "$".to_owned() } else { path };
    DecodeError { kind, path }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::{Assignment, Employee};

    fn employee(postcode: &str) -> String {
        format!(
            r#"{{"pPersoon":1,"personId":"00000000-0000-4000-8000-000000000001","naam":"Peeters","voornaam":"An","geslacht":"V",
            "isActive":true,"isMindervalide":false,"isOverleden":false,"adressen":[{{"postcode":{postcode}}}]}}"#
        )
    }

    #[test]
    fn a_fault_names_its_path_and_never_its_value() {
        let list = format!("[{},{}]", employee("\"2800\""), employee("[\"Lakenstraat\"]"));
        let error = decode::<Vec<Employee>>(list.as_bytes()).unwrap_err();
        assert_eq!(error.path(), "[1].adressen[0].postcode");
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
        assert!(decode::<Employee>(&body(&unknown, &[0xff])).is_ok());
        let error = decode::<Employee>(&body(&employee("\"?\""), &[b'2', 0xff])).unwrap_err();
        assert_eq!(error.path(), "adressen[0].postcode");
    }

    #[test]
    fn other_bodies_are_told_apart() {
        for (body, kind) in [
            ("", DecodeErrorKind::Truncated),
            ("[{\"a\"", DecodeErrorKind::Truncated),
            ("<html>", DecodeErrorKind::Syntax),
            ("[] []", DecodeErrorKind::Syntax),
            ("{}", DecodeErrorKind::Shape),
        ] {
            assert_eq!(decode::<Vec<Employee>>(body.as_bytes()).unwrap_err().kind(), kind, "{body}");
        }
        assert_eq!(decode::<Vec<Employee>>(b"\xef\xbb\xbf[]").unwrap().len(), 0);
    }

    #[test]
    fn a_key_that_stands_twice_is_read_once() {
        let row = br#"[{"vakRubriek":"AV","gelijkgesteldVak":null,"vakRubriek":null}]"#;
        assert_eq!(decode::<Vec<Assignment>>(row).unwrap()[0].vak_rubriek.as_deref(), Some("AV"));
    }
}
