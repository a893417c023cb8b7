//! School years.

use std::fmt;

use jiff::civil;

use crate::scalar::{Scalar, text_scalar};
use crate::{Date, ParseError};

/// A school year, identified by the calendar year in which it begins: 1900 to 2999.
///
/// It is written as that year and the last two digits of the next: `2023-24`, `2099-00`. Surrounding whitespace is
/// ignored. It begins on 1 September.
///
/// ```
/// use personeel_wire::{Date, SchoolYear};
///
/// let year: SchoolYear = "2023-24".parse()?;
/// assert_eq!(year, SchoolYear::starting(2023)?);
/// assert_eq!(year, SchoolYear::at(Date::new(2024, 8, 31)?));
/// assert_eq!(year.next().map(|next| next.to_string()).as_deref(), Some("2024-25"));
/// # Ok::<(), personeel_wire::ParseError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchoolYear(i16);

text_scalar!(SchoolYear);

const FIRST: i16 = 1900;
const LAST: i16 = 2999;

impl SchoolYear {
    /// Returns the school year that begins in a calendar year.
    ///
    /// # Errors
    ///
    /// Returns a [`ParseError`] if the year is not in the range 1900 to 2999.
    pub fn starting(year: i16) -> Result<Self, ParseError> {
        Self::checked(year).ok_or(ParseError::expected("a school year that begins in a year from 1900 to 2999"))
    }

    fn checked(year: i16) -> Option<Self> {
        (FIRST..=LAST).contains(&year).then_some(Self(year))
    }

    /// Returns the calendar year in which it begins.
    pub const fn start_year(self) -> i16 {
        self.0
    }

    /// Returns the calendar year in which it ends.
    pub const fn end_year(self) -> i16 {
        self.0 + 1
    }

    /// Returns the next school year, or `None` after the last one, 2999-00.
    pub fn next(self) -> Option<Self> {
        Self::checked(self.0 + 1)
    }

    /// Returns the previous school year, or `None` before the first one, 1900-01.
    pub fn previous(self) -> Option<Self> {
        Self::checked(self.0 - 1)
    }

    /// Returns the school year of a date.
    ///
    /// A date outside all school years returns the first or the last one; check with [`contains`](Self::contains).
    pub fn at(date: Date) -> Self {
        let begun = date.month() >= 9;
        let start = if begun { date.year() } else { date.year().saturating_sub(1) };
        Self(start.clamp(FIRST, LAST))
    }

    /// Returns whether it contains a date.
    pub fn contains(self, date: Date) -> bool {
        (self.first_day()..=self.last_day()).contains(&date)
    }

    /// Returns its first day, 1 September.
    pub fn first_day(self) -> Date {
        civil::date(self.0, 9, 1).into()
    }

    /// Returns its last day, 31 August.
    pub fn last_day(self) -> Date {
        civil::date(self.end_year(), 8, 31).into()
    }
}

impl Scalar for SchoolYear {
    const EXPECTED: &'static str = "a school year of two consecutive years, such as 2023-24";

    fn from_text(text: &str) -> Option<Self> {
        let [y1, y2, y3, y4, b'-', e1, e2] = *text.trim().as_bytes() else {
            return None;
        };
        let number = |digits: &[u8]| {
            digits
                .iter()
                .try_fold(0, |number: i16, digit| digit.is_ascii_digit().then(|| number * 10 + i16::from(digit - b'0')))
        };
        let year = Self::checked(number(&[y1, y2, y3, y4])?)?;
        (year.end_year() % 100 == number(&[e1, e2])?).then_some(year)
    }
}

impl fmt::Display for SchoolYear {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Every call for a school year formats this for its URL, and `write!` with two numbers is six times as slow.
        let digit = |part: i16| u8::try_from(part % 10).map_or(b'?', |digit| b'0' + digit);
        let (start, end) = (self.0, self.end_year());
        let text = [
            digit(start / 1000),
            digit(start / 100),
            digit(start / 10),
            digit(start),
            b'-',
            digit(end / 10),
            digit(end),
        ];
        formatter.pad(std::str::from_utf8(&text).map_err(|_| fmt::Error)?)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // a failed test may panic
mod tests {
    use super::SchoolYear;
    use crate::Date;

    #[test]
    fn reads_and_sends() {
        for (text, start, sent) in [
            ("2023-24", 2023, "2023-24"),
            (" 2023-24 ", 2023, "2023-24"),
            ("2099-00", 2099, "2099-00"),
            ("2008-09", 2008, "2008-09"),
            ("1900-01", 1900, "1900-01"),
            ("2999-00", 2999, "2999-00"),
        ] {
            let json = serde_json::to_string(text).unwrap();
            let year: SchoolYear = serde_json::from_str(&json).unwrap();
            assert_eq!(year.start_year(), start);
            assert_eq!(year.end_year(), start + 1);
            assert_eq!(serde_json::to_value(year).unwrap(), sent);
        }
    }

    #[test]
    fn rejects_other_forms() {
        for text in
            ["", "2023", "2023-25", "2023-23", "2023/24", "2023-2024", "23-24", "1899-00", "3000-01", "٢٠٢", "9999-00"]
        {
            assert!(text.parse::<SchoolYear>().is_err(), "{text}");
        }
        assert!(SchoolYear::starting(1899).is_err());
        assert!(SchoolYear::starting(3000).is_err());
    }

    #[test]
    fn follows_the_calendar() {
        let date = |year, month, day| Date::new(year, month, day).unwrap();
        let year = SchoolYear::starting(2023).unwrap();
        for (day, start) in [
            (date(2023, 8, 31), 2022),
            (date(2023, 9, 1), 2023),
            (date(2024, 2, 29), 2023),
            (date(2024, 8, 31), 2023),
            (date(2024, 9, 1), 2024),
        ] {
            assert_eq!(SchoolYear::at(day).start_year(), start, "{day}");
            assert_eq!(year.contains(day), start == 2023, "{day}");
        }
        assert_eq!((year.first_day(), year.last_day()), (date(2023, 9, 1), date(2024, 8, 31)));
    }

    #[test]
    fn has_a_first_and_a_last_year() {
        let (first, last) = (SchoolYear::starting(1900).unwrap(), SchoolYear::starting(2999).unwrap());
        assert_eq!((first.previous(), last.next()), (None, None));
        assert_eq!(first.next().and_then(SchoolYear::previous), Some(first));
        assert_eq!(SchoolYear::at(Date::SENTINEL), first);
        assert!(!first.contains(Date::SENTINEL));
        assert_eq!(SchoolYear::at(Date::new(9999, 12, 31).unwrap()), last);
    }
}
