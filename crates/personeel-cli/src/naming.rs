//! How users refer to people: by id, by stamnummer, or by name.

use personeel::Guid;

use crate::json::Json;
use crate::select::normalise;

/// How the user refers to a person.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Naming {
    Id(Guid),
    /// The 11 digits that the administration assigns.
    Stamnr(String),
    Name(Vec<String>),
}

impl Naming {
    /// Recognises an id, a stamnummer or else a name.
    pub(crate) fn of(text: &str) -> Self {
        if let Ok(id) = text.parse() {
            return Self::Id(id);
        }
        let digits: String = text.chars().filter(|letter| !matches!(letter, ' ' | '.' | '-' | '/')).collect();
        if digits.len() == STAMNR && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Self::Stamnr(digits);
        }
        Self::Name(
            normalise(text)
                .split(|letter: char| letter.is_whitespace() || letter == ',')
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect(),
        )
    }

    /// Returns whether it refers to this employee. Each word must begin one of the employee's names.
    pub(crate) fn matches(&self, employee: &Json) -> bool {
        let text = |field| employee.get(field).and_then(Json::as_str).unwrap_or_default();
        match self {
            Self::Id(id) => text("personId").parse::<Guid>().is_ok_and(|known| known == *id),
            Self::Stamnr(digits) => text("stamnr").chars().filter(char::is_ascii_digit).eq(digits.chars()),
            Self::Name(words) => {
                let names: Vec<String> =
                    ["voornaam", "naam", "nickname"].iter().map(|field| normalise(text(field))).collect();
                let is_known = |word: &String| {
                    names.iter().any(|name| {
                        name.split([' ', '-']).any(|part| part.starts_with(word.as_str()))
                            || name.starts_with(word.as_str())
                    })
                };
                !words.is_empty() && words.iter().all(is_known)
            }
        }
    }

    /// Returns whether the words are the employee's full name: this tells Jan from Janssens.
    pub(crate) fn matches_exactly(&self, employee: &Json) -> bool {
        let Self::Name(words) = self else { return self.matches(employee) };
        let text = |field| employee.get(field).and_then(Json::as_str).map(normalise).unwrap_or_default();
        let mut own: Vec<String> =
            format!("{} {}", text("voornaam"), text("naam")).split_whitespace().map(str::to_owned).collect();
        let mut words = words.clone();
        own.sort();
        words.sort();
        own == words
    }
}

const STAMNR: usize = 11;

/// Parses a reference to a person.
pub(crate) fn parse_person(text: &str) -> Result<String, String> {
    match Naming::of(text) {
        Naming::Name(words) if words.is_empty() => Err("expected a personId, a stamnummer or a name".to_owned()),
        Naming::Name(words)
            if words.iter().all(|word| word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')) =>
        {
            Err("expected a personId, a stamnummer of 11 digits or a name".to_owned())
        }
        _ => Ok(text.to_owned()),
    }
}

/// Parses a reference that identifies exactly one person: a name is not enough for writes.
pub(crate) fn parse_exact_person(text: &str) -> Result<String, String> {
    match Naming::of(text) {
        Naming::Name(_) => Err(
            "expected a personId or a stamnummer of 11 digits; a name is not accepted for writes, since it may be someone else's"
                .to_owned(),
        ),
        _ => Ok(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn employee(text: &str) -> Json {
        Json::read(text.as_bytes()).unwrap()
    }

    #[test]
    fn people_are_found_by_id_stamnummer_or_name() {
        let zoe = employee(
            r#"{"personId":"42cd5a20-e22f-45d7-973c-fab8734dec50","naam":"Van den Broeck","voornaam":"Zoë","nickname":null,"stamnr":"26502160033"}"#,
        );
        for text in [
            "42cd5a20-e22f-45d7-973c-fab8734dec50",
            "{42CD5A20-E22F-45D7-973C-FAB8734DEC50}",
            "26502160033",
            "2.65.02.16.0033",
            "zoe",
            "Zoë Van den Broeck",
            "van den broeck, zoë",
            "Broeck",
            "van den",
        ] {
            assert!(parse_person(text).is_ok(), "{text}");
            assert!(Naming::of(text).matches(&zoe), "{text}");
        }
        for text in ["42cd5a20-e22f-45d7-973c-fab8734dec51", "26502160034", "roeck", "Zoë Peeters"] {
            assert!(!Naming::of(text).matches(&zoe), "{text}");
        }
        for text in ["", " ", "2650216003", "123"] {
            assert!(parse_person(text).is_err(), "{text}");
        }
        assert!(parse_exact_person("26502160033").is_ok() && parse_exact_person("Zoë").is_err());
    }
}
