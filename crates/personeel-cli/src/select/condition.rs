//! `--where`: which records.

use std::cmp::Ordering;

use super::path::{Found, Path};
use super::value;
use crate::days;
use crate::json::Json;

/// A condition on a field.
#[derive(Clone, Debug)]
pub(crate) struct Condition {
    pub(crate) path: Path,
    test: Test,
}

#[derive(Clone, Debug)]
enum Test {
    Is(String),
    IsNot(String),
    Contains(String),
    /// Any of these orders with the value.
    Order(&'static [Ordering], String),
    MonthOf(i8),
    /// A month and a day of it.
    DayOf(i8, i8),
}

const LESS: &[Ordering] = &[Ordering::Less];
const MORE: &[Ordering] = &[Ordering::Greater];

/// A sign, and what it makes of a value.
type Sign = (&'static str, fn(String) -> Test);

/// Signs, the longer ones first.
const SIGNS: [Sign; 7] = [
    ("!=", Test::IsNot),
    ("<=", |text| Test::Order(&[Ordering::Less, Ordering::Equal], text)),
    (">=", |text| Test::Order(&[Ordering::Greater, Ordering::Equal], text)),
    ("=", Test::Is),
    ("<", |text| Test::Order(LESS, text)),
    (">", |text| Test::Order(MORE, text)),
    ("~", Test::Contains),
];

impl Condition {
    /// Reads a condition.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let read = by_words(text).or_else(|| by_sign(text).map(Ok)).unwrap_or_else(|| {
            Err(format!(
                "'{text}' is no condition: expected FIELD=VALUE; besides = there are != < <= > >= ~ (contains), and \
                 before, after, month of and day of for dates"
            ))
        });
        let (path, wanted) = read?;
        Ok(Self { path: Path::parse(path)?, test: wanted })
    }

    /// Whether a record meets it. Of a list one item is enough.
    pub(crate) fn holds(&self, record: &Json) -> bool {
        let found = self.path.find(record);
        let values = match found {
            Found::Nothing => vec![&Json::Null],
            // Of a list of plain values one is enough, too.
            Found::One(Json::List(items)) if !items.is_empty() => items.iter().collect(),
            Found::One(value) => vec![value],
            Found::Several(values) if values.is_empty() => vec![&Json::Null],
            Found::Several(values) => values,
        };
        match &self.test {
            Test::Is(wanted) => values.iter().any(|value| value::is(value, wanted)),
            Test::IsNot(wanted) => !values.iter().any(|value| value::is(value, wanted)),
            Test::Contains(part) => values.iter().any(|value| value::contains(value, part)),
            Test::Order(orders, other) => {
                values.iter().any(|value| value::order(value, other).is_some_and(|order| orders.contains(&order)))
            }
            Test::MonthOf(month) => days_of(&values).any(|day| day.month() == *month),
            Test::DayOf(month, number) => days_of(&values).any(|day| (day.month(), day.day()) == (*month, *number)),
        }
    }
}

fn days_of<'a>(values: &'a [&Json]) -> impl Iterator<Item = personeel::Date> + 'a {
    values.iter().filter_map(|value| value.as_str().and_then(value::day))
}

/// `einddatum before 2026-12-01`.
fn by_words(text: &str) -> Option<Result<(&str, Test), String>> {
    type Read = fn(&str) -> Result<Test, String>;
    const WORDS: [(&str, Read); 4] = [
        (" before ", |day| days::date(day).map(|day| Test::Order(LESS, day.to_string()))),
        (" after ", |day| days::date(day).map(|day| Test::Order(MORE, day.to_string()))),
        (" month of ", |month| days::month(month).map(Test::MonthOf)),
        (" day of ", |day| days::date(day).map(|day| Test::DayOf(day.month(), day.day()))),
    ];
    // A value may have such words in it; a field has none.
    let sign = by_sign(text).map_or(text.len(), |(path, _)| path.len());
    let (at, word, read) =
        WORDS.iter().find_map(|(word, read)| Some((text.find(word).filter(|at| *at < sign)?, word, read)))?;
    let (path, operand) = (&text[..at], &text[at + word.len()..]);
    Some(read(operand).map(|test| (path, test)).map_err(|expected| format!("'{text}': {expected}")))
}

/// `naam=Peeters`. Signs between brackets belong to the path.
fn by_sign(text: &str) -> Option<(&str, Test)> {
    let mut depth = 0_usize;
    for (at, letter) in text.char_indices() {
        match letter {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => {
                if let Some((sign, test)) = SIGNS.iter().find(|(sign, _)| text[at..].starts_with(sign)) {
                    return Some((&text[..at], test(text[at + sign.len()..].trim().to_owned())));
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(condition: &str) -> bool {
        let record = r#"{"naam":"D'hoore = before","n":12.5,"isActive":true,"geboortedatum":"1965-11-23T00:00:00",
            "pensioendatum":null,"scholen":["011007","038281"],"emailadressen":[{"type":"School","email":"a@x.be"},{"type":"Eigen","email":"b@y.be"}]}"#;
        Condition::parse(condition).unwrap().holds(&Json::read(record.as_bytes()).unwrap())
    }

    #[test]
    fn conditions_hold_or_not() {
        for condition in [
            "naam=d'hoore = before",
            "naam~HOORE",
            "naam != Peeters",
            "n>12,4",
            "n<=12.50",
            "isActive=ja",
            "geboortedatum month of 11",
            "geboortedatum month of november",
            "geboortedatum day of 23/11/2026",
            "geboortedatum before 01/01/1966",
            "geboortedatum after 1965-11-22",
            "geboortedatum = 23/11/1965",
            "geboortedatum>=1965-11-23",
            "pensioendatum=",
            "scholen=038281",
            "weg=",
            "pensioendatum!=2026-01-01",
            "emailadressen.email~y.be",
            "emailadressen[type=School].email=a@x.be",
        ] {
            assert!(holds(condition), "{condition}");
        }
        for condition in [
            "naam=Peeters",
            "n>12.5",
            "isActive=no",
            "geboortedatum month of 10",
            "pensioendatum before 2999-01-01",
            "weg~x",
            "emailadressen.email!=b@y.be",
            "emailadressen[type=School].email~y.be",
        ] {
            assert!(!holds(condition), "{condition}");
        }
    }

    #[test]
    fn what_is_no_condition_is_told() {
        for (text, part) in [
            ("naam", "FIELD=VALUE"),
            ("", "FIELD=VALUE"),
            ("=x", "path"),
            ("d before 30/02/2026", "no day 30"),
            ("d month of x", "a month"),
        ] {
            let message = Condition::parse(text).unwrap_err();
            assert!(message.contains(part), "{text}: {message}");
        }
    }
}
