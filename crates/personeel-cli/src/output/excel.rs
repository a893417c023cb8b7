//! CSV cells for a Belgian Excel that opens the file directly.
//!
//! Excel interprets every cell separately: `3-5` becomes a day in May, `1/2` one in February, `2E3` two thousand,
//! `8:30` a time, `0800` a number without its zero, `MRT-1` a month, and `+32…` a sum. Quotes don't prevent this, and
//! an apostrophe stays visible. A constant formula does prevent it: `="3-5"` is displayed, filtered and looked up as
//! the text. A column has the same form in all rows, so that it sorts and joins consistently.

use std::borrow::Cow;

use personeel::Guid;
use personeel::wire::jiff::civil::DateTime;

use crate::json::Json;

/// The form of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Unchanged, except for decimal commas in numbers.
    Plain,
    /// Dates, with or without a time, that Excel can calculate with.
    Date,
    /// Text, protected from interpretation.
    Protected,
}

/// What the values of a column have in common.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Traits {
    has_dates: bool,
    /// Some value is not a date.
    has_others: bool,
    /// Excel would change some value.
    is_at_risk: bool,
}

impl Traits {
    pub(super) fn add(&mut self, value: &Json) {
        match value {
            Json::Text(text) if text.trim().is_empty() => {}
            Json::Text(text) if format_date(text).is_some() => {
                self.has_dates = true;
                self.is_at_risk |= is_at_risk(text);
            }
            Json::Text(text) => {
                self.has_others = true;
                self.is_at_risk |= is_at_risk(text);
            }
            Json::Number(number) => {
                self.has_others = true;
                self.is_at_risk |= count_digits(number.as_str()) > MAX_DIGITS;
            }
            Json::Bool(_) => self.has_others = true,
            Json::Null | Json::List(_) | Json::Record(_) => {}
        }
    }

    pub(super) fn form(self) -> Form {
        match self {
            Self { has_dates: true, has_others: false, .. } => Form::Date,
            Self { is_at_risk: true, .. } => Form::Protected,
            _ => Form::Plain,
        }
    }
}

/// Formats a value in the form of its column.
pub(super) fn format_cell(value: &Json, form: Form) -> String {
    match value {
        Json::Text(text) if text.is_empty() => String::new(),
        Json::Text(text) => match form {
            Form::Plain => text.clone(),
            Form::Date => format_date(text).unwrap_or_else(|| text.clone()),
            Form::Protected => protect(text),
        },
        Json::Number(number) if form == Form::Protected => protect(number.as_str()),
        // A Belgian Excel would read 12.5 as a date.
        Json::Number(number) => number.as_str().replace('.', ","),
        Json::Bool(value) => value.to_string(),
        Json::Null | Json::List(_) | Json::Record(_) => String::new(),
    }
}

/// Formats the name of a column, which Excel interprets like any other cell.
pub(super) fn header_cell(name: &str) -> Cow<'_, str> {
    if is_at_risk(name) { Cow::Owned(protect(name)) } else { Cow::Borrowed(name) }
}

/// How many digits of a number Excel keeps.
pub(super) const MAX_DIGITS: usize = 15;

pub(super) fn count_digits(number: &str) -> usize {
    let mantissa = number.split(['e', 'E']).next().unwrap_or(number);
    mantissa.trim_start_matches(['-', '0', '.']).bytes().filter(u8::is_ascii_digit).count()
}

/// Words that occur in dates, times and amounts, in the languages of Belgium and in English.
const WORDS: [&str; 17] =
    ["a", "p", "am", "pm", "e", "d", "h", "u", "m", "s", "uur", "min", "sec", "eur", "euro", "st", "er"];

/// Months in every spelling of these languages. Excel recognises three letters or more.
const MONTHS: [&str; 39] = [
    "januari",
    "janvier",
    "januar",
    "january",
    "februari",
    "février",
    "fevrier",
    "februar",
    "february",
    "maart",
    "mrt",
    "mars",
    "märz",
    "march",
    "april",
    "avril",
    "mei",
    "mai",
    "may",
    "juni",
    "juin",
    "june",
    "juli",
    "juillet",
    "july",
    "augustus",
    "août",
    "aout",
    "september",
    "septembre",
    "oktober",
    "octobre",
    "october",
    "november",
    "novembre",
    "december",
    "décembre",
    "decembre",
    "dezember",
];

const BOOLEANS: [&str; 8] = ["waar", "onwaar", "vrai", "faux", "wahr", "falsch", "true", "false"];

/// Whether Excel could take the text for a formula, a number, a date, a time or a truth value. If in doubt, the answer
/// is yes, since protecting one text too many does no harm.
fn is_at_risk(text: &str) -> bool {
    let text = text.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}');
    let text = text.to_lowercase();
    if text.starts_with(['=', '+', '-', '@', '|', '%', '#', '＝', '＋', '－', '＠'])
        || BOOLEANS.contains(&text.as_str())
    {
        return true;
    }
    // No number or date combines digits, hyphens and letters in this way.
    if text.len() == 36 && text.parse::<Guid>().is_ok() {
        return false;
    }
    let is_month = |word: &str| word.chars().count() >= 3 && MONTHS.iter().any(|month| month.starts_with(word));
    let is_of_dates = |word: &str| WORDS.contains(&word) || is_month(word);
    let mut words = text.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty());
    text.chars().any(char::is_numeric) && words.all(is_of_dates)
}

/// Writes the text as a constant formula.
fn protect(text: &str) -> String {
    /// Excel accepts constants of up to 255 characters, and formulas of up to 8192.
    const MAX_CONSTANT: usize = 255;
    const MAX_FORMULA: usize = 8_000;

    // Excel counts UTF-16 code units.
    if text.encode_utf16().count() * 2 > MAX_FORMULA {
        // For a text of this length, an apostrophe is the only protection left.
        return if is_at_risk(text) { format!("'{text}") } else { text.to_owned() };
    }
    let mut formula = String::from("=\"");
    let mut length = 0;
    for letter in text.chars() {
        let quoted = letter.len_utf16() + usize::from(letter == '"');
        if length + quoted > MAX_CONSTANT {
            formula.push_str("\"&\"");
            length = 0;
        }
        length += quoted;
        formula.push(letter);
        if letter == '"' {
            formula.push('"');
        }
    }
    formula.push('"');
    formula
}

/// Formats a date as Excel recognises it in every language: `2026-11-02`, followed by the time unless it is midnight.
/// Excel has no dates before 1900, and no offsets.
fn format_date(text: &str) -> Option<String> {
    let moment = parse_moment(text)?;
    let form = match (moment.hour(), moment.minute(), moment.second(), moment.millisecond()) {
        (0, 0, 0, 0) => "%F",
        (.., 0) => "%F %T",
        _ => "%F %T,%3f",
    };
    Some(moment.strftime(form).to_string())
}

/// Parses a date or a date with a time that Excel can represent.
pub(super) fn parse_moment(text: &str) -> Option<DateTime> {
    let text = text.trim();
    let is_of_form = match text.as_bytes() {
        [y1, _, _, _, b'-', _, _, b'-', _, _, rest @ ..] => {
            y1.is_ascii_digit()
                && (rest.is_empty() || (rest.len() >= 9 && matches!(rest[0], b'T' | b't' | b' ')))
                && rest.iter().skip(1).all(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'.'))
        }
        _ => false,
    };
    let moment: DateTime = if is_of_form { text.parse().ok()? } else { return None };
    (moment.year() >= 1900).then_some(moment)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(values: &[&str]) -> (Form, Vec<String>) {
        let values: Vec<_> = values.iter().map(|value| Json::read(value.as_bytes()).unwrap()).collect();
        let mut traits = Traits::default();
        for value in &values {
            traits.add(value);
        }
        (traits.form(), values.iter().map(|value| format_cell(value, traits.form())).collect())
    }

    #[test]
    fn text_that_excel_would_change_is_protected() {
        for text in "3-5 · 1/2 · 12-14 · 2E3 · 1.2 · 8:30 · MRT-1 · +32 50 12 34 56 · 0800 · 2000 · 1,5 · 5% · \
            € 12 · (5) · 1 mei · 3 février 2026 · 12 dec. 26 · 5/6 · 02.555.12.34 · 123456789012 · \
            8:30 PM · 1 000 · =1 · - · @x · \t=1 · \r=1 · \n=1 ·  =1 · \u{a0}=1 · ＝1 · |x · %x · #N/B · \
            WAAR · false · 1e5 · 2026-11-02 · 5 a · 1 1/2 · maart 5 · 30 Dez"
            .split(" · ")
        {
            assert!(is_at_risk(text), "{text:?}");
        }
        for text in "Peeters · a=b · Markt 3 · bus 2 · B-9000 Gent · BE00999900000000 · 2de verdieping · Mei · \
            bc334b17-0f4a-4c29-9d3c-1d6a9d0b5c11 · 00000000-0000-4000-8000-000000000001 · \
            m1@school.example · Leraar (deeltijds) · B1 · 1965-02-16T00:00:00"
            .split(" · ")
        {
            assert!(!is_at_risk(text), "{text:?}");
        }
    }

    #[test]
    fn a_column_has_one_form() {
        assert_eq!(
            column(&[r#""3-5""#, r#""12A""#, "null", r#""""#]),
            (Form::Protected, vec!["=\"3-5\"".to_owned(), "=\"12A\"".to_owned(), String::new(), String::new()])
        );
        assert_eq!(column(&[r#""011007""#, "5", "true"]).1, ["=\"011007\"", "=\"5\"", "true"]);
        assert_eq!(column(&[r#""A""#, "12.50", "-1"]), (Form::Plain, vec!["A".into(), "12,50".into(), "-1".into()]));
        assert_eq!(column(&["4.000", "123456789012345678901234"]).1, ["=\"4.000\"", "=\"123456789012345678901234\""]);
        assert_eq!(column(&["0.000000000000001234", "1e5"]).0, Form::Plain);
    }

    #[test]
    fn dates_are_written_as_excel_recognises_them() {
        let dates = [r#""1957-02-16T00:00:00""#, r#"" 2026-11-02 ""#, "null", r#""2026-11-02T08:05:00.000""#];
        assert_eq!(column(&dates).1, ["1957-02-16", "2026-11-02", "", "2026-11-02 08:05:00"]);
        assert_eq!(column(&[r#""2026-11-02T08:05:00.1234""#]).1, ["2026-11-02 08:05:00,123"]);
        // Dates that Excel doesn't have stay text.
        assert_eq!(column(&[r#""0001-01-01T00:00:00""#, r#""1957-02-16T00:00:00""#]).0, Form::Plain);
        assert_eq!(column(&[r#""1899-12-31""#, r#""1957-02-16""#]).0, Form::Protected);
        assert_eq!(column(&[r#""2026-02-30""#]).0, Form::Protected);
        assert_eq!(column(&[r#""2026-11-02T08:05:00+01:00""#]).0, Form::Plain);
    }

    #[test]
    fn constants_are_quoted_and_short_enough() {
        assert_eq!(protect("=\"a\""), "=\"=\"\"a\"\"\"");
        let long = protect(&format!("-{}", "é\"".repeat(300)));
        for part in long.trim_start_matches('=').split("\"&\"") {
            assert!(part.trim_matches('"').encode_utf16().count() <= 255);
        }
        assert_eq!(long.replace("\"&\"", "").matches("\"\"").count(), 300);
        assert!(protect(&format!("={}", "x".repeat(9000))).starts_with("'="));
        assert_eq!(protect(&"x".repeat(9000)), "x".repeat(9000));
    }
}
