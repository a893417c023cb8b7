//! Finding the people that users refer to.

use personeel::{Guid, Institute, InstituteNumber, Operation, ParameterKind, PersonId, SchoolYear};

use crate::failure::Failure;
use crate::fanout::gather;
use crate::json::Json;
use crate::naming::Naming;
use crate::output::print_note;
use crate::reads::Wanted;
use crate::rows::{Source, Terms, read_rows};
use crate::session::Session;

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
