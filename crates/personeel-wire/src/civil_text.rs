//! Parses the text forms of dates and date-times.

use jiff::civil::{Date, Time};
use jiff::tz::Offset;

/// The parts of a date or date-time text; `None` for a part it doesn't have.
pub(crate) struct CivilText {
    pub(crate) date: Date,
    pub(crate) time: Option<Time>,
    pub(crate) offset: Option<Offset>,
}

impl CivilText {
    /// Parses `yyyy-MM-dd`, optionally followed by `T` or whitespace and `HH:mm[:ss[.fraction]]`, and optionally by an
    /// offset.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut cursor = Cursor(text.trim().as_bytes());
        let date = cursor.date()?;
        let time =
            if cursor.eat(b'T') || cursor.eat(b't') || cursor.skip_whitespace() { Some(cursor.time()?) } else { None };
        cursor.skip_whitespace();
        let offset = if cursor.0.is_empty() { None } else { Some(cursor.offset()?) };
        cursor.0.is_empty().then_some(Self { date, time, offset })
    }
}

/// Parses exactly `yyyy-MM-dd`.
pub(crate) fn parse_plain_date(bytes: &[u8; 10]) -> Option<Date> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *bytes else {
        return None;
    };
    let year = digit(y1)? * 1000 + digit(y2)? * 100 + digit(y3)? * 10 + digit(y4)?;
    let month = digit(m1)? * 10 + digit(m2)?;
    let day = digit(d1)? * 10 + digit(d2)?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn digit(byte: u8) -> Option<i16> {
    byte.is_ascii_digit().then(|| i16::from(byte - b'0'))
}

/// The bytes that remain to be parsed.
struct Cursor<'a>(&'a [u8]);

impl Cursor<'_> {
    fn eat(&mut self, byte: u8) -> bool {
        match self.0.split_first() {
            Some((first, rest)) if *first == byte => {
                self.0 = rest;
                true
            }
            _ => false,
        }
    }

    fn skip_whitespace(&mut self) -> bool {
        let rest = self.0.trim_ascii_start();
        let skipped = rest.len() < self.0.len();
        self.0 = rest;
        skipped
    }

    fn digit(&mut self) -> Option<i16> {
        let (first, rest) = self.0.split_first()?;
        let value = digit(*first)?;
        self.0 = rest;
        Some(value)
    }

    fn two_digits(&mut self) -> Option<i8> {
        let value = self.digit()? * 10 + self.digit()?;
        i8::try_from(value).ok()
    }

    fn date(&mut self) -> Option<Date> {
        // ISO 8601 writes years before 0 with a sign and six digits. The API never sends one, but a civil date can hold
        // one, and must round-trip.
        if self.0.starts_with(b"-00") {
            self.0 = &self.0[3..];
            let date = self.positive_date()?;
            return Date::new(-date.year(), date.month(), date.day()).ok();
        }
        self.positive_date()
    }

    fn positive_date(&mut self) -> Option<Date> {
        let (date, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        parse_plain_date(date)
    }

    fn time(&mut self) -> Option<Time> {
        let hour = self.two_digits()?;
        let minute = self.eat(b':').then(|| self.two_digits())??;
        let (mut second, mut nanosecond) = (0, 0);
        if self.eat(b':') {
            second = self.two_digits()?;
            if self.eat(b'.') || self.eat(b',') {
                nanosecond = self.fraction()?;
            }
        }
        Time::new(hour, minute, second, nanosecond).ok()
    }

    /// Parses at least one digit. Digits beyond nanoseconds are dropped.
    fn fraction(&mut self) -> Option<i32> {
        let mut unit = 100_000_000;
        let mut nanosecond = unit * i32::from(self.digit()?);
        while let Some(digit) = self.digit() {
            unit /= 10;
            nanosecond += unit * i32::from(digit);
        }
        Some(nanosecond)
    }

    /// Parses `Z`, or a sign and `hh[[:]mm[[:]ss]]`.
    fn offset(&mut self) -> Option<Offset> {
        if self.eat(b'Z') || self.eat(b'z') {
            return Some(Offset::UTC);
        }
        let negative = self.eat(b'-');
        if !negative && !self.eat(b'+') {
            return None;
        }
        let mut seconds = i32::from(self.two_digits()?) * 3600;
        for unit in [60, 1] {
            if self.eat(b':') || !self.0.is_empty() {
                let value = self.two_digits().filter(|value| *value < 60)?;
                seconds += i32::from(value) * unit;
            }
        }
        Offset::from_seconds(if negative { -seconds } else { seconds }).ok()
    }
}
