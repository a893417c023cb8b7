//! The commands that read: lists of every institute, and one record.

use crate::cli::{Global, ListFlags};
use crate::failure::Failure;
use crate::fanout::print_lists;
use crate::reads::{Wanted, fetch};
use crate::session::Session;

pub(super) async fn list(global: &Global, wanted: Wanted, flags: ListFlags) -> Result<(), Failure> {
    let choice = wanted.choice();
    let session = if choice.is_large { Session::open_for_photos(global)? } else { Session::open(global)? };
    print_lists(&session, &choice.view, move |institute| fetch(institute, wanted.clone(), flags.per_row)).await
}

pub(super) async fn get(global: &Global, wanted: Wanted) -> Result<(), Failure> {
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
