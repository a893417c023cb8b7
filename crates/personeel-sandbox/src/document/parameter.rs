//! Path and query parameters.

use personeel_wire::{Date, Guid, SchoolYear};
use serde_json::Value;

use super::pointer::resolve;

/// A path or query parameter.
#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) required: bool,
    pub(crate) kind: Kind,
}

/// The type of a parameter's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Guid,
    SchoolYear,
    Structure,
    Date,
    Boolean,
    Integer,
    Text,
}

impl Parameter {
    pub(super) fn read(document: &Value, parameter: &Value) -> Self {
        let schema = resolve(document, &parameter["schema"]);
        Self {
            name: parameter["name"].as_str().unwrap_or_default().to_owned(),
            required: parameter["required"] == true,
            kind: Kind::of(schema),
        }
    }
}

impl Kind {
    fn of(schema: &Value) -> Self {
        let word = |name: &str| schema[name].as_str().unwrap_or_default();
        match (word("x-wire"), word("format"), word("type")) {
            ("SchoolYear", ..) => Self::SchoolYear,
            ("Structure", ..) => Self::Structure,
            (_, "uuid", _) => Self::Guid,
            (_, "date", _) => Self::Date,
            (_, _, "boolean") => Self::Boolean,
            (_, _, "integer") => Self::Integer,
            _ => Self::Text,
        }
    }

    /// Whether a string is a valid value of this kind.
    pub(crate) fn fits(self, text: &str) -> bool {
        let trimmed = text.trim();
        match self {
            Self::Guid => trimmed.parse::<Guid>().is_ok(),
            Self::SchoolYear => trimmed.parse::<SchoolYear>().is_ok(),
            Self::Date => trimmed.parse::<Date>().is_ok(),
            Self::Boolean => trimmed.eq_ignore_ascii_case("true") || trimmed.eq_ignore_ascii_case("false"),
            Self::Integer => trimmed.parse::<i64>().is_ok(),
            // The length of a structure is a rule for bodies only. In a query, one that no school has is not an error.
            Self::Structure | Self::Text => true,
        }
    }

    /// Describes a valid value, to complete a sentence that begins with "must be".
    pub(crate) fn in_words(self) -> &'static str {
        match self {
            Self::Guid => "a GUID",
            Self::SchoolYear => "a school year such as 2023-24",
            Self::Structure => "three characters such as 311",
            Self::Date => "a date such as 2023-09-01",
            Self::Boolean => "true or false",
            Self::Integer => "a whole number",
            Self::Text => "a text",
        }
    }
}
