//! Identifiers.

use std::fmt;

use uuid::Uuid;

use crate::scalar::{Scalar, text_scalar};

/// The identifier of a person, an interruption, an attachment and most other records.
///
/// Parsing accepts every form that the API is known to send: with or without braces, in upper or lower case, with
/// whitespace around it or inside the braces, and without hyphens. It is sent and displayed with hyphens, in lower case
/// and without braces.
///
/// ```
/// use personeel_wire::Guid;
///
/// let id: Guid = "{ 42CD5A20-E22F-45D7-973C-FAB8734DEC50}".parse()?;
/// assert_eq!(id.to_string(), "42cd5a20-e22f-45d7-973c-fab8734dec50");
/// # Ok::<(), personeel_wire::ParseError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Guid(Uuid);

text_scalar!(Guid);

impl Guid {
    /// Generates a random identifier (version 4) for a new record.
    pub fn random() -> Self {
        Self(Uuid::new_v4())
    }

    /// Returns the identifier as a `uuid` type.
    pub const fn as_uuid(&self) -> &Uuid {
        &self.0
    }

    /// Returns whether all digits are zero.
    pub const fn is_nil(&self) -> bool {
        self.0.is_nil()
    }

    /// Finds the first hyphenated GUID in a text, such as a response body or an error message about a record.
    ///
    /// A GUID inside a longer run of hexadecimal digits and hyphens is ignored.
    ///
    /// ```
    /// use personeel_wire::Guid;
    ///
    /// let found = Guid::find_in(r#"{ "42cd5a20-e22f-45d7-973c-fab8734dec50" }"#);
    /// assert_eq!(found, Some("42cd5a20-e22f-45d7-973c-fab8734dec50".parse()?));
    /// # Ok::<(), personeel_wire::ParseError>(())
    /// ```
    pub fn find_in(text: &str) -> Option<Self> {
        Self::find_in_bytes(text.as_bytes())
    }

    /// Does the same as [`Guid::find_in`] for bytes that may not be valid UTF-8.
    pub fn find_in_bytes(bytes: &[u8]) -> Option<Self> {
        bytes
            .split(|byte| !(byte.is_ascii_hexdigit() || *byte == b'-'))
            .filter(|run| run.len() == HYPHENATED)
            .find_map(|run| Uuid::try_parse_ascii(run).ok())
            .map(Self)
    }
}

const HYPHENATED: usize = 36;
const SIMPLE: usize = 32;

impl Scalar for Guid {
    const EXPECTED: &'static str = "a GUID such as 42cd5a20-e22f-45d7-973c-fab8734dec50";

    fn from_text(text: &str) -> Option<Self> {
        // Fast path for the usual form. The length check rules out the other forms that `uuid` accepts.
        if text.len() == HYPHENATED
            && let Ok(uuid) = Uuid::try_parse(text)
        {
            return Some(Self(uuid));
        }
        let text = text.trim();
        let digits = match text.strip_prefix('{') {
            Some(inner) => inner.strip_suffix('}')?.trim(),
            None => text,
        };
        if !matches!(digits.len(), HYPHENATED | SIMPLE) {
            return None;
        }
        Uuid::try_parse(digits).ok().map(Self)
    }
}

impl fmt::Display for Guid {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.0.hyphenated().encode_lower(&mut Uuid::encode_buffer()))
    }
}

impl From<Uuid> for Guid {
    fn from(uuid: Uuid) -> Self {
        Self(uuid)
    }
}

impl From<Guid> for Uuid {
    fn from(guid: Guid) -> Self {
        guid.0
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // a failed test may panic
mod tests {
    use super::Guid;

    const BARE: &str = "42cd5a20-e22f-45d7-973c-fab8734dec50";

    #[test]
    fn reads_every_form_the_api_sends() {
        for text in [
            BARE,
            " 42cd5a20-e22f-45d7-973c-fab8734dec50",
            "42cd5a20-e22f-45d7-973c-fab8734dec50\r\n",
            "{42CD5A20-E22F-45D7-973C-FAB8734DEC50}",
            "{ 42cd5a20-e22f-45d7-973c-fab8734dec50}",
            " {42cd5a20-e22f-45d7-973c-fab8734dec50 } ",
            "42CD5A20e22f45d7973cfab8734dec50",
            "{42cd5a20e22f45d7973cfab8734dec50}",
        ] {
            let guid: Guid = text.parse().unwrap();
            assert_eq!(guid.to_string(), BARE, "{text}");
            assert_eq!(format!("{guid:?}"), BARE);
            let json = serde_json::to_string(text).unwrap();
            assert_eq!(serde_json::from_str::<Guid>(&json).unwrap(), guid);
            assert_eq!(serde_json::to_value(guid).unwrap(), BARE);
        }
    }

    #[test]
    fn rejects_what_is_not_a_guid() {
        for text in [
            "",
            "{}",
            "{",
            "{42cd5a20-e22f-45d7-973c-fab8734dec50",
            "42cd5a20-e22f-45d7-973c-fab8734dec50}",
            "42cd5a20-e22f-45d7-973c-fab8734dec5",
            "42cd5a20-e22f-45d7-973c-fab8734dec5g",
            "42cd5a20e-22f-45d7-973c-fab8734dec50",
            "urn:uuid:42cd5a20-e22f-45d7-973c-fab8734dec50",
            "42cd5a20-e22f-45d7-973c-fab8734déc5",
        ] {
            assert!(text.parse::<Guid>().is_err(), "{text}");
        }
    }

    #[test]
    fn finds_the_first_one_in_a_text() {
        for text in [
            BARE,
            "\"42cd5a20-e22f-45d7-973c-fab8734dec50\"",
            "{ \"42cd5a20-e22f-45d7-973c-fab8734dec50\" }",
            "{ 42CD5A20-E22F-45D7-973C-FAB8734DEC50}",
            r#"{"id":"42cd5a20-e22f-45d7-973c-fab8734dec50","x":"00000000-0000-0000-0000-000000000000"}"#,
            "Bestaat al. Id: 42cd5a20-e22f-45d7-973c-fab8734dec50",
            "Bestaat al. Id:42cd5a20-e22f-45d7-973c-fab8734dec50.",
            "dead-beef 42cd5a20-e22f-45d7-973c-fab8734dec5 42cd5a20-e22f-45d7-973c-fab8734dec50",
        ] {
            assert_eq!(Guid::find_in(text), Some(BARE.parse().unwrap()), "{text}");
        }
        assert_eq!(
            Guid::find_in_bytes(b"\xff\x0042cd5a20-e22f-45d7-973c-fab8734dec50\xfe"),
            Some(BARE.parse().unwrap())
        );
    }

    #[test]
    fn finds_none_in_a_longer_run() {
        for text in [
            "",
            "042cd5a20-e22f-45d7-973c-fab8734dec50",
            "42cd5a20-e22f-45d7-973c-fab8734dec50f",
            "42cd5a20-e22f-45d7-973c-fab8734dec50-42cd5a20",
            "-42cd5a20-e22f-45d7-973c-fab8734dec50",
            "42cd5a20e22f45d7973cfab8734dec50",
        ] {
            assert_eq!(Guid::find_in(text), None, "{text}");
        }
    }

    #[test]
    fn random_guids_differ() {
        assert_ne!(Guid::random(), Guid::random());
        assert_eq!(Guid::random().as_uuid().get_version_num(), 4);
        assert!(Guid::from(uuid::Uuid::nil()).is_nil());
    }
}
