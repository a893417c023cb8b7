//! Dates with a time of day.

use std::fmt;

use jiff::tz::Offset;
use jiff::{Timestamp, civil};

use crate::Date;
use crate::civil_text::CivilText;
use crate::scalar::{Scalar, text_scalar};

/// A date and a time of day, with a UTC offset if the text has one.
///
/// Most of the API's date-times have no offset, and nothing states their time zone; this type doesn't guess. Parsing
/// accepts a `T` or a space before the time, and reads a date alone as midnight. It is sent and displayed as
/// `yyyy-MM-ddTHH:mm:ss[.fraction][Z|±hh:mm]`.
///
/// ```
/// use personeel_wire::DateTime;
///
/// let moment: DateTime = "2024-02-16 08:30:00+0100".parse()?;
/// assert_eq!(moment.to_string(), "2024-02-16T08:30:00+01:00");
/// assert!(moment.timestamp().is_some());
/// # Ok::<(), personeel_wire::ParseError>(())
/// ```
///
/// Two values are equal if both the date-time and the offset are equal. There is no ordering: without offsets, it is
/// unknown which of two values comes first.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct DateTime {
    civil: civil::DateTime,
    offset: Option<Offset>,
}

text_scalar!(DateTime);

impl DateTime {
    /// Creates a value from a date-time and, if known, its UTC offset.
    pub const fn new(civil: civil::DateTime, offset: Option<Offset>) -> Self {
        Self { civil, offset }
    }

    /// Returns the date and time as written.
    pub const fn civil(self) -> civil::DateTime {
        self.civil
    }

    /// Returns the UTC offset, if there is one.
    pub const fn offset(self) -> Option<Offset> {
        self.offset
    }

    /// Returns the date as written.
    pub fn date(self) -> Date {
        self.civil.date().into()
    }

    /// Returns the instant, or `None` if there is no offset or the instant is outside the range of [`jiff::Timestamp`].
    pub fn timestamp(self) -> Option<Timestamp> {
        self.offset?.to_timestamp(self.civil).ok()
    }

    /// Returns whether the date is [`Date::SENTINEL`], which stands for "none".
    pub fn is_sentinel(self) -> bool {
        self.date().is_sentinel()
    }
}

impl Scalar for DateTime {
    const EXPECTED: &'static str = "a date-time such as 2024-02-16T08:30:00 or 2024-02-16T08:30:00+01:00";

    fn from_text(text: &str) -> Option<Self> {
        CivilText::parse(text).map(|parsed| Self {
            civil: parsed.date.to_datetime(parsed.time.unwrap_or(civil::Time::midnight())),
            offset: parsed.offset,
        })
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.civil)?;
        let Some(offset) = self.offset.map(Offset::seconds) else {
            return Ok(());
        };
        if offset == 0 {
            return formatter.write_str("Z");
        }
        let (sign, seconds) = (if offset < 0 { '-' } else { '+' }, offset.unsigned_abs());
        write!(formatter, "{sign}{:02}:{:02}", seconds / 3600, seconds / 60 % 60)?;
        match seconds % 60 {
            0 => Ok(()),
            seconds => write!(formatter, ":{seconds:02}"),
        }
    }
}

impl From<civil::DateTime> for DateTime {
    fn from(civil: civil::DateTime) -> Self {
        Self::new(civil, None)
    }
}

impl From<Date> for DateTime {
    /// Converts to midnight, without an offset.
    fn from(date: Date) -> Self {
        Self::new(date.civil().to_datetime(civil::Time::midnight()), None)
    }
}

impl From<Timestamp> for DateTime {
    /// Converts to a date-time in UTC.
    fn from(timestamp: Timestamp) -> Self {
        Self::new(Offset::UTC.to_datetime(timestamp), Some(Offset::UTC))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // a failed test may panic
mod tests {
    use super::DateTime;

    #[test]
    fn reads_and_sends() {
        for (text, sent) in [
            ("2024-02-16T08:30:00", "2024-02-16T08:30:00"),
            ("2024-02-16 08:30:00", "2024-02-16T08:30:00"),
            (" 2024-02-16T08:30 ", "2024-02-16T08:30:00"),
            ("2024-02-16", "2024-02-16T00:00:00"),
            ("2024-02-16T08:30:00.1230000", "2024-02-16T08:30:00.123"),
            ("2024-02-16T08:30:00Z", "2024-02-16T08:30:00Z"),
            ("2024-02-16T08:30:00+00:00", "2024-02-16T08:30:00Z"),
            ("2024-02-16T08:30:00.5-0330", "2024-02-16T08:30:00.5-03:30"),
            ("2024-02-16T08:30:00-00:30", "2024-02-16T08:30:00-00:30"),
            ("2024-02-16T08:30:00+01", "2024-02-16T08:30:00+01:00"),
            ("2024-02-16T08:30:00+01:00:30", "2024-02-16T08:30:00+01:00:30"),
            ("-000005-02-16T08:30:00", "-000005-02-16T08:30:00"),
        ] {
            let json = serde_json::to_string(text).unwrap();
            let value: DateTime = serde_json::from_str(&json).unwrap();
            assert_eq!(value.to_string(), sent, "{text}");
            assert_eq!(sent.parse(), Ok(value), "{text}");
            assert_eq!(serde_json::to_value(value).unwrap(), sent);
        }
    }

    #[test]
    fn is_an_instant_only_with_an_offset() {
        let with: DateTime = "2024-02-16T08:30:00+01:00".parse().unwrap();
        let instant = with.timestamp().unwrap();
        assert_eq!(instant.to_string(), "2024-02-16T07:30:00Z");
        assert_eq!(DateTime::from(instant).to_string(), "2024-02-16T07:30:00Z");
        let without: DateTime = "2024-02-16T08:30:00".parse().unwrap();
        assert_eq!(without.timestamp(), None);
        assert_eq!(without.offset(), None);
        assert_eq!(without.date().to_string(), "2024-02-16");
    }

    #[test]
    fn recognises_the_sentinel() {
        let none: DateTime = "1900-01-01T00:00:00".parse().unwrap();
        assert!(none.is_sentinel());
        assert_eq!(none, crate::Date::SENTINEL.into());
    }
}
