//! Paths from a record to a value, such as `emailadressen[type=School].email`.

use super::value;
use crate::json::Json;

/// A path as the user wrote it.
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
    /// `[0]`: the item at this index.
    Index(usize),
    /// `[type=School]`: the first item whose field has this value.
    First(String, String),
}

/// The value or values that a path leads to.
#[derive(Debug, PartialEq)]
pub(crate) enum Found<'a> {
    Nothing,
    One(&'a Json),
    /// One value for each item of a list.
    Several(Vec<&'a Json>),
}

impl Path {
    /// Parses a path.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let mut steps = Vec::new();
        let mut name = String::new();
        let mut letters = text.chars().peekable();
        let wrong = |what: &str| format!("'{text}' is not a path to a field: {what}");
        let mut may_end = false;
        while let Some(letter) = letters.next() {
            match letter {
                // Names are escaped this way in a CSV header.
                '\\' => name.extend(letters.next()),
                '.' => {
                    if !name.is_empty() {
                        steps.push(Step::Field(std::mem::take(&mut name)));
                    } else if !may_end {
                        return Err(wrong("no name before a dot"));
                    }
                    may_end = false;
                }
                '[' => {
                    if !name.is_empty() {
                        steps.push(Step::Field(std::mem::take(&mut name)));
                    } else if steps.is_empty() {
                        return Err(wrong("no list before a ["));
                    }
                    let inner: String = letters.by_ref().take_while(|letter| *letter != ']').collect();
                    if !text.contains(']') {
                        return Err(wrong("missing ]"));
                    }
                    steps.push(
                        parse_selector(&inner)
                            .ok_or_else(|| wrong("expected FIELD=VALUE, an index or nothing between [ and ]"))?,
                    );
                    may_end = true;
                }
                ']' => return Err(wrong("no [ before a ]")),
                other => {
                    if may_end {
                        return Err(wrong("expected a dot after ]"));
                    }
                    name.push(other);
                }
            }
        }
        if !name.is_empty() {
            steps.push(Step::Field(name.trim_end().to_owned()));
        } else if !may_end {
            return Err(if text.is_empty() {
                "expected a path to a field".to_owned()
            } else {
                wrong("it ends with a dot")
            });
        }
        Ok(Self { text: text.to_owned(), steps })
    }

    /// Returns the path as it was written.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Returns its field names, without list indices and conditions. Joined with dots they are the path of a field in
    /// the document without its `[]`.
    pub(crate) fn names(&self) -> Vec<&str> {
        let names = self.steps.iter().filter_map(|step| match step {
            // The index of an item in a list, as in a CSV header.
            Step::Field(name) if name.bytes().all(|byte| byte.is_ascii_digit()) => None,
            Step::Field(name) => Some(name.as_str()),
            _ => None,
        });
        names.collect()
    }

    /// Finds the value or values in a record.
    pub(crate) fn find<'a>(&self, record: &'a Json) -> Found<'a> {
        // The program's own fields may have a dot in their names, which are then complete paths.
        if let Some(value) = record.get(&self.text) {
            return Found::One(value);
        }
        follow(record, &self.steps)
    }

    /// Returns the value for output; several values make a list.
    pub(crate) fn value(&self, record: &Json) -> Json {
        match self.find(record) {
            Found::Nothing => Json::Null,
            Found::One(value) => value.clone(),
            Found::Several(values) => Json::List(values.into_iter().cloned().collect()),
        }
    }
}

fn parse_selector(inner: &str) -> Option<Step> {
    let inner = inner.trim();
    if inner.is_empty() {
        return Some(Step::Every);
    }
    if inner.bytes().all(|byte| byte.is_ascii_digit()) {
        return inner.parse().ok().map(Step::Index);
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
            Err(_) => return follow_each(items, steps),
        },
        (Step::Field(name), value) => value.get(name),
        (Step::Every, Json::List(items)) => return follow_each(items, rest),
        (Step::Index(place), Json::List(items)) => items.get(*place),
        (Step::First(field, wanted), Json::List(items)) => {
            items.iter().find(|item| item.get(field).is_some_and(|value| value::equals(value, wanted)))
        }
        _ => None,
    };
    next.map_or(Found::Nothing, |next| follow(next, rest))
}

fn follow_each<'a>(items: &'a [Json], steps: &[Step]) -> Found<'a> {
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
    fn invalid_paths_are_rejected() {
        for text in ["", ".", "a.", ".a", "[x=1]", "a[", "a[x", "a[=1]", "a[x]", "a]b", "a[0]b"] {
            assert!(Path::parse(text).is_err(), "{text}");
        }
    }
}
