//! Finding people as users refer to them: by id, by stamnummer, or by name.

use personeel::{Guid, Institute, InstituteNumber, Operation, ParameterKind, PersonId, SchoolYear};

use crate::failure::Failure;
use crate::fanout::gather;
use crate::json::Json;
use crate::output::print_note;
use crate::reads::Wanted;
use crate::rows::{Source, Terms, read_rows};
use crate::select::normalise;
use crate::session::Session;

/// How the user refers to a person.
#[derive(Debug, PartialEq, Eq)]
enum Naming {
    Id(Guid),
    /// The 11 digits that the administration assigns.
    Stamnr(String),
    Name(Vec<String>),
}

impl Naming {
    fn of(text: &str) -> Self {
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
    fn matches(&self, employee: &Json) -> bool {
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
    fn matches_exactly(&self, employee: &Json) -> bool {
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

/// Returns the name of an employee, last name first.
pub(crate) fn full_name(employee: &Json) -> String {
    let text = |field| employee.get(field).and_then(Json::as_str).unwrap_or_default();
    format!("{} {}", text("naam"), text("voornaam")).trim().to_owned()
}

/// Makes the call that lists all employees of a school year.
pub(crate) fn list_employees(year: SchoolYear) -> Wanted {
    let info = Operation::ListEmployees.info();
    Wanted::new(info, |parameter| (parameter.kind == ParameterKind::SchoolYear).then(|| year.to_string()))
}

/// Reads all employees of an institute in a school year.
pub(crate) async fn read_staff(institute: Institute, year: SchoolYear, terms: Terms) -> Result<Vec<Json>, Failure> {
    let terms = Terms { per_row: false, ..terms };
    read_rows(Source::new(institute, list_employees(year), terms)).await
}

/// Finds the person among all employees of the school year in all institutes.
pub(crate) async fn find(session: &Session, person: &str, year: SchoolYear) -> Result<Guid, Failure> {
    let naming = Naming::of(person);
    if let Naming::Id(id) = naming {
        return Ok(id);
    }
    let terms = session.terms();
    let gathered = gather(session, move |institute, _| read_staff(institute, year, terms)).await;
    if let Some(failure) = gathered.verdict(false) {
        return Err(failure);
    }
    choose(&naming, gathered.done.into_iter(), session.has_json_errors, year)
}

/// Finds the person as [`find`] does, for a write.
pub(crate) async fn find_person(session: &Session, person: &str, year: SchoolYear) -> Result<PersonId, Failure> {
    find(session, person, year).await.map(PersonId::from)
}

fn choose(
    naming: &Naming,
    staff: impl Iterator<Item = (InstituteNumber, Vec<Json>)>,
    is_json: bool,
    year: SchoolYear,
) -> Result<Guid, Failure> {
    let mut found: Vec<(Guid, Json)> = Vec::new();
    for (_, employees) in staff {
        for employee in employees.into_iter().filter(|employee| naming.matches(employee)) {
            let id = employee.get("personId").and_then(Json::as_str).and_then(|id| id.parse::<Guid>().ok());
            if let Some(id) = id.filter(|id| !found.iter().any(|(known, _)| known == id)) {
                found.push((id, employee));
            }
        }
    }
    if found.iter().any(|(_, employee)| naming.matches_exactly(employee)) {
        found.retain(|(_, employee)| naming.matches_exactly(employee));
    }
    let what = if matches!(naming, Naming::Stamnr(_)) { "stamnummer" } else { "name" };
    match found.as_slice() {
        [(only, _)] => Ok(*only),
        [] => Err(Failure::not_found(format!(
            "no employee in {year} has this {what}; search with: personeel employees list --where 'naam~PART' \
             --columns naam,voornaam,stamnr,personId"
        ))),
        several => {
            // The user needs the names to choose, but errors must not hold names.
            if !is_json {
                for (id, employee) in several {
                    let stamnr = employee.get("stamnr").and_then(Json::as_str).unwrap_or("no stamnummer");
                    print_note(&format!("  {id}  {stamnr}  {}", full_name(employee)));
                }
            }
            let ids: Vec<_> = several.iter().map(|(id, _)| id.to_string()).collect();
            let ids = if is_json { format!(": {}", ids.join(", ")) } else { String::new() };
            let count = several.len();
            Err(Failure::usage(format!("{count} people in {year} have this {what}; pass the personId of one{ids}")))
        }
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
