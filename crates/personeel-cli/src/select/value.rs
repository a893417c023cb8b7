//! Comparing values with each other and with the user's input.

use std::cmp::Ordering;

use personeel::Date;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::json::{Json, Number};

/// Returns whether a value equals the user's input. Case, accents and surrounding whitespace are ignored, as are
/// different ways to write a date or a number. Empty input matches a missing or empty value.
pub(super) fn equals(value: &Json, wanted: &str) -> bool {
    let wanted = wanted.trim();
    match value {
        Json::Null => wanted.is_empty(),
        Json::Bool(value) => parse_bool(wanted) == Some(*value),
        Json::Number(number) => Number::parse(&wanted.replace(',', ".")).is_some_and(|wanted| number.is_same(&wanted)),
        Json::Text(text) => {
            let both = parse_day(text).zip(crate::days::parse_date(wanted).ok());
            normalise(text) == normalise(wanted) || both.is_some_and(|(left, right)| left == right)
        }
        Json::List(items) => items.is_empty() && wanted.is_empty(),
        Json::Record(fields) => fields.is_empty() && wanted.is_empty(),
    }
}

fn parse_bool(word: &str) -> Option<bool> {
    match word.to_lowercase().as_str() {
        "yes" | "ja" | "true" | "y" | "j" => Some(true),
        "no" | "nee" | "neen" | "false" | "n" => Some(false),
        _ => None,
    }
}

/// Returns whether a value contains a text.
pub(super) fn contains(value: &Json, part: &str) -> bool {
    let part = normalise(part);
    match value {
        Json::Text(text) => normalise(text).contains(&part),
        Json::Number(number) => number.as_str().contains(&part),
        _ => false,
    }
}

/// Compares a value with the user's input; `None` if they cannot be ordered.
pub(super) fn compare(value: &Json, other: &str) -> Option<Ordering> {
    match value {
        // A date has no order with anything but a date, and the date that stands for none has no order at all.
        Json::Text(text) if is_date(text) => Some(parse_day(text)?.cmp(&crate::days::parse_date(other).ok()?)),
        Json::Text(text) => Some(normalise(text).cmp(&normalise(other))),
        Json::Number(number) => {
            number.as_str().parse::<f64>().ok()?.partial_cmp(&other.trim().replace(',', ".").parse::<f64>().ok()?)
        }
        _ => None,
    }
}

/// Parses a date of the service; `None` for the date that stands for none.
pub(super) fn parse_day(text: &str) -> Option<Date> {
    text.parse::<Date>().ok().and_then(Date::without_sentinel)
}

fn is_date(text: &str) -> bool {
    text.parse::<Date>().is_ok()
}

/// Returns a text in lower case, without accents and surrounding whitespace.
pub(crate) fn normalise(text: &str) -> String {
    text.trim().nfd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase).collect()
}

/// The sort key of a value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Key {
    Bool(bool),
    Number(f64),
    /// The normalised text, and then the text itself.
    Text(String, String),
    /// A missing value, which sorts last.
    None,
}

impl Key {
    pub(super) fn of(value: &Json) -> Self {
        match value {
            Json::Bool(value) => Self::Bool(*value),
            Json::Number(number) => number.as_str().parse().map_or(Self::None, Self::Number),
            Json::Text(text) if !text.trim().is_empty() => Self::Text(normalise(text), text.clone()),
            Json::List(items) => items.first().map_or(Self::None, Self::of),
            _ => Self::None,
        }
    }

    /// Compares two keys in ascending or descending order; missing values come last either way.
    pub(super) fn compare(&self, other: &Self, is_descending: bool) -> Ordering {
        let rank = |key: &Self| match key {
            Self::Bool(_) => 0,
            Self::Number(_) => 1,
            Self::Text(..) => 2,
            Self::None => 3,
        };
        let order = match (self, other) {
            (Self::Bool(left), Self::Bool(right)) => left.cmp(right),
            (Self::Number(left), Self::Number(right)) => left.total_cmp(right),
            (Self::Text(left, left_text), Self::Text(right, right_text)) => {
                left.cmp(right).then_with(|| left_text.cmp(right_text))
            }
            _ => return rank(self).cmp(&rank(other)),
        };
        if is_descending { order.reverse() } else { order }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> Json {
        Json::read(text.as_bytes()).unwrap()
    }

    #[test]
    fn values_equal_what_people_write() {
        for (value, wanted) in [
            (r#""Privé""#, "prive"),
            (r#"" Peeters ""#, "PEETERS"),
            ("true", "ja"),
            ("false", "no"),
            ("12.50", "12,5"),
            (r#""1957-02-16T00:00:00""#, "16/02/1957"),
            ("null", ""),
            (r#""""#, " "),
            ("[]", ""),
        ] {
            assert!(equals(&json(value), wanted), "{value} {wanted}");
        }
        for (value, wanted) in [("null", "null"), ("true", "1"), (r#""3-5""#, "3-6"), ("12", "12a"), ("[1]", "1")] {
            assert!(!equals(&json(value), wanted), "{value} {wanted}");
        }
    }

    #[test]
    fn dates_numbers_and_texts_are_ordered() {
        assert_eq!(compare(&json(r#""2026-02-03T00:00:00""#), "01/09/2026"), Some(Ordering::Less));
        assert_eq!(compare(&json("9"), "10"), Some(Ordering::Less));
        assert_eq!(compare(&json(r#""Élise""#), "frans"), Some(Ordering::Less));
        assert_eq!(compare(&json(r#""1900-01-01T00:00:00""#), "2026-01-01"), None);
        assert_eq!(compare(&json("null"), "1"), None);
        let mut keys: Vec<_> =
            ["null", r#""Zoë""#, r#""Éva""#, r#""Frank""#, "10", "9"].map(json).iter().map(Key::of).collect();
        keys.sort_by(|left, right| left.compare(right, false));
        assert_eq!(keys, ["9", "10", r#""Éva""#, r#""Frank""#, r#""Zoë""#, "null"].map(|text| Key::of(&json(text))));
        assert_eq!(Key::None.compare(&Key::Number(1.0), true), Ordering::Greater);
    }
}
