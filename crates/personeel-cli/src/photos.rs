//! The names of photo files.

use std::collections::{BTreeMap, HashMap, HashSet};

use personeel::Guid;

use crate::json::Json;
use crate::select::Path;

/// A template for file names: literal texts and fields of the employee.
#[derive(Clone, Debug)]
pub(crate) struct Template(Vec<Piece>);

#[derive(Clone, Debug)]
enum Piece {
    Text(String),
    Field(Path),
}

impl Template {
    /// Parses a template: one field, or text with fields in braces.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        if !text.contains(['{', '}']) {
            return Ok(Self(vec![Piece::Field(Path::parse(text)?)]));
        }
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, field_and_rest)) = rest.split_once('{') {
            let (field, after) = field_and_rest.split_once('}').ok_or_else(|| format!("'{text}': missing }}"))?;
            pieces.push(Piece::Text(before.to_owned()));
            pieces.push(Piece::Field(Path::parse(field)?));
            rest = after;
        }
        pieces.push(Piece::Text(rest.to_owned()));
        if pieces.len() == 1 || pieces.iter().any(|piece| matches!(piece, Piece::Text(text) if text.contains('}'))) {
            return Err(format!("'{text}': write fields in braces, as in {{naam}} {{voornaam}}"));
        }
        Ok(Self(pieces))
    }

    /// Iterates over the paths of its fields.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Field(path) => Some(path),
            Piece::Text(_) => None,
        })
    }

    /// Returns the name for an employee who has a value for every field.
    fn fill(&self, employee: &Json) -> Option<String> {
        let mut name = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => name.push_str(text),
                Piece::Field(path) => match path.value(employee) {
                    Json::Text(text) if !text.trim().is_empty() => name.push_str(text.trim()),
                    Json::Number(number) => name.push_str(number.as_str()),
                    _ => return None,
                },
            }
        }
        let name = make_portable(&name);
        (!name.is_empty()).then_some(name)
    }

    /// Makes the names for all employees who have the fields, and notes which names are shared.
    pub(crate) fn assign_names(&self, staff: &[Json]) -> Names {
        let mut people: BTreeMap<String, Vec<(Guid, String)>> = BTreeMap::new();
        for employee in staff {
            let id = employee.get("personId").and_then(Json::as_str).and_then(|id| id.parse().ok());
            if let Some((id, name)) = id.zip(self.fill(employee)) {
                // Windows and macOS ignore case in file names.
                people.entry(name.to_lowercase()).or_default().push((id, name));
            }
        }
        let mut names = Names::default();
        for several in people.into_values() {
            let is_shared = several.len() > 1;
            for (id, name) in several {
                let name = if is_shared { format!("{name} {id}") } else { name };
                names.of_person.insert(id, name);
                if is_shared {
                    names.shared.insert(id);
                }
            }
        }
        names
    }
}

/// File names by person.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    of_person: HashMap<Guid, String>,
    shared: HashSet<Guid>,
}

impl Names {
    /// Returns the name of a person's file, without its extension.
    pub(crate) fn of(&self, person: Guid) -> String {
        self.of_person.get(&person).cloned().unwrap_or_else(|| person.to_string())
    }

    /// Returns whether the template yields no name for the person.
    pub(crate) fn is_unnamed(&self, person: Guid) -> bool {
        !self.of_person.contains_key(&person)
    }

    /// Returns whether another person's file would have the same name.
    pub(crate) fn is_shared(&self, person: Guid) -> bool {
        self.shared.contains(&person)
    }
}

/// Replaces what some system would treat specially: the file stays in its folder, and opens on Windows.
fn make_portable(name: &str) -> String {
    /// Leaves room for an id and an extension within the 255 bytes that systems allow.
    const MAX_NAME_BYTES: usize = 180;
    const RESERVED: [&str; 4] = ["con", "prn", "aux", "nul"];

    let is_wrong = |letter: char| letter.is_control() || r#"/\:*?"<>|"#.contains(letter);
    let name: String = name.chars().map(|letter| if is_wrong(letter) { '_' } else { letter }).collect();
    let mut end = name.len().min(MAX_NAME_BYTES);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    let name = name[..end].trim_matches(|letter: char| letter == '.' || letter.is_whitespace());
    let stem = name.split('.').next().unwrap_or_default().to_lowercase();
    let is_port = stem.len() == 4
        && (stem.starts_with("com") || stem.starts_with("lpt"))
        && stem.ends_with(|end: char| end.is_ascii_digit());
    if RESERVED.contains(&stem.as_str()) || is_port { format!("_{name}") } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_make_portable_names() {
        let employee = Json::read(
            r#"{"personId":"42cd5a20-e22f-45d7-973c-fab8734dec50","naam":"D'hoore/x","voornaam":" Zoë ","stamnr":"26502160033","n":7}"#.as_bytes(),
        )
        .unwrap();
        let name = |template: &str| Template::parse(template).unwrap().fill(&employee);
        assert_eq!(name("stamnr").as_deref(), Some("26502160033"));
        assert_eq!(name("{naam}, {voornaam} ({n})").as_deref(), Some("D'hoore_x, Zoë (7)"));
        assert_eq!(name("{weg}"), None);
        assert_eq!(make_portable("../../etc/passwd"), "_.._etc_passwd");
        assert_eq!(make_portable("COM1.x"), "_COM1.x");
        assert_eq!(make_portable("a\u{0}b. "), "a_b");
        assert!(make_portable(&"é".repeat(300)).len() <= 180);
        for wrong in ["", "{", "{}", "}", "{naam", "naam}", "{naam}}"] {
            assert!(Template::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_shared_name_gets_the_id_appended() {
        let staff = crate::json::Json::rows(
            r#"[{"personId":"00000000-0000-4000-8000-000000000001","naam":"Peeters"},
                {"personId":"00000000-0000-4000-8000-000000000002","naam":"PEETERS"},
                {"personId":"00000000-0000-4000-8000-000000000003","naam":"Claes"},
                {"personId":"00000000-0000-4000-8000-000000000004","naam":null}]"#,
        );
        let names = Template::parse("naam").unwrap().assign_names(&staff);
        let id = |digit: u8| format!("00000000-0000-4000-8000-00000000000{digit}").parse::<Guid>().unwrap();
        assert_eq!(names.of(id(2)), format!("PEETERS {}", id(2)));
        assert!(names.is_shared(id(1)) && !names.is_shared(id(3)));
        assert_eq!(names.of(id(3)), "Claes");
        assert!(names.is_unnamed(id(4)));
        assert_eq!(names.of(id(4)), id(4).to_string());
    }
}
