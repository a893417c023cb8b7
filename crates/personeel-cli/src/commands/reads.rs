//! The commands that read: lists of every institute, and one record.

use crate::cli::{Global, ListFlags};
use crate::failure::Failure;
use crate::fanout::print_lists;
use crate::reads::Wanted;
use crate::rows::{Source, Spool, Step, Terms, gathered};
use crate::session::Session;

pub(super) async fn list(global: &Global, wanted: Wanted, flags: ListFlags) -> Result<(), Failure> {
    let session = Session::open(global)?;
    let terms = Terms { is_by_row: flags.per_row, ..session.terms() };
    let (view, spool) = (wanted.choice().view, Spool::default());
    print_lists(&session, &view, move |institute| {
        let (source, spool) = (Source::new(institute, wanted.clone(), terms), spool.clone());
        async move { gathered(source, &spool).await }
    })
    .await
}

pub(super) async fn get(global: &Global, wanted: Wanted) -> Result<(), Failure> {
    let session = Session::open(global)?;
    let institute = session.institute()?;
    let (number, operation, record) = (institute.number(), wanted.info.operation, wanted.record());
    match Source::new(institute, wanted, session.terms()).next().await? {
        Some(Step::Row(record)) => session.output.record(&record),
        _ => Err(Failure::not_found(format!("there is no {record}"))
            .with_operation(Some(operation))
            .with_institute(number)),
    }
}
