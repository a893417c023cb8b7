//! Dates and school years as people write them.

use personeel::wire::jiff::civil;
use personeel::{Date, FirstMonth, SchoolYear};

use crate::environment::read_variable;
use crate::failure::Failure;

/// The variable that overrides this machine's date.
const TODAY: &str = "PERSONEEL_TODAY";

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Returns today's date in this machine's time zone.
pub(crate) fn today() -> Result<Date, Failure> {
    match read_variable(TODAY)? {
        Some(text) => parse_date(&text).map_err(|expected| Failure::usage(format!("{TODAY}: {expected}"))),
        None => Ok(jiff::ZonedDateTime::now().date().into()),
    }
}

/// Returns the current school year.
pub(crate) fn current_year(first: FirstMonth) -> Result<SchoolYear, Failure> {
    today().map(|today| SchoolYear::at_with_first_month(today, first))
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
    let Some(name) = usize::try_from(month - 1).ok().and_then(|index| MONTHS.get(index)) else {
        return Err(format!("there is no month {month}; write a date as 2026-09-01 or 01/09/2026"));
    };
    let month = i8::try_from(month).unwrap_or(1);
    i8::try_from(day).ok().and_then(|day| Date::new(year, month, day).ok()).ok_or_else(|| {
        let last = civil::Date::new(year, month, 1).map_or(31, civil::Date::days_in_month);
        format!("there is no day {day} in {name} {year}, which has {last} days")
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
    let number = text.parse::<usize>().ok().filter(|number| (1..=12).contains(number));
    let named = |months: &[&str; 12]| {
        let is_match = |month: &&str| text.chars().count() >= 3 && month.to_lowercase().starts_with(&text);
        months.iter().position(is_match).map(|index| index + 1)
    };
    if let Some(number) = number.or_else(|| named(&MONTHS)).or_else(|| named(&DUTCH)) {
        return Ok(i8::try_from(number).unwrap_or(1));
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
        assert_eq!(parse_month("mei"), Ok(5));
        assert!(parse_month("0").is_err() && parse_month("13").is_err() && parse_month("x").is_err());
    }
}
