//! Main-structure codes.

use std::cmp::Ordering;
use std::fmt;

use crate::scalar::{Scalar, text_scalar};

/// The code of a main structure (`hfd`), the official type of education: three characters such as `311`.
///
/// Parsing is strict: three ASCII letters or digits, with surrounding whitespace ignored. Decoding is lenient, so that
/// one unexpected value doesn't fail the entire list: it keeps any other text, trimmed, and
/// [`is_valid`](Self::is_valid) returns `false` for it. It is sent and displayed as stored.
///
/// ```
/// use personeel_wire::Structure;
///
/// let structure: Structure = "311   ".parse()?;
/// assert_eq!(structure.as_str(), "311");
/// assert!("kleuter".parse::<Structure>().is_err());
/// # Ok::<(), personeel_wire::ParseError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Structure(Text);

/// `Other` never contains a text that fits in `Code`, so that equal codes are equal values.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Text {
    Code([u8; 3]),
    Other(Box<str>),
}

text_scalar!(Structure);

impl Structure {
    /// Returns the code, or the text that was found in its place.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            // The code is always ASCII, so the fallback is never used.
            Text::Code(code) => std::str::from_utf8(code).unwrap_or_default(),
            Text::Other(text) => text,
        }
    }

    /// Returns whether it is a code of three letters or digits.
    pub const fn is_valid(&self) -> bool {
        matches!(self.0, Text::Code(_))
    }
}

impl Scalar for Structure {
    const EXPECTED: &'static str = "a main-structure code of three letters or digits, such as 311";

    fn parse(text: &str) -> Option<Self> {
        let code: [u8; 3] = text.trim().as_bytes().try_into().ok()?;
        code.iter().all(u8::is_ascii_alphanumeric).then_some(Self(Text::Code(code)))
    }

    fn from_text(text: &str) -> Option<Self> {
        Some(Self::parse(text).unwrap_or_else(|| Self(Text::Other(text.trim().into()))))
    }

    fn from_integer(number: i128) -> Option<Self> {
        Self::from_text(&number.to_string())
    }
}

impl Ord for Structure {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl PartialOrd for Structure {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl AsRef<str> for Structure {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for Structure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // a failed test may panic
mod tests {
    use super::Structure;

    #[test]
    fn decodes_any_text_and_reports_whether_it_is_valid() {
        for (json, text, valid) in [
            ("\"311   \"", "311", true),
            ("\" 311\"", "311", true),
            ("\"a1B\"", "a1B", true),
            ("311", "311", true),
            ("\"\"", "", false),
            ("\"3 1\"", "3 1", false),
            ("\" 3111 \"", "3111", false),
            ("\"é1\"", "é1", false),
            ("12", "12", false),
        ] {
            let structure: Structure = serde_json::from_str(json).unwrap();
            assert_eq!(structure.as_str(), text);
            assert_eq!(structure.is_valid(), valid, "{json}");
            assert_eq!(structure.as_str().parse::<Structure>().is_ok(), valid, "{json}");
            assert_eq!(serde_json::to_value(&structure).unwrap(), text);
        }
        for json in ["true", "1.5", "null", "[]", "{}"] {
            assert!(serde_json::from_str::<Structure>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn sorts_by_text() {
        let read = |text: &str| serde_json::from_value::<Structure>(text.into()).unwrap();
        assert!(read("21") < read("311"));
        assert!(read("311") < read("3111"));
        assert!(read("3111") < read("312"));
    }
}
