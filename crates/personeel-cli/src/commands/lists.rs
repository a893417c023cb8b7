//! The lists that are asked for alike: of everybody, or of one person.

use personeel::{Call, Request};
use serde::de::DeserializeOwned;

use crate::cli::{AppointmentsList, AssignmentsList, Global, PersonFilter};
use crate::failure::Failure;
use crate::fanout::print_lists;
use crate::list::{List, list, list_by_row};
use crate::output::columns;
use crate::session::Session;

/// The call with the structure, if one is given.
macro_rules! narrowed {
    ($call:expr, $structure:expr) => {
        match &$structure {
            Some(structure) => $call.structure(structure.clone()),
            None => $call,
        }
    };
}

pub(crate) use narrowed;

/// Sends a call for a list and checks its rows: all of them, or each by itself.
pub(crate) async fn fetch<R, T>(call: Call<R>, per_row: bool) -> Result<List, Failure>
where
    R: Request<Answer = Vec<T>>,
    T: DeserializeOwned,
{
    let rows = if per_row { list_by_row::<T>(&call.bytes().await?) } else { list(&call.checked_bytes().await?) };
    rows.map_err(|failure| failure.with_operation(Some(R::OPERATION)))
}

pub(super) async fn assignments(global: &Global, list: AssignmentsList) -> Result<(), Failure> {
    let session = Session::open(global)?;
    let AssignmentsList { of: PersonFilter { person, filter, per_row }, exclude_non_subsidised } = list;
    match person {
        Some(person) => {
            print_lists(&session, &columns::ASSIGNMENTS, move |institute| {
                let call = narrowed!(institute.assignments().of(person, filter.school_year), filter.structure);
                fetch(if exclude_non_subsidised { call.exclude_non_subsidised() } else { call }, per_row)
            })
            .await
        }
        None => {
            print_lists(&session, &columns::ASSIGNMENTS, move |institute| {
                let call = narrowed!(institute.assignments().list(filter.school_year), filter.structure);
                fetch(if exclude_non_subsidised { call.exclude_non_subsidised() } else { call }, per_row)
            })
            .await
        }
    }
}

/// A command whose list takes a school year and a structure, of everybody or of one person.
macro_rules! plain_list {
    ($name:ident, $view:expr) => {
        pub(super) async fn $name(global: &Global, of: PersonFilter) -> Result<(), Failure> {
            let session = Session::open(global)?;
            let PersonFilter { person, filter, per_row } = of;
            match person {
                Some(person) => {
                    print_lists(&session, &$view, move |institute| {
                        let call = institute.$name().of(person, filter.school_year);
                        fetch(narrowed!(call, filter.structure), per_row)
                    })
                    .await
                }
                None => {
                    print_lists(&session, &$view, move |institute| {
                        let call = institute.$name().list(filter.school_year);
                        fetch(narrowed!(call, filter.structure), per_row)
                    })
                    .await
                }
            }
        }
    };
}

plain_list!(interruptions, columns::INTERRUPTIONS);
plain_list!(diplomas, columns::DIPLOMAS);
plain_list!(own_fields, columns::OWN_FIELDS);

pub(super) async fn appointments(global: &Global, list: AppointmentsList) -> Result<(), Failure> {
    let session = Session::open(global)?;
    match (list.person, list.school_year) {
        (Some(person), _) => {
            print_lists(&session, &columns::OPEN, move |institute| {
                fetch(narrowed!(institute.appointments().of(person), list.structure), list.per_row)
            })
            .await
        }
        (None, Some(year)) => {
            print_lists(&session, &columns::OPEN, move |institute| {
                fetch(narrowed!(institute.appointments().list(year), list.structure), list.per_row)
            })
            .await
        }
        // The definition of the flags requires one of the two.
        (None, None) => Err(Failure::usage("give --school-year, or --person")),
    }
}
