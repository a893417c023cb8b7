//! The commands that read: lists of all institutes, and single records.

use personeel::SchoolYear;

use crate::cli::{Format, Global, ListFlags};
use crate::columns;
use crate::days;
use crate::failure::Failure;
use crate::fanout::print_lists;
use crate::fields::{self, Field};
use crate::json::Json;
use crate::listing::Listing;
use crate::names::{self, Names};
use crate::output::{Output, print_note};
use crate::people;
use crate::reads::Wanted;
use crate::rows::{Source, Spool, Step, Terms, read_list};
use crate::select;
use crate::session::Session;
use crate::settings::Preferences;

pub(super) async fn list(global: &Global, wanted: Wanted, flags: ListFlags) -> Result<(), Failure> {
    let known = fields::of_list(wanted.info.record);
    if flags.choice.columns.as_deref() == Some(select::HELP) {
        return print_fields(global, &known);
    }
    let session = Session::open(global)?;
    let (wanted, year) = complete(&session, wanted).await?;
    warn_of_ignored(global, &wanted);
    let listing = Listing::read(global, &flags.choice, &session.preferences, &known)?;
    let has_names = has_person(&known) && (flags.names || listing.selection.mentions(names::PERSON));
    let terms = Terms { per_row: flags.per_row, ..session.terms() };
    let (view, spool) = (wanted.choice().view, Spool::default());
    print_lists(&session, &view, &listing, move |institute| {
        let (source, spool) = (Source::new(institute.clone(), wanted.clone(), terms), spool.clone());
        async move {
            let list = read_list(source, &spool).await?;
            if !has_names {
                return Ok(list);
            }
            let names = Names::of(&people::read_staff(institute, year, terms).await?);
            list.map(|rows| Ok(names.add_to(rows)))
        }
    })
    .await
}

/// Whether records identify their person only by id.
fn has_person(known: &[&'static [Field]]) -> bool {
    known.is_empty() || known.contains(&fields::PERSON)
}

/// Prints the fields that columns can be chosen from.
pub(super) fn print_fields(global: &Global, known: &[&'static [Field]]) -> Result<(), Failure> {
    let row = |column: &str, kind: &str, meaning: String| {
        Json::record([("column", Json::text(column)), ("kind", Json::text(kind)), ("meaning", Json::Text(meaning))])
    };
    let mut rows: Vec<Json> = known
        .iter()
        .flat_map(|fields| fields.iter())
        .map(|field| {
            let values =
                if field.values.is_empty() { String::new() } else { format!(" One of: {}.", field.values.join(", ")) };
            row(&field.path.replace("[]", ""), field.kind.word(), format!("{}{values}", field.meaning))
        })
        .collect();
    // This must work even if the profile is broken.
    for (name, columns) in Preferences::read(global).unwrap_or_default().columns {
        rows.push(row(&name, "saved", columns));
    }
    if rows.is_empty() {
        print_note("the document does not specify the fields of these records; see them with --format json");
    }
    Output::new(global).rows(&rows, &columns::FIELDS)
}

/// Completes the call: with the current school year if none was given, and with the id of the person.
pub(super) async fn complete(session: &Session, wanted: Wanted) -> Result<(Wanted, SchoolYear), Failure> {
    let wanted = wanted.in_year(days::current_year(session.preferences.first_month)?);
    let year = wanted.school_year().map_or_else(|| days::current_year(session.preferences.first_month), Ok)?;
    let Some(person) = wanted.person() else { return Ok((wanted, year)) };
    let id = people::find(session, person, year).await?;
    Ok((wanted.of_person(id), year))
}

pub(super) async fn get(global: &Global, wanted: Wanted) -> Result<(), Failure> {
    let session = Session::open(global)?;
    let institute = session.institute()?;
    let (wanted, _) = complete(&session, wanted).await?;
    warn_of_ignored(global, &wanted);
    let (number, operation, record) = (institute.number(), wanted.info.operation, wanted.describe_record());
    match Source::new(institute, wanted, session.terms()).next().await? {
        Some(Step::Row(record)) => session.output.record(&record),
        _ => Err(Failure::not_found(format!("{record} not found"))
            .with_operation(Some(operation))
            .with_institute(number)),
    }
}

/// Warns once, however many institutes are read. With `--format json`, standard error holds one JSON object and nothing
/// else.
pub(super) fn warn_of_ignored(global: &Global, wanted: &Wanted) {
    if global.format != Some(Format::Json)
        && let Some(warning) = wanted.ignored_warning()
    {
        print_note(&warning);
    }
}
