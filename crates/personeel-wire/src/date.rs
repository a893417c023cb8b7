//! Calendar dates.

use std::fmt;

use jiff::civil;

use crate::ParseError;
use crate::civil_text::{CivilText, parse_plain_date};
use crate::scalar::{Scalar, text_scalar};

/// A calendar date, such as a birth date or the first day of an assignment.
///
/// The API mostly sends dates with a time of midnight. Parsing takes the date as written and ignores the time and the
/// UTC offset, so it never shifts to the previous or next day. It is sent and displayed as `yyyy-MM-dd`.
///
/// ```
/// use personeel_wire::Date;
///
/// let born: Date = "1957-02-16T00:00:00+01:00".parse()?;
/// assert_eq!(born, Date::new(1957, 2, 16)?);
/// assert_eq!(born.to_string(), "1957-02-16");
/// # Ok::<(), personeel_wire::ParseError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(civil::Date);

text_scalar!(Date);

impl Date {
    /// 1 January 1900, which the API sends in place of a missing first day of service.
    pub const SENTINEL: Self = Self(civil::Date::constant(1900, 1, 1));

    /// Creates a date from a year, a month (1 to 12) and a day (1 to 31).
    ///
    /// # Errors
    ///
    /// Returns a [`ParseError`] if the calendar has no such day.
    pub fn new(year: i16, month: i8, day: i8) -> Result<Self, ParseError> {
        civil::Date::new(year, month, day)
            .map(Self)
            .map_err(|_| ParseError::expected("a day that exists in the calendar"))
    }

    /// Returns the date as a `jiff` date, which supports date arithmetic.
    pub const fn civil(self) -> civil::Date {
        self.0
    }

    /// Returns the year.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// Returns the month, 1 to 12.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// Returns the day of the month, 1 to 31.
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// Returns whether this is [`Date::SENTINEL`], which stands for "none".
    pub fn is_sentinel(self) -> bool {
        self == Self::SENTINEL
    }

    /// Returns the date, or `None` if it is [`Date::SENTINEL`].
    pub fn without_sentinel(self) -> Option<Self> {
        (!self.is_sentinel()).then_some(self)
    }
}

impl Scalar for Date {
    const EXPECTED: &'static str = "a date such as 1957-02-16 or 1957-02-16T00:00:00";

    fn from_text(text: &str) -> Option<Self> {
        // Fast path: nearly every date in a response has one of these two forms, and an employee has dozens of dates.
        if let Some((date, b"" | b"T00:00:00")) = text.as_bytes().split_first_chunk() {
            return parse_plain_date(date).map(Self);
        }
        CivilText::parse(text).map(|parsed| Self(parsed.date))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, formatter)
    }
}

impl From<civil::Date> for Date {
    fn from(date: civil::Date) -> Self {
        Self(date)
    }
}

impl From<Date> for civil::Date {
    fn from(date: Date) -> Self {
        date.0
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // a failed test may panic
mod tests {
    use super::Date;

    #[test]
    fn reads_the_date_as_written() {
        for text in [
            "1957-02-16",
            "1957-02-16T00:00:00",
            "1957-02-16t00:00:00",
            "1957-02-16 00:00:00",
            "1957-02-16  23:59",
            "1957-02-16T00:00:00.0000000",
            "1957-02-16T23:59:59.999999999999",
            "1957-02-16T00:00:00Z",
            "1957-02-16T00:00:00.5z",
            "1957-02-16T00:00:00+01:00",
            "1957-02-16T00:00:00-0500",
            "1957-02-16T23:30:00.123-11",
            "1957-02-16 00:00:00 +01:00",
            "1957-02-16Z",
            "  1957-02-16T00:00:00  ",
        ] {
            let date: Date = text.parse().unwrap();
            assert_eq!(date.to_string(), "1957-02-16", "{text}");
            let json = serde_json::to_string(text).unwrap();
            assert_eq!(serde_json::from_str::<Date>(&json).unwrap(), date);
        }
        let date = Date::new(1957, 2, 16).unwrap();
        assert_eq!(serde_json::to_value(date).unwrap(), "1957-02-16");
        assert_eq!((date.year(), date.month(), date.day()), (1957, 2, 16));
    }

    #[test]
    fn rejects_what_is_not_a_date() {
        for text in [
            "",
            "T",
            "1957",
            "1957-02",
            "1957-2-16",
            "16/02/1957",
            "1957-02-30",
            "1957-13-01",
            "1957-00-01",
            "19570216",
            "+957-02-16",
            "1957-02-16T",
            "1957-02-16T12",
            "1957-02-16T24:00:00",
            "1957-02-16T00:60:00",
            "1957-02-16T00:00:00.",
            "1957-02-16T00:00:00+",
            "1957-02-16T00:00:00+1",
            "1957-02-16T00:00:00+01:60",
            "1957-02-16T00:00:00+26:00",
            "1957-02-16T00:00:00ZZ",
            "1957-02-16x",
            "1957-02-1é",
        ] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
        assert!(Date::new(2023, 2, 29).is_err());
    }

    #[test]
    fn recognises_the_sentinel() {
        let none: Date = serde_json::from_str("\"1900-01-01T00:00:00\"").unwrap();
        assert!(none.is_sentinel());
        assert_eq!(none, Date::SENTINEL);
        assert_eq!(none.without_sentinel(), None);
        let day = Date::new(1900, 1, 2).unwrap();
        assert_eq!(day.without_sentinel(), Some(day));
    }
}
