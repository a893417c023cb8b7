//! How values compare with each other, and with what people write.

use std::cmp::Ordering;

use personeel::Date;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::json::{Json, Number};

/// Whether a value is what somebody wrote. Capitals, accents and blanks around it don't count, nor how a day or a number
/// is written; nothing at all is written as nothing.
pub(super) fn is(value: &Json, wanted: &str) -> bool {
    let wanted = wanted.trim();
    match value {
        Json::Null => wanted.is_empty(),
        Json::Bool(value) => truth(wanted) == Some(*value),
        Json::Number(number) => Number::parse(&wanted.replace(',', ".")).is_some_and(|wanted| number.is_same(&wanted)),
        Json::Text(text) => {
            let both = day(text).zip(crate::days::date(wanted).ok());
            plain(text) == plain(wanted) || both.is_some_and(|(one, other)| one == other)
        }
        Json::List(items) => items.is_empty() && wanted.is_empty(),
        Json::Record(fields) => fields.is_empty() && wanted.is_empty(),
    }
}

fn truth(word: &str) -> Option<bool> {
    match word.to_lowercase().as_str() {
        "yes" | "ja" | "true" | "y" | "j" => Some(true),
        "no" | "nee" | "neen" | "false" | "n" => Some(false),
        _ => None,
    }
}

/// Whether a value has a text in it.
pub(super) fn contains(value: &Json, part: &str) -> bool {
    let part = plain(part);
    match value {
        Json::Text(text) => plain(text).contains(&part),
        Json::Number(number) => number.as_str().contains(&part),
        _ => false,
    }
}

/// A value against what somebody wrote; none where the two have no order.
pub(super) fn order(value: &Json, other: &str) -> Option<Ordering> {
    match value {
        // A day has no order with what is none, nor has one that stands for none.
        Json::Text(text) if is_date(text) => Some(day(text)?.cmp(&crate::days::date(other).ok()?)),
        Json::Text(text) => Some(plain(text).cmp(&plain(other))),
        Json::Number(number) => {
            number.as_str().parse::<f64>().ok()?.partial_cmp(&other.trim().replace(',', ".").parse::<f64>().ok()?)
        }
        _ => None,
    }
}

/// The day of a date of the wire; the one that only stands for none is none.
pub(super) fn day(text: &str) -> Option<Date> {
    text.parse::<Date>().ok().and_then(Date::without_sentinel)
}

fn is_date(text: &str) -> bool {
    text.parse::<Date>().is_ok()
}

/// A text without capitals, accents, and blanks around it.
pub(crate) fn plain(text: &str) -> String {
    text.trim().nfd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase).collect()
}

/// What a value is sorted by.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Key {
    Truth(bool),
    Number(f64),
    /// The letters without accents, and then the text itself.
    Text(String, String),
    /// Nothing comes last.
    None,
}

impl Key {
    pub(super) fn of(value: &Json) -> Self {
        match value {
            Json::Bool(value) => Self::Truth(*value),
            Json::Number(number) => number.as_str().parse().map_or(Self::None, Self::Number),
            Json::Text(text) if !text.trim().is_empty() => Self::Text(plain(text), text.clone()),
            Json::List(items) => items.first().map_or(Self::None, Self::of),
            _ => Self::None,
        }
    }

    /// In order, or against it; nothing comes last either way.
    pub(super) fn order(&self, other: &Self, is_descending: bool) -> Ordering {
        let rank = |key: &Self| match key {
            Self::Truth(_) => 0,
            Self::Number(_) => 1,
            Self::Text(..) => 2,
            Self::None => 3,
        };
        let order = match (self, other) {
            (Self::Truth(one), Self::Truth(other)) => one.cmp(other),
            (Self::Number(one), Self::Number(other)) => one.total_cmp(other),
            (Self::Text(one, own), Self::Text(other, others)) => one.cmp(other).then_with(|| own.cmp(others)),
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
    fn values_are_what_people_write() {
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
            assert!(is(&json(value), wanted), "{value} {wanted}");
        }
        for (value, wanted) in [("null", "null"), ("true", "1"), (r#""3-5""#, "3-6"), ("12", "12a"), ("[1]", "1")] {
            assert!(!is(&json(value), wanted), "{value} {wanted}");
        }
    }

    #[test]
    fn order_is_that_of_days_numbers_and_letters() {
        assert_eq!(order(&json(r#""2026-02-03T00:00:00""#), "01/09/2026"), Some(Ordering::Less));
        assert_eq!(order(&json("9"), "10"), Some(Ordering::Less));
        assert_eq!(order(&json(r#""Élise""#), "frans"), Some(Ordering::Less));
        assert_eq!(order(&json(r#""1900-01-01T00:00:00""#), "2026-01-01"), None);
        assert_eq!(order(&json("null"), "1"), None);
        let mut keys: Vec<_> =
            ["null", r#""Zoë""#, r#""Éva""#, r#""Frank""#, "10", "9"].map(json).iter().map(Key::of).collect();
        keys.sort_by(|one, other| one.order(other, false));
        assert_eq!(keys, ["9", "10", r#""Éva""#, r#""Frank""#, r#""Zoë""#, "null"].map(|text| Key::of(&json(text))));
        assert_eq!(Key::None.order(&Key::Number(1.0), true), Ordering::Greater);
    }
}
