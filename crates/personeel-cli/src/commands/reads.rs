//! The commands that read: lists of every institute, and one record.

use crate::cli::{Format, Global, ListFlags};
use crate::failure::Failure;
use crate::fanout::print_lists;
use crate::output::note;
use crate::reads::{Wanted, fetch};
use crate::session::Session;

pub(super) async fn list(global: &Global, wanted: Wanted, flags: ListFlags) -> Result<(), Failure> {
    warn_of_ignored(global, &wanted);
    let choice = wanted.choice();
    let session = if choice.is_large { Session::open_for_photos(global)? } else { Session::open(global)? };
    print_lists(&session, &choice.view, move |institute| fetch(institute, wanted.clone(), flags.per_row)).await
}

pub(super) async fn get(global: &Global, wanted: Wanted) -> Result<(), Failure> {
    warn_of_ignored(global, &wanted);
    let session = Session::open(global)?;
    let institute = session.institute()?;
    let (number, operation, record) = (institute.number(), wanted.info.operation, wanted.record());
    match fetch(institute, wanted, false).await?.rows.first() {
        Some(record) => session.output.record(record),
        None => Err(Failure::not_found(format!("there is no {record}"))
            .with_operation(Some(operation))
            .with_institute(number)),
    }
}

/// Once, however many institutes are asked. With `--format json` standard error holds one JSON object and nothing else.
pub(super) fn warn_of_ignored(global: &Global, wanted: &Wanted) {
    if global.format != Some(Format::Json)
        && let Some(warning) = wanted.ignored()
    {
        note(&warning);
    }
}
