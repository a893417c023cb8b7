//! `absent`: who is absent, until when, and who stands in.

use std::collections::HashMap;

use personeel::{Date, Institute, Operation, ParameterKind, SchoolYear};

use crate::cli::{Absent, Global};
use crate::columns;
use crate::days;
use crate::failure::Failure;
use crate::fanout::print_lists;
use crate::fields;
use crate::json::Json;
use crate::listing::Listing;
use crate::names::Names;
use crate::people;
use crate::reads::Wanted;
use crate::rows::{Source, Terms, read_rows};
use crate::select;
use crate::session::Session;

pub(super) async fn run(global: &Global, absent: Absent) -> Result<(), Failure> {
    let known = fields::of_absent();
    if absent.choice.columns.as_deref() == Some(select::HELP) {
        return super::reads::print_fields(global, &known);
    }
    let session = Session::open(global)?;
    let listing = Listing::read(global, &absent.choice, &session.preferences, &known)?;
    let day = absent.on.map_or_else(days::today, Ok)?;
    let year = session.preferences.first_month.year_of(day);
    let terms = session.terms();
    print_lists(&session, &columns::ABSENT, &listing, move |institute| list_absent(institute, day, year, terms)).await
}

/// Lists everyone who is absent on a day, with those who stand in.
async fn list_absent(institute: Institute, day: Date, year: SchoolYear, terms: Terms) -> Result<Vec<Json>, Failure> {
    let staff = Names::of(&people::read_staff(institute.clone(), year, terms).await?);
    let interruptions = read(&institute, Operation::ListInterruptions, year, terms).await?;
    let assignments = read(&institute, Operation::ListAssignments, year, terms).await?;
    let by = substitutes(&assignments);
    let mut rows = Vec::new();
    for interruption in interruptions.iter().filter(|interruption| is_on(interruption, day)) {
        let field = |name| interruption.get(name).cloned().unwrap_or(Json::Null);
        let person = staff.person(interruption.get("personId").and_then(Json::as_str));
        let of_person = |name| person.get(name).cloned().unwrap_or(Json::Null);
        let substitutes = interruption.get("doId").and_then(Json::as_str).and_then(|id| by.get(id));
        let names = substitutes.into_iter().flatten().map(|id| {
            let name = people::full_name(&staff.person(Some(id)));
            Json::text(if name.is_empty() { (*id).to_owned() } else { name })
        });
        rows.push(Json::record([
            ("naam", of_person("naam")),
            ("voornaam", of_person("voornaam")),
            ("stamnr", of_person("stamnr")),
            ("begindatum", field("begindatum")),
            ("einddatum", field("einddatum")),
            ("omschrijving", field("omschrijving")),
            ("code", field("code")),
            ("hfd", field("hfd")),
            ("vervangenDoor", Json::List(names.collect())),
            ("personId", field("personId")),
            ("doId", field("doId")),
        ]));
    }
    rows.sort_by_cached_key(|row| select::normalise(&people::full_name(row)));
    Ok(rows)
}

async fn read(
    institute: &Institute,
    operation: Operation,
    year: SchoolYear,
    terms: Terms,
) -> Result<Vec<Json>, Failure> {
    let wanted = Wanted::new(operation.info(), |parameter| {
        (parameter.kind == ParameterKind::SchoolYear).then(|| year.to_string())
    });
    read_rows(Source::new(institute.clone(), wanted, terms)).await
}

/// Whether a day falls within an interruption. Without a last day, the interruption is open-ended.
fn is_on(interruption: &Json, day: Date) -> bool {
    let of = |name| interruption.get(name).and_then(Json::as_str).and_then(|text| text.parse::<Date>().ok());
    of("begindatum").is_none_or(|first| first <= day) && of("einddatum").is_none_or(|last| day <= last)
}

/// Returns the substitutes by interruption. `vervangingen` refers to the assignment of the substitute.
fn substitutes(assignments: &[Json]) -> HashMap<&str, Vec<&str>> {
    fn text<'a>(value: &'a Json, field: &str) -> Option<&'a str> {
        value.get(field).and_then(Json::as_str)
    }
    let holders: HashMap<_, _> =
        assignments.iter().filter_map(|assignment| text(assignment, "id").zip(text(assignment, "personId"))).collect();
    let mut by: HashMap<&str, Vec<&str>> = HashMap::new();
    for assignment in assignments {
        let Some(Json::List(substitutions)) = assignment.get("vervangingen") else { continue };
        for substitution in substitutions {
            let holder = text(substitution, "opdrachtId").and_then(|id| holders.get(id));
            if let Some((interruption, holder)) = text(substitution, "doId").zip(holder) {
                let known = by.entry(interruption).or_default();
                if !known.contains(holder) {
                    known.push(holder);
                }
            }
        }
    }
    by
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ends_of_an_interruption_are_included() {
        let closed = Json::read(br#"{"begindatum":"2026-11-02T00:00:00","einddatum":"2026-11-06T00:00:00"}"#).unwrap();
        let open = Json::read(br#"{"begindatum":"2026-11-02T00:00:00","einddatum":null}"#).unwrap();
        let on = |row: &Json, day: &str| is_on(row, day.parse().unwrap());
        for (day, expected) in
            [("2026-11-01", false), ("2026-11-02", true), ("2026-11-06", true), ("2026-11-07", false)]
        {
            assert_eq!(on(&closed, day), expected, "{day}");
        }
        assert!(on(&open, "2027-01-01") && !on(&open, "2026-11-01"));
    }

    #[test]
    fn substitutes_hold_the_assignment() {
        let assignments = Json::rows(
            r#"[{"id":"a","personId":"p1","vervangingen":[{"opdrachtId":"b","doId":"d"},{"opdrachtId":"weg","doId":"d"}]},
                {"id":"b","personId":"p2","vervangingen":[{"opdrachtId":"b","doId":"d"}]}]"#,
        );
        assert_eq!(substitutes(&assignments), HashMap::from([("d", vec!["p2"])]));
    }
}
