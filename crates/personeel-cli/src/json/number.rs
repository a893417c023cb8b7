//! Numbers with every digit that was received.

use std::fmt;

use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::value::RawValue;

/// A JSON number as it was written: no digit of an amount or of a long key is rounded away. `serde_json` can keep them
/// too, but only with a feature that would change how every crate of a build reads numbers.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Number(String);

impl Number {
    /// Parses a text as a JSON number.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.strip_prefix(['+', '-']).unwrap_or(exponent)),
            None => (unsigned, "0"),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let is_number =
            digits(whole) && digits(fraction) && digits(exponent) && (whole == "0" || !whole.starts_with('0'));
        is_number.then(|| Self(text.to_owned()))
    }

    /// Makes a number from a double; `None` if it is not finite, which JSON cannot express.
    pub(crate) fn from_f64(value: f64) -> Option<Self> {
        serde_json::Number::from_f64(value).map(|number| Self(number.to_string()))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns one form for each value: `20`, `20.0` and `2e1` are equal.
    fn normalised(&self) -> Plain {
        let (sign, unsigned) = self.0.strip_prefix('-').map_or(("", self.0.as_str()), |rest| ("-", rest));
        let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = format!("{whole}{fraction}");
        let significant = digits.trim_start_matches('0').trim_end_matches('0');
        if significant.is_empty() {
            return Plain { digits: "0".to_owned(), exponent: 0 };
        }
        let zeros = digits.len() - digits.trim_end_matches('0').len();
        let number = |length: usize| i64::try_from(length).unwrap_or(i64::MAX);
        // No school has an exponent that overflows an integer; such a number equals only itself.
        match exponent.parse::<i64>() {
            Ok(exponent) => Plain {
                digits: format!("{sign}{significant}"),
                exponent: exponent.saturating_sub(number(fraction.len())).saturating_add(number(zeros)),
            },
            Err(_) => Plain { digits: self.0.clone(), exponent: 0 },
        }
    }

    /// Returns whether two numbers have the same value. Earlier versions of this program stored numbers as doubles, so
    /// a number also equals its stored double.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let (left, right) = (self.normalised(), other.normalised());
        let may_be_rounded = left.digits.len().min(right.digits.len()) <= MAX_DOUBLE_DIGITS;
        left == right || (may_be_rounded && self.rounded() == other.rounded())
    }

    /// Returns one form for the value as those versions stored it.
    pub(crate) fn rounded(&self) -> String {
        let plain = self.normalised();
        if plain.digits.len() <= MAX_EXACT_DIGITS || plain.is_integer() {
            return plain.to_string();
        }
        let double = self.0.parse().ok().and_then(Self::from_f64);
        double.map_or(plain, |double| double.normalised()).to_string()
    }
}

/// A double represents every decimal number of up to this many digits exactly.
const MAX_EXACT_DIGITS: usize = 15;

/// A double is written with at most this many characters: 17 digits and a sign.
const MAX_DOUBLE_DIGITS: usize = 18;

/// Digits that neither begin nor end with 0, and the power of ten to multiply them by.
#[derive(PartialEq, Eq)]
struct Plain {
    digits: String,
    exponent: i64,
}

impl Plain {
    /// Returns whether it is an integer that earlier versions stored exactly.
    fn is_integer(&self) -> bool {
        let zeros = usize::try_from(self.exponent).ok().filter(|zeros| *zeros < 20);
        zeros.is_some_and(|zeros| {
            let text = format!("{}{}", self.digits, "0".repeat(zeros));
            text.parse::<u64>().is_ok() || text.parse::<i64>().is_ok()
        })
    }
}

impl fmt::Display for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}e{}", self.digits, self.exponent)
    }
}

impl From<u64> for Number {
    fn from(value: u64) -> Self {
        Self(value.to_string())
    }
}

impl From<serde_json::Number> for Number {
    fn from(number: serde_json::Number) -> Self {
        Self(number.to_string())
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serde_json::from_str::<&RawValue>(&self.0).map_err(S::Error::custom)?.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        Number::parse(text).unwrap()
    }

    #[test]
    fn accepts_the_json_grammar_only() {
        for text in ["0", "-0", "10", "1.50", "1e5", "-1.0E+400", "123456789012345678901234"] {
            assert_eq!(serde_json::to_string(&number(text)).unwrap(), text);
        }
        for text in ["", "-", "01", "1.", ".5", "1e", "+1", "1e+", "0x1", "1 ", "NaN", "--1"] {
            assert!(Number::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn equal_values_are_the_same_however_written() {
        for (left, right) in [
            ("20", "20.0"),
            ("20", "2e1"),
            ("0.20", "2E-1"),
            ("-0", "0.000e7"),
            ("1e400", "10e399"),
            ("12.50", "12.5"),
            // As earlier versions stored it.
            ("123456789012345678901234", "1.2345678901234568e+23"),
            ("0.1234567890123456789", "0.12345678901234568"),
            ("0.1", "0.10000000000000001"),
        ] {
            let (left, right) = (number(left), number(right));
            assert!(left.is_same(&right) && right.is_same(&left), "{left} {right}");
            assert_eq!(left.rounded(), right.rounded());
        }
        for (left, right) in [
            ("20", "-20"),
            ("20", "2"),
            ("0.1", "0.1000000000000001"),
            ("9007199254740993", "9007199254740992"),
            ("123456789012345678901234", "123456789012345678901235"),
            ("1e99999999999999999999", "1e99999999999999999998"),
        ] {
            assert!(!number(left).is_same(&number(right)), "{left} {right}");
        }
    }
}
