//! Dates and school years as people write them.

use jiff::{Span, civil};
use personeel::{Date, SchoolYear};

use crate::environment::read_variable;
use crate::failure::Failure;

/// The variable that overrides this machine's date.
const TODAY: &str = "PERSONEEL_TODAY";

/// Returns today's date in this machine's time zone.
pub(crate) fn today() -> Result<Date, Failure> {
    match read_variable(TODAY)? {
        Some(text) => parse_date(&text).map_err(|expected| Failure::usage(format!("{TODAY}: {expected}"))),
        None => Ok(jiff::ZonedDateTime::now().date().into()),
    }
}

/// The month in which a school year begins: August or September.
///
/// The guide doesn't state it, and programs that use the API disagree. The default is September, the first month of
/// lessons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FirstMonth(i8);

impl Default for FirstMonth {
    fn default() -> Self {
        Self(9)
    }
}

impl FirstMonth {
    /// Returns the month with this number, or `None` if it is neither 8 nor 9.
    pub(crate) fn new(number: i8) -> Option<Self> {
        matches!(number, 8 | 9).then_some(Self(number))
    }

    /// Returns the number of the month.
    pub(crate) fn number(self) -> i8 {
        self.0
    }

    /// Returns the school year of a date.
    pub(crate) fn year_of(self, date: Date) -> SchoolYear {
        // `SchoolYear::at` counts from September.
        SchoolYear::at(date.civil().saturating_add(Span::new().months(9 - self.0)).into())
    }
}

/// Returns the current school year.
pub(crate) fn current_year(first: FirstMonth) -> Result<SchoolYear, Failure> {
    today().map(|today| first.year_of(today))
}

/// Parses a date: `2026-09-01`, `01/09/2026` or `today`.
pub(crate) fn parse_date(text: &str) -> Result<Date, String> {
    let text = text.trim();
    if ["today", "vandaag"].contains(&text.to_lowercase().as_str()) {
        return today().map_err(|failure| failure.line());
    }
    if let Ok(date) = text.parse() {
        return Ok(date);
    }
    let day = text.split(['T', ' ']).next().unwrap_or(text);
    let parts: Vec<&str> = day.split(['/', '-', '.']).collect();
    let number =
        |part: &str| part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<i16>().ok()).flatten();
    let (year, month, day) = match parts.as_slice() {
        [year, month, day] if year.len() == 4 => (number(year), number(month), number(day)),
        [day, month, year] if year.len() == 4 => (number(year), number(month), number(day)),
        _ => (None, None, None),
    };
    match (year, month, day) {
        (Some(year), Some(month), Some(day)) => day_of(year, month, day),
        _ => Err("expected a date such as 2026-09-01 or 01/09/2026".to_owned()),
    }
}

fn day_of(year: i16, month: i16, day: i16) -> Result<Date, String> {
    let first = i8::try_from(month).ok().and_then(|month| civil::Date::new(year, month, 1).ok());
    let first = first.ok_or_else(|| format!("there is no month {month}; write a date as 2026-09-01 or 01/09/2026"))?;
    i8::try_from(day).ok().and_then(|day| Date::new(year, first.month(), day).ok()).ok_or_else(|| {
        let (month, last) = (first.strftime("%B %Y"), first.days_in_month());
        format!("there is no day {day} in {month}, which has {last} days")
    })
}

/// Parses a month: `11`, `november`, or a date in it.
pub(crate) fn parse_month(text: &str) -> Result<i8, String> {
    const DUTCH: [&str; 12] = [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ];
    let text = text.trim().to_lowercase();
    let is_name = |name: &str| text.chars().count() >= 3 && name.starts_with(&text);
    let is_month = |month: i8, dutch: &str| {
        text.parse() == Ok(month)
            || is_name(dutch)
            || is_name(&civil::date(2000, month, 1).strftime("%B").to_string().to_lowercase())
    };
    if let Some((month, _)) = (1..).zip(DUTCH).find(|(month, dutch)| is_month(*month, dutch)) {
        return Ok(month);
    }
    parse_date(&text).map(Date::month).map_err(|_| "expected a month such as 11, november or today".to_owned())
}

/// Parses a school year: `2026-27`, `2026-2027` or `2026/2027`.
pub(crate) fn parse_school_year(text: &str) -> Result<SchoolYear, String> {
    let plain = text.trim().replace('/', "-");
    let short = match plain.split_once('-') {
        Some((start, end)) if start.len() == 4 && end.len() == 4 && end.get(..2).is_some() => {
            // The end year is shortened to two digits, and its century must be right.
            plain.parse::<SchoolYear>().ok().or_else(|| {
                let year = SchoolYear::starting(start.parse().ok()?).ok()?;
                (year.end_year().to_string() == end).then_some(year)
            })
        }
        _ => plain.parse().ok(),
    };
    short.ok_or_else(|| "expected a school year such as 2026-27 or 2026-2027, of two consecutive years".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        for text in ["2026-09-01", "01/09/2026", "1/9/2026", "1-9-2026", "01.09.2026", " 2026-09-01T00:00:00 "] {
            assert_eq!(parse_date(text).unwrap().to_string(), "2026-09-01", "{text}");
        }
        for (text, part) in [
            ("2026-02-30", "no day 30 in February 2026, which has 28"),
            ("31/04/2026", "no day 31 in April 2026, which has 30"),
            ("29/02/2023", "which has 28"),
            ("00/04/2026", "no day 0"),
            ("2026-13-01", "no month 13"),
            ("1/9/26", "such as 2026-09-01 or 01/09/2026"),
            ("soon", "such as"),
            ("", "such as"),
        ] {
            let message = parse_date(text).unwrap_err();
            assert!(message.contains(part), "{text}: {message}");
        }
    }

    #[test]
    fn school_years_begin_in_september_or_august() {
        for (day, september, august) in [
            ("2023-07-31", 2022, 2022),
            ("2023-08-01", 2022, 2023),
            ("2023-08-31", 2022, 2023),
            ("2023-09-01", 2023, 2023),
            ("2023-12-31", 2023, 2023),
            ("2024-02-29", 2023, 2023),
            ("2024-08-01", 2023, 2024),
        ] {
            let day = day.parse().unwrap();
            assert_eq!(FirstMonth::default().year_of(day).start_year(), september, "{day}");
            assert_eq!(FirstMonth::new(8).unwrap().year_of(day).start_year(), august, "{day}");
        }
        assert_eq!(FirstMonth::new(9), Some(FirstMonth::default()));
        assert_eq!((FirstMonth::new(7), FirstMonth::new(10)), (None, None));
    }

    #[test]
    fn school_years_and_months_have_several_forms() {
        for text in ["2026-27", "2026-2027", "2026/27", "2026/2027", " 2026-27 "] {
            assert_eq!(parse_school_year(text).unwrap().to_string(), "2026-27", "{text}");
        }
        for text in ["2026", "2026-28", "2026-2028", "2026-1927", "26-27", "2026-27-28"] {
            assert!(parse_school_year(text).unwrap_err().contains("2026-2027"), "{text}");
        }
        for text in ["11", "november", "Nov", "2026-11-23", "23/11/2026"] {
            assert_eq!(parse_month(text), Ok(11), "{text}");
        }
        for (text, month) in [("mei", 5), ("May", 5), ("maa", 3), ("mar", 3), ("okt", 10), ("02", 2)] {
            assert_eq!(parse_month(text), Ok(month), "{text}");
        }
        assert!(parse_month("no").is_err());
        assert!(parse_month("0").is_err() && parse_month("13").is_err() && parse_month("x").is_err());
    }
}
