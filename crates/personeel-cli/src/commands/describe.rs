//! Descriptions of records for the question before a removal: whose they are, and when.

use personeel::{CommunicationNumberId, Institute, InterruptionId, Operation, ParameterKind, PersonId, SchoolYear};

use crate::days;
use crate::failure::Failure;
use crate::json::Json;
use crate::people::{full_name, read_staff};
use crate::reads::Wanted;
use crate::rows::{Source, read_rows};
use crate::session::Session;

/// Describes an interruption: the name of the employee, the days and the kind.
pub(super) async fn interruption(session: &Session, institute: &Institute, id: InterruptionId) -> Option<String> {
    Some(describe_outcome(find_interruption(session, institute, id).await))
}

/// Describes a communication number: the name of the employee, and the number.
pub(super) async fn number(
    session: &Session,
    institute: &Institute,
    person: PersonId,
    id: CommunicationNumberId,
) -> Option<String> {
    Some(describe_outcome(find_number(session, institute, person, id).await))
}

/// Describes what was found. The user must also know when nothing was found, and when the search failed.
fn describe_outcome(found: Result<Option<String>, Failure>) -> String {
    match found {
        Ok(Some(text)) => text,
        Ok(None) => "nothing with this id was found in this school year, the previous one or the next one".to_owned(),
        Err(failure) => format!("it could not be looked up: {}", failure.line()),
    }
}

async fn find_interruption(
    session: &Session,
    institute: &Institute,
    id: InterruptionId,
) -> Result<Option<String>, Failure> {
    let current = days::current_year(session.preferences.first_month)?;
    for year in [Some(current), current.previous(), current.next()].into_iter().flatten() {
        let rows = read(session, institute, Operation::ListInterruptions, year, None).await?;
        let Some(row) = rows.iter().find(|row| has_id(row, "doId", &id.to_string())) else { continue };
        let text = |field| row.get(field).and_then(Json::as_str).unwrap_or_default();
        let day = |field| text(field).split('T').next().unwrap_or_default().to_owned();
        let staff = read_staff(institute.clone(), year, session.terms()).await?;
        let name = staff.iter().find(|employee| employee.get("personId") == row.get("personId")).map(full_name);
        return Ok(Some(format!(
            "{}, {} to {}, {}",
            name.unwrap_or_else(|| format!("personId {}", text("personId"))),
            day("begindatum"),
            day("einddatum"),
            text("omschrijving")
        )));
    }
    Ok(None)
}

async fn find_number(
    session: &Session,
    institute: &Institute,
    person: PersonId,
    id: CommunicationNumberId,
) -> Result<Option<String>, Failure> {
    let year = days::current_year(session.preferences.first_month)?;
    let rows = read(session, institute, Operation::GetEmployee, year, Some(person)).await?;
    let Some(employee) = rows.first() else { return Ok(None) };
    let Some(Json::List(numbers)) = employee.get("comnrs") else { return Ok(None) };
    let number = numbers.iter().find(|number| has_id(number, "id", &id.to_string()));
    Ok(number.map(|number| {
        let text = |field| number.get(field).and_then(Json::as_str).unwrap_or_default();
        format!("{}, {} {} ({})", full_name(employee), text("soort"), text("nr"), text("type"))
    }))
}

fn has_id(row: &Json, field: &str, id: &str) -> bool {
    row.get(field).and_then(Json::as_str) == Some(id)
}

async fn read(
    session: &Session,
    institute: &Institute,
    operation: Operation,
    year: SchoolYear,
    person: Option<PersonId>,
) -> Result<Vec<Json>, Failure> {
    let wanted = Wanted::new(operation.info(), |parameter| match parameter.kind {
        ParameterKind::SchoolYear => Some(year.to_string()),
        ParameterKind::Guid(_) => person.map(|person| person.to_string()),
        _ => None,
    });
    read_rows(Source::new(institute.clone(), wanted, session.terms())).await
}
