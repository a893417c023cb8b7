//! Shared code for integer enumerations defined by [`open_enum!`](crate::open_enum).

use serde::Deserializer;

use crate::scalar::{Scalar, decode};
use crate::{ParseError, UnknownNumber};

/// An open enumeration of integers. `KNOWN` and `VALUES` have the same order.
pub trait NumberEnum: Clone + 'static {
    /// The named values.
    const KNOWN: &'static [Self];
    /// The numbers of the named values.
    const VALUES: &'static [i64];
    /// Wraps a number that has no name.
    fn unknown(number: UnknownNumber<Self>) -> Self;
}

/// Fails the build if two names have the same number.
///
/// ```compile_fail
/// personeel_wire::open_enum! {
///     /// The same number twice.
///     pub enum Twice: integer {
///         /// One.
///         One = 1,
///         /// One again.
///         Again = 1,
///     }
/// }
/// ```
///
/// # Panics
///
/// Panics if two names have the same number. Macro expansions call it in a constant, so the panic is a build error.
pub const fn check_numbers(values: &[i64]) {
    let mut left = values;
    while let [first, rest @ ..] = left {
        let mut others = rest;
        while let [second, more @ ..] = others {
            assert!(*first != *second, "two names of an open enumeration have the same number");
            others = more;
        }
        left = rest;
    }
}

/// Returns the named value of a number, or `Unknown`.
pub fn from_number<E: NumberEnum>(number: i64) -> E {
    let mut named = E::VALUES.iter().zip(E::KNOWN);
    match named.find(|(value, _)| **value == number) {
        Some((_, name)) => name.clone(),
        None => E::unknown(UnknownNumber::new(number)),
    }
}

/// Parses a number.
pub fn parse_number<E: NumberEnum>(text: &str) -> Result<E, ParseError> {
    Number::parse(text).map(|Number(value)| value).ok_or_else(Number::<E>::expected_error)
}

/// Decodes a JSON number, or a string that contains one.
pub fn decode_number<'de, E: NumberEnum, D: Deserializer<'de>>(deserializer: D) -> Result<E, D::Error> {
    decode(deserializer).map(|Number(value)| value)
}

struct Number<E>(E);

impl<E: NumberEnum> Scalar for Number<E> {
    const EXPECTED: &'static str = "a whole number";

    fn from_text(text: &str) -> Option<Self> {
        text.trim().parse().ok().map(from_number).map(Self)
    }

    fn from_integer(number: i128) -> Option<Self> {
        i64::try_from(number).ok().map(from_number).map(Self)
    }

    fn from_float(number: f64) -> Option<Self> {
        // The largest magnitude up to which a double represents every integer.
        const LIMIT: f64 = 9_007_199_254_740_992.0;
        #[allow(clippy::cast_possible_truncation)] // whole and within the limit
        (number.fract() == 0.0 && number.abs() <= LIMIT).then(|| Self(from_number(number as i64)))
    }
}
