//! Parsers for the values of flags. Values are checked before anything is sent; errors state the expected form.

use std::fmt::Display;
use std::str::FromStr;
use std::time::Duration;

use clap::ValueEnum;
use personeel::enums::{CommunicationNumberKind, CommunicationNumberType};

/// Parses a scalar of the API; clap puts the flag and the value in front of the message.
pub(crate) fn scalar<T>(text: &str) -> Result<T, String>
where
    T: FromStr,
    T::Err: Display,
{
    text.parse().map_err(|error: T::Err| error.to_string())
}

/// Parses a duration such as `30s`, `500ms`, `2m` or `1m30s`.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    parse_duration(text).ok_or_else(|| "expected a duration above zero, such as 30s, 2m or 1m30s".to_owned())
}

fn parse_duration(text: &str) -> Option<Duration> {
    let mut rest = text.trim();
    let mut total = Duration::ZERO;
    while !rest.is_empty() {
        let digits = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
        let number: u64 = rest.get(..digits)?.parse().ok()?;
        rest = rest.get(digits..)?;
        let letters = rest.find(|letter: char| letter.is_ascii_digit()).unwrap_or(rest.len());
        let unit = match rest.get(..letters)?.trim() {
            "ms" => Duration::from_millis(1),
            // A bare number means seconds.
            "s" | "" => Duration::from_secs(1),
            "m" | "min" => Duration::from_secs(60),
            "h" => Duration::from_secs(3600),
            _ => return None,
        };
        total = total.checked_add(unit.checked_mul(u32::try_from(number).ok()?)?)?;
        rest = rest.get(letters..)?;
    }
    // A year is as good as no limit, and does not overflow any timer.
    (!total.is_zero() && total <= Duration::from_secs(366 * 86_400)).then_some(total)
}

/// Kind of a communication number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum NumberKind {
    /// A telephone
    #[value(alias = "1")]
    Telephone,
    /// A mobile phone
    #[value(alias = "3", alias = "gsm")]
    Mobile,
}

impl From<NumberKind> for CommunicationNumberKind {
    fn from(kind: NumberKind) -> Self {
        match kind {
            NumberKind::Telephone => Self::Telephone,
            NumberKind::Mobile => Self::MobilePhone,
        }
    }
}

/// Type of a communication number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum NumberType {
    /// Official residence
    #[value(alias = "1")]
    Domicile,
    /// Place of stay
    #[value(alias = "2")]
    Residence,
    /// Alternative number
    #[value(alias = "7")]
    Alternative,
    /// Private number
    #[value(alias = "8")]
    Private,
    /// Emergency number
    #[value(alias = "9")]
    Emergency,
    /// Work
    #[value(alias = "18")]
    Work,
    /// The partner's number
    #[value(alias = "30")]
    Partner,
    /// Neighbours
    #[value(alias = "46", alias = "neighbors")]
    Neighbours,
}

impl From<NumberType> for CommunicationNumberType {
    fn from(kind: NumberType) -> Self {
        match kind {
            NumberType::Domicile => Self::Domicile,
            NumberType::Residence => Self::Residence,
            NumberType::Alternative => Self::AlternativeNumber,
            NumberType::Private => Self::PrivateNumber,
            NumberType::Emergency => Self::EmergencyNumber,
            NumberType::Work => Self::Work,
            NumberType::Partner => Self::Partner,
            NumberType::Neighbours => Self::Neighbors,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_parse_as_people_write_them() {
        for (text, expected) in [("30s", 30_000), ("500ms", 500), ("2m", 120_000), ("1m30s", 90_000), ("45", 45_000)] {
            assert_eq!(duration(text).unwrap(), Duration::from_millis(expected), "{text}");
        }
        for text in ["", "0", "0s", "s", "-1s", "1.5s", "1d", "30 parsecs", "99999999999999999999s", "9999999h"] {
            assert!(duration(text).is_err(), "{text}");
        }
    }
}
