//! Strict decoding, with errors that report where a problem is but never the value.

use std::fmt;

use serde::Deserialize;

/// The error returned when a body cannot be decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    kind: DecodeErrorKind,
    path: String,
}

/// What is wrong with a body that cannot be decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DecodeErrorKind {
    /// The body is truncated.
    Truncated,
    /// The body is not valid JSON.
    Syntax,
    /// The body is JSON, but not of the shape that the document declares.
    Shape,
    /// The body must contain an id, but doesn't.
    NoId,
}

impl DecodeError {
    pub(crate) fn new(kind: DecodeErrorKind) -> Self {
        Self { kind, path: "$".to_owned() }
    }

    /// Returns what is wrong.
    pub fn kind(&self) -> DecodeErrorKind {
        self.kind
    }

    /// Returns where the problem is, such as `[417].adressen[0].postcode`, or `$` for the body as a whole.
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for DecodeErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Truncated => "the response is truncated",
            Self::Syntax => "the response is not valid JSON",
            Self::Shape => "the response doesn't match the document",
            Self::NoId => "the response contains no id",
        })
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}", self.kind, self.path)
    }
}

impl std::error::Error for DecodeError {}

/// Decodes a value from JSON. A byte order mark at the start is skipped.
///
/// # Errors
///
/// Returns a [`DecodeError`] if the body is not valid JSON or doesn't have the shape of `T`. The error gives the path
/// of the problem, never the value.
pub fn decode<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, DecodeError> {
    // Servers of this kind sometimes start a text with a byte order mark.
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let read = match std::str::from_utf8(body) {
        // Validating the body at once takes a tenth of the time of validating its strings one by one.
        Ok(text) => serde_json::from_str(text),
        Err(_) => serde_json::from_slice(body),
    };
    // Tracking the path takes time, so it is only done once decoding has failed.
    read.map_err(|_| locate_error::<T>(body))
}

fn locate_error<'a, T: Deserialize<'a>>(body: &'a [u8]) -> DecodeError {
    let mut reader = serde_json::Deserializer::from_slice(body);
    let (path, category) = match serde_path_to_error::deserialize::<_, T>(&mut reader) {
        Err(error) => (error.path().to_string(), error.inner().classify()),
        // The value itself is fine, so the problem is what follows it.
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
    fn an_error_gives_the_path_and_never_the_value() {
        let list = format!("[{},{}]", employee("\"2800\""), employee("[\"Lakenstraat\"]"));
        let error = decode::<Vec<Employee>>(list.as_bytes()).unwrap_err();
        assert_eq!(error.path(), "[1].adressen[0].postcode");
        for shown in [error.to_string(), format!("{error:?}")] {
            assert!(!shown.contains("Lakenstraat") && shown.contains("[1].adressen[0].postcode"), "{shown}");
        }
    }

    #[test]
    fn invalid_utf8_only_fails_the_field_it_is_in() {
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
    fn each_kind_of_problem_is_recognised() {
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
    fn a_repeated_key_is_read_once() {
        let row = br#"[{"vakRubriek":"AV","gelijkgesteldVak":null,"vakRubriek":null}]"#;
        assert_eq!(decode::<Vec<Assignment>>(row).unwrap()[0].vak_rubriek.as_deref(), Some("AV"));
    }
}
