//! Paths from a record to a value, such as `emailadressen[type=School].email`.

use super::value;
use crate::json::Json;

/// A path as it was asked for.
#[derive(Clone, Debug)]
pub(crate) struct Path {
    text: String,
    steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Field(String),
    /// `[]`: every item of a list.
    Every,
    /// `[0]`: the item of this place.
    Place(usize),
    /// `[type=School]`: the first item whose field is this.
    First(String, String),
}

/// What stands at the end of a path.
#[derive(Debug, PartialEq)]
pub(crate) enum Found<'a> {
    Nothing,
    One(&'a Json),
    /// Of every item of a list.
    Several(Vec<&'a Json>),
}

impl Path {
    /// Reads a path.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let mut steps = Vec::new();
        let mut name = String::new();
        let mut letters = text.chars().peekable();
        let wrong = |what: &str| format!("'{text}' is no path to a field: {what}");
        let mut may_end = false;
        while let Some(letter) = letters.next() {
            match letter {
                // As names are written in the head of a CSV.
                '\\' => name.extend(letters.next()),
                '.' => {
                    if !name.is_empty() {
                        steps.push(Step::Field(std::mem::take(&mut name)));
                    } else if !may_end {
                        return Err(wrong("a dot has no name before it"));
                    }
                    may_end = false;
                }
                '[' => {
                    if !name.is_empty() {
                        steps.push(Step::Field(std::mem::take(&mut name)));
                    } else if steps.is_empty() {
                        return Err(wrong("a condition has no list before it"));
                    }
                    let inner: String = letters.by_ref().take_while(|letter| *letter != ']').collect();
                    if !text.contains(']') {
                        return Err(wrong("a ] is missing"));
                    }
                    steps.push(
                        condition(&inner)
                            .ok_or_else(|| wrong("between [ and ] stands FIELD=VALUE, a place or nothing"))?,
                    );
                    may_end = true;
                }
                ']' => return Err(wrong("a ] has no [ before it")),
                other => {
                    if may_end {
                        return Err(wrong("a dot is missing behind ]"));
                    }
                    name.push(other);
                }
            }
        }
        if !name.is_empty() {
            steps.push(Step::Field(name.trim_end().to_owned()));
        } else if !may_end {
            return Err(if text.is_empty() { "a path is missing".to_owned() } else { wrong("it ends with a dot") });
        }
        Ok(Self { text: text.to_owned(), steps })
    }

    /// As it was written.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Its fields alone, as the table of fields names them: `emailadressen[].email`, if the fields of lists are said.
    pub(crate) fn names(&self) -> Vec<&str> {
        let names = self.steps.iter().filter_map(|step| match step {
            // The place of an item in a list, as in the head of a CSV.
            Step::Field(name) if name.bytes().all(|byte| byte.is_ascii_digit()) => None,
            Step::Field(name) => Some(name.as_str()),
            _ => None,
        });
        names.collect()
    }

    /// What it leads to in a record.
    pub(crate) fn find<'a>(&self, record: &'a Json) -> Found<'a> {
        // A name of the program's own may have a dot in it, and stands as it is.
        if let Some(value) = record.get(&self.text) {
            return Found::One(value);
        }
        follow(record, &self.steps)
    }

    /// The value for people and files: a list where there are several.
    pub(crate) fn value(&self, record: &Json) -> Json {
        match self.find(record) {
            Found::Nothing => Json::Null,
            Found::One(value) => value.clone(),
            Found::Several(values) => Json::List(values.into_iter().cloned().collect()),
        }
    }
}

fn condition(inner: &str) -> Option<Step> {
    let inner = inner.trim();
    if inner.is_empty() {
        return Some(Step::Every);
    }
    if inner.bytes().all(|byte| byte.is_ascii_digit()) {
        return inner.parse().ok().map(Step::Place);
    }
    let (field, value) = inner.split_once('=')?;
    let value = value.trim();
    let quoted = ['"', '\''].into_iter().find_map(|mark| value.strip_prefix(mark)?.strip_suffix(mark));
    (!field.trim().is_empty()).then(|| Step::First(field.trim().to_owned(), quoted.unwrap_or(value).to_owned()))
}

fn follow<'a>(value: &'a Json, steps: &[Step]) -> Found<'a> {
    let Some((step, rest)) = steps.split_first() else { return Found::One(value) };
    let next = match (step, value) {
        (Step::Field(name), Json::List(items)) => match name.parse::<usize>() {
            Ok(place) => items.get(place),
            Err(_) => return every(items, steps),
        },
        (Step::Field(name), value) => value.get(name),
        (Step::Every, Json::List(items)) => return every(items, rest),
        (Step::Place(place), Json::List(items)) => items.get(*place),
        (Step::First(field, wanted), Json::List(items)) => {
            items.iter().find(|item| item.get(field).is_some_and(|value| value::is(value, wanted)))
        }
        _ => None,
    };
    next.map_or(Found::Nothing, |next| follow(next, rest))
}

fn every<'a>(items: &'a [Json], steps: &[Step]) -> Found<'a> {
    let mut found = Vec::new();
    for item in items {
        match follow(item, steps) {
            Found::Nothing => {}
            Found::One(value) => found.push(value),
            Found::Several(values) => found.extend(values),
        }
    }
    Found::Several(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORD: &str = r#"{"naam":"Peeters","bank":{"iban":"BE00"},"a.b":1,"emailadressen":[
        {"type":"Eigen","email":"a@x.be"},{"type":"School","email":"b@y.be"},{"type":"school","email":"c@y.be"}],
        "comnrs":[{"type":"Privé nummer","nr":"0470"}],"leeg":[]}"#;

    fn value(path: &str) -> String {
        Path::parse(path).unwrap().value(&Json::read(RECORD.as_bytes()).unwrap()).to_text()
    }

    #[test]
    fn paths_lead_to_values() {
        for (path, expected) in [
            ("naam", r#""Peeters""#),
            ("bank.iban", r#""BE00""#),
            ("emailadressen[type=School].email", r#""b@y.be""#),
            ("emailadressen[type = 'school'].email", r#""b@y.be""#),
            ("comnrs[type=prive nummer].nr", r#""0470""#),
            ("comnrs[type=Werk].nr", "null"),
            ("emailadressen[0].email", r#""a@x.be""#),
            ("emailadressen.1.email", r#""b@y.be""#),
            ("emailadressen.email", r#"["a@x.be","b@y.be","c@y.be"]"#),
            ("emailadressen[].type", r#"["Eigen","School","school"]"#),
            ("leeg.x", "[]"),
            ("a\\.b", "1"),
            ("naam.x", "null"),
            ("weg", "null"),
        ] {
            assert_eq!(value(path), expected, "{path}");
        }
    }

    #[test]
    fn what_is_no_path_is_told() {
        for text in ["", ".", "a.", ".a", "[x=1]", "a[", "a[x", "a[=1]", "a[x]", "a]b", "a[0]b"] {
            assert!(Path::parse(text).is_err(), "{text}");
        }
    }
}
