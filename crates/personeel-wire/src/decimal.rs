//! Decimal numbers.

use std::fmt;

use rust_decimal::Decimal as Inner;
use serde::{Serialize, Serializer};

use crate::scalar::{Scalar, scalar};

/// An exact decimal number, such as the hours of an assignment.
///
/// Decoding reads JSON numbers by their shortest decimal text, so `0.1` is exactly one tenth, and strings that contain
/// a number. Trailing zeros of a fraction are dropped. A value of up to 15 digits is sent as a JSON number, because
/// every JSON reader gets the same decimal from it; a longer one is sent as a string.
///
/// ```
/// use personeel_wire::Decimal;
///
/// let hours: Decimal = "36.50".parse()?;
/// assert_eq!(hours.to_string(), "36.5");
/// assert_eq!(hours.get() + Decimal::from(1).get(), "37.5".parse::<Decimal>()?.get());
/// # Ok::<(), personeel_wire::ParseError>(())
/// ```
// Stored without trailing zeros, so that equal numbers display alike.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(Inner);

scalar!(Decimal);

/// The powers of ten that a double represents exactly.
const POWERS_OF_TEN: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

/// The largest number of 15 digits.
const MAX_EXACT: i64 = 999_999_999_999_999;

impl Decimal {
    /// Returns the number as a `rust_decimal` decimal, which supports arithmetic.
    pub const fn get(self) -> Inner {
        self.0
    }

    /// Returns the double that every JSON reader reads back as this number, if there is one.
    ///
    /// No two decimals of up to 15 digits share a double, and the quotient of two exact doubles is correctly rounded,
    /// even in readers that don't round correctly otherwise.
    fn to_exact_float(self) -> Option<f64> {
        let digits = i64::try_from(self.0.mantissa()).ok()?;
        let power = POWERS_OF_TEN.get(usize::try_from(self.0.scale()).ok()?)?;
        #[allow(clippy::cast_precision_loss)] // 15 digits fit in a double's 53 bits
        (-MAX_EXACT..=MAX_EXACT).contains(&digits).then(|| digits as f64 / power)
    }
}

impl Scalar for Decimal {
    const EXPECTED: &'static str = "a decimal number such as 36.5, of at most 28 digits";

    fn from_text(text: &str) -> Option<Self> {
        let text = text.trim();
        // `rust_decimal` would also accept underscores between digits.
        if !text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'+' | b'-' | b'e' | b'E')) {
            return None;
        }
        Inner::from_str_exact(text).or_else(|_| Inner::from_scientific(text)).ok().map(Self::from)
    }

    fn from_integer(number: i128) -> Option<Self> {
        Inner::try_from_i128_with_scale(number, 0).ok().map(Self)
    }

    fn from_float(number: f64) -> Option<Self> {
        // A double formats as its shortest text. `parse` rounds digits that are too small to represent, where the exact
        // parsing of `from_text` would reject the number.
        number.to_string().parse::<Inner>().ok().map(Self::from)
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (self.to_exact_float(), i64::try_from(self.0.mantissa())) {
            (Some(_), Ok(integer)) if self.0.scale() == 0 => serializer.serialize_i64(integer),
            (Some(float), _) => serializer.serialize_f64(float),
            (None, _) => serializer.collect_str(self),
        }
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, formatter)
    }
}

impl From<Inner> for Decimal {
    fn from(number: Inner) -> Self {
        Self(number.normalize())
    }
}

impl From<Decimal> for Inner {
    fn from(number: Decimal) -> Self {
        number.0
    }
}

impl From<i64> for Decimal {
    fn from(number: i64) -> Self {
        Self(number.into())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // a failed test may panic
mod tests {
    use super::Decimal;

    #[test]
    fn reads_and_sends() {
        for (json, text, sent) in [
            ("0.1", "0.1", "0.1"),
            ("4.000", "4", "4"),
            ("4", "4", "4"),
            ("-1", "-1", "-1"),
            ("-0.0", "0", "0"),
            ("36.5", "36.5", "36.5"),
            ("1e3", "1000", "1000"),
            ("1e-30", "0", "0"),
            ("\"4.000\"", "4", "4"),
            ("\" 36.50 \"", "36.5", "36.5"),
            ("\"+0.25\"", "0.25", "0.25"),
            ("\"1.5e2\"", "150", "150"),
            ("\"0.0000001\"", "0.0000001", "1e-7"),
            ("999999999999999", "999999999999999", "999999999999999"),
            ("9007199254740993", "9007199254740993", "\"9007199254740993\""),
            ("\"0.1234567890123456789\"", "0.1234567890123456789", "\"0.1234567890123456789\""),
            ("18446744073709551615", "18446744073709551615", "\"18446744073709551615\""),
        ] {
            let number: Decimal = serde_json::from_str(json).unwrap();
            assert_eq!(number.to_string(), text, "{json}");
            assert_eq!(serde_json::to_string(&number).unwrap(), sent, "{json}");
            assert_eq!(serde_json::from_str::<Decimal>(sent).unwrap(), number, "{json}");
        }
    }

    #[test]
    fn rejects_what_is_not_a_number() {
        for text in [
            "",
            ".",
            "-",
            "e",
            "1e",
            "1_000",
            "36,5",
            "0x10",
            "NaN",
            "1e99",
            "1.2.3",
            "--1",
            "12345678901234567890123456789012",
        ] {
            assert!(text.parse::<Decimal>().is_err(), "{text}");
        }
        for json in ["true", "null", "1e300", "[]", "{}", "[1]"] {
            assert!(serde_json::from_str::<Decimal>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn reads_numbers_of_any_precision() {
        let map = r#"{"$serde_json::private::Number":"36.5"}"#;
        assert_eq!(serde_json::from_str::<Decimal>(map).unwrap().to_string(), "36.5");
        let map = r#"{"$serde_json::private::Number":"-1"}"#;
        assert_eq!(serde_json::from_str::<Decimal>(map).unwrap(), Decimal::from(-1));
    }
}
