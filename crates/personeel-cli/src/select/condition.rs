//! `--where`: conditions that records must meet.

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
    /// The field compares with the value in one of these ways.
    Order(&'static [Ordering], String),
    MonthOf(i8),
    /// A month and a day of the month.
    DayOf(i8, i8),
}

const LESS: &[Ordering] = &[Ordering::Less];
const MORE: &[Ordering] = &[Ordering::Greater];

/// An operator, and the test it makes of its operand.
type Operator = (&'static str, fn(String) -> Test);

/// Operators; longer ones come first, because they begin with shorter ones.
const OPERATORS: [Operator; 7] = [
    ("!=", Test::IsNot),
    ("<=", |text| Test::Order(&[Ordering::Less, Ordering::Equal], text)),
    (">=", |text| Test::Order(&[Ordering::Greater, Ordering::Equal], text)),
    ("=", Test::Is),
    ("<", |text| Test::Order(LESS, text)),
    (">", |text| Test::Order(MORE, text)),
    ("~", Test::Contains),
];

impl Condition {
    /// Parses a condition.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let read = parse_words(text).or_else(|| parse_operator(text).map(Ok)).unwrap_or_else(|| {
            Err(format!(
                "'{text}' is not a condition: expected FIELD=VALUE; other operators are != < <= > >= ~ (contains), and \
                 before, after, month of and day of for dates"
            ))
        });
        let (path, wanted) = read?;
        Ok(Self { path: Path::parse(path)?, test: wanted })
    }

    /// Returns whether a record meets the condition. In a list one matching item is enough.
    pub(crate) fn matches(&self, record: &Json) -> bool {
        let found = self.path.find(record);
        let values = match found {
            Found::Nothing => vec![&Json::Null],
            // One item is enough in a list of plain values, too.
            Found::One(Json::List(items)) if !items.is_empty() => items.iter().collect(),
            Found::One(value) => vec![value],
            Found::Several(values) if values.is_empty() => vec![&Json::Null],
            Found::Several(values) => values,
        };
        match &self.test {
            Test::Is(wanted) => values.iter().any(|value| value::equals(value, wanted)),
            Test::IsNot(wanted) => !values.iter().any(|value| value::equals(value, wanted)),
            Test::Contains(part) => values.iter().any(|value| value::contains(value, part)),
            Test::Order(orders, other) => {
                values.iter().any(|value| value::compare(value, other).is_some_and(|order| orders.contains(&order)))
            }
            Test::MonthOf(month) => days_of(&values).any(|day| day.month() == *month),
            Test::DayOf(month, number) => days_of(&values).any(|day| (day.month(), day.day()) == (*month, *number)),
        }
    }
}

fn days_of<'a>(values: &'a [&Json]) -> impl Iterator<Item = personeel::Date> + 'a {
    values.iter().filter_map(|value| value.as_str().and_then(value::parse_day))
}

/// Parses a condition in words: `einddatum before 2026-12-01`.
fn parse_words(text: &str) -> Option<Result<(&str, Test), String>> {
    type Read = fn(&str) -> Result<Test, String>;
    const WORDS: [(&str, Read); 4] = [
        (" before ", |day| days::parse_date(day).map(|day| Test::Order(LESS, day.to_string()))),
        (" after ", |day| days::parse_date(day).map(|day| Test::Order(MORE, day.to_string()))),
        (" month of ", |month| days::parse_month(month).map(Test::MonthOf)),
        (" day of ", |day| days::parse_date(day).map(|day| Test::DayOf(day.month(), day.day()))),
    ];
    // A value may contain these words; a field does not.
    let operator = parse_operator(text).map_or(text.len(), |(path, _)| path.len());
    let (at, word, read) =
        WORDS.iter().find_map(|(word, read)| Some((text.find(word).filter(|at| *at < operator)?, word, read)))?;
    let (path, operand) = (&text[..at], &text[at + word.len()..]);
    Some(read(operand).map(|test| (path, test)).map_err(|expected| format!("'{text}': {expected}")))
}

/// Parses a condition with an operator: `naam=Peeters`. Operators within brackets belong to the path.
fn parse_operator(text: &str) -> Option<(&str, Test)> {
    let mut depth = 0_usize;
    for (at, letter) in text.char_indices() {
        match letter {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => {
                if let Some((sign, test)) = OPERATORS.iter().find(|(sign, _)| text[at..].starts_with(sign)) {
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

    fn is_met(condition: &str) -> bool {
        let record = r#"{"naam":"D'hoore = before","n":12.5,"isActive":true,"geboortedatum":"1965-11-23T00:00:00",
            "pensioendatum":null,"scholen":["011007","038281"],"emailadressen":[{"type":"School","email":"a@x.be"},{"type":"Eigen","email":"b@y.be"}]}"#;
        Condition::parse(condition).unwrap().matches(&Json::read(record.as_bytes()).unwrap())
    }

    #[test]
    fn conditions_match_records() {
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
            assert!(is_met(condition), "{condition}");
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
            assert!(!is_met(condition), "{condition}");
        }
    }

    #[test]
    fn invalid_conditions_are_rejected() {
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
