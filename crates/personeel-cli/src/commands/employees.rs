//! `employees list` and `employees get`.

use personeel::Operation;

use crate::cli::{EmployeesGet, EmployeesList, Global};
use crate::commands::lists::{fetch, narrowed};
use crate::failure::Failure;
use crate::fanout::print_lists;
use crate::list::record;
use crate::output::columns;
use crate::session::Session;

pub(super) async fn list(global: &Global, list: EmployeesList) -> Result<(), Failure> {
    let session = Session::open(global)?;
    let per_row = list.per_row;
    match (list.api_version, list.school_year, list.structure) {
        (Some(_), year, Some(structure)) => {
            print_lists(&session, &columns::EMPLOYEES_V1, move |institute| {
                let mut call = institute.employees().list_v1(structure.clone());
                if let Some(year) = year {
                    call = call.school_year(year);
                }
                fetch(call, per_row)
            })
            .await
        }
        (None, Some(year), structure) => {
            print_lists(&session, &columns::EMPLOYEES, move |institute| {
                let call = institute.employees().list(year);
                fetch(narrowed!(call, structure), per_row)
            })
            .await
        }
        // The definition of the flags requires one of the two.
        _ => Err(Failure::usage("give --school-year, or --api-version 1 with --structure")),
    }
}

pub(super) async fn get(global: &Global, get: EmployeesGet) -> Result<(), Failure> {
    let session = Session::open(global)?;
    let institute = session.institute()?;
    let call = institute.employees().get(get.person, get.filter.school_year);
    match record(&narrowed!(call, get.filter.structure).checked_bytes().await?)? {
        Some(employee) => session.output.record(&employee),
        None => Err(Failure::not_found(format!("there is no employee {}", get.person))
            .with_operation(Some(Operation::GetEmployee))
            .with_institute(institute.number())),
    }
}
