//! Institute numbers.

use std::fmt;

use crate::scalar::{Scalar, text_scalar};

/// The official number of a school: six digits, often with leading zeros.
///
/// Surrounding whitespace is ignored. A JSON number is rejected, because it has lost its leading zeros. It is sent and
/// displayed with all six digits.
///
/// ```
/// use personeel_wire::InstituteNumber;
///
/// let institute: InstituteNumber = "011007".parse()?;
/// assert_eq!(institute.as_str(), "011007");
/// assert!("11007".parse::<InstituteNumber>().is_err());
/// # Ok::<(), personeel_wire::ParseError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstituteNumber([u8; 6]);

text_scalar!(InstituteNumber);

impl InstituteNumber {
    /// Returns the six digits.
    pub fn as_str(&self) -> &str {
        // The bytes are always ASCII digits, so the fallback is never used.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl Scalar for InstituteNumber {
    const EXPECTED: &'static str =
        "an institute number: a string of six digits, such as \"011007\" (a number would lose its leading zeros)";

    fn from_text(text: &str) -> Option<Self> {
        let digits: [u8; 6] = text.trim().as_bytes().try_into().ok()?;
        digits.iter().all(u8::is_ascii_digit).then_some(Self(digits))
    }
}

impl AsRef<str> for InstituteNumber {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for InstituteNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // a failed test may panic
mod tests {
    use super::InstituteNumber;

    #[test]
    fn keeps_leading_zeros() {
        for text in ["\"011007\"", "\" 011007 \""] {
            let number: InstituteNumber = serde_json::from_str(text).unwrap();
            assert_eq!(number.as_str(), "011007");
            assert_eq!(serde_json::to_string(&number).unwrap(), "\"011007\"");
        }
    }

    #[test]
    fn rejects_anything_but_six_digits() {
        for text in ["", "11007", "0110071", "01100a", "01 007", "-11007", "٠١١٠٠٧", "011é7"] {
            assert!(text.parse::<InstituteNumber>().is_err(), "{text}");
        }
    }

    #[test]
    fn explains_why_an_integer_is_rejected() {
        let error = serde_json::from_str::<InstituteNumber>("138281").unwrap_err().to_string();
        assert!(error.contains("leading zeros"), "{error}");
        assert!(!error.contains("138281"), "{error}");
    }
}
