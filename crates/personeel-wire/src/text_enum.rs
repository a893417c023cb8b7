//! Shared code for text enumerations defined by [`open_enum!`](crate::open_enum).

use serde::Deserializer;

use crate::UnknownText;
use crate::scalar::{Scalar, decode};

/// An open enumeration of texts. `KNOWN` and `VALUES` have the same order.
pub trait TextEnum: Clone + 'static {
    /// The named values.
    const KNOWN: &'static [Self];
    /// The texts of the named values.
    const VALUES: &'static [&'static str];
    /// Wraps a text that has no name.
    fn unknown(text: UnknownText<Self>) -> Self;
}

/// Fails the build if two names have the same text, or if a text has surrounding whitespace, which reading would drop.
///
/// ```compile_fail
/// personeel_wire::open_enum! {
///     /// The same text twice.
///     pub enum Twice: text {
///         /// One.
///         One = "VE",
///         /// One again.
///         Again = "VE",
///     }
/// }
/// ```
///
/// ```compile_fail
/// personeel_wire::open_enum! {
///     /// Can never be read.
///     pub enum Blank: text {
///         /// One.
///         One = "VE ",
///     }
/// }
/// ```
///
/// # Panics
///
/// Panics if a text is invalid. Macro expansions call it in a constant, so the panic is a build error.
pub const fn check_texts(values: &[&str]) {
    let mut left = values;
    while let [first, rest @ ..] = left {
        let text = first.as_bytes();
        assert!(text.len() == text.trim_ascii().len(), "a text of an open enumeration has surrounding whitespace");
        let mut others = rest;
        while let [second, more @ ..] = others {
            assert!(!are_equal(text, second.as_bytes()), "two names of an open enumeration have the same text");
            others = more;
        }
        left = rest;
    }
}

const fn are_equal(mut left: &[u8], mut right: &[u8]) -> bool {
    while let ([a, left_rest @ ..], [b, right_rest @ ..]) = (left, right) {
        if *a != *b {
            return false;
        }
        (left, right) = (left_rest, right_rest);
    }
    left.is_empty() && right.is_empty()
}

/// Returns the named value of a text, or `Unknown`.
///
/// An exact match takes precedence over one in another case, so two documented texts may differ only in case.
pub fn from_text<E: TextEnum>(text: &str) -> E {
    let text = text.trim();
    let position = |matches: fn(&str, &str) -> bool| E::VALUES.iter().position(|value| matches(value, text));
    position(|value, text| value == text)
        .or_else(|| position(str::eq_ignore_ascii_case))
        .and_then(|index| E::KNOWN.get(index).cloned())
        .unwrap_or_else(|| E::unknown(UnknownText::new(text.into())))
}

/// Decodes a JSON string, or a number by its text.
pub fn decode_text<'de, E: TextEnum, D: Deserializer<'de>>(deserializer: D) -> Result<E, D::Error> {
    decode(deserializer).map(|Text(value)| value)
}

struct Text<E>(E);

impl<E: TextEnum> Scalar for Text<E> {
    const EXPECTED: &'static str = "a text or a number";

    fn from_text(text: &str) -> Option<Self> {
        Some(Self(from_text(text)))
    }

    fn from_integer(number: i128) -> Option<Self> {
        Self::from_text(&number.to_string())
    }

    fn from_float(number: f64) -> Option<Self> {
        Self::from_text(&number.to_string())
    }
}
