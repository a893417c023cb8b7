//! `photos list`, and getting photos for what else needs them.

use personeel::Institute;

use crate::cli::{Global, PhotosFilter, PhotosList};
use crate::commands::lists::{fetch, narrowed};
use crate::failure::Failure;
use crate::fanout::print_lists;
use crate::list::{List, record};
use crate::output::columns;
use crate::session::Session;

pub(super) async fn list(global: &Global, list: PhotosList) -> Result<(), Failure> {
    let session = Session::open_for_photos(global)?;
    print_lists(&session, &columns::PHOTOS, move |institute| photos(institute, list.filter.clone(), list.per_row)).await
}

/// The photos that a filter lets through; one or none with a person.
pub(super) async fn photos(institute: Institute, filter: PhotosFilter, per_row: bool) -> Result<List, Failure> {
    if let Some(person) = filter.person {
        let body = institute.photos().get(person).checked_bytes().await?;
        return Ok(record(&body)?.into_iter().collect::<Vec<_>>().into());
    }
    let Some(year) = filter.school_year else {
        // The definition of the flags requires one of the two.
        return Err(Failure::usage("give --school-year, or --person"));
    };
    let call = narrowed!(institute.photos().list(year), filter.structure);
    let call = match filter.changed_since {
        Some(date) => call.changed_since(date),
        None => call,
    };
    fetch(call, per_row).await
}
