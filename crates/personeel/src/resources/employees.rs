//! Employees.

use personeel_client::Client;
use personeel_client::operations::Operation;
use personeel_client::types::{Employee, EmployeeV1};
use personeel_wire::{Guid, SchoolYear, Structure};

use crate::call::{Built, Call, Request};
use crate::institute::Institute;
use crate::resources::options::{TakesSchoolYear, takes_structure};
/// Employees.
#[derive(Clone, Copy, Debug)]
pub struct Employees<'a>(pub(crate) &'a Institute);

impl Employees<'_> {
    /// All employees of a school year. For the current and future years these are all with an assignment in that year
    /// at this institute or marked active there, for past years only those with an assignment. Optional: `structure`
    /// (only `311` and `312` count).
    ///
    /// Guide: `GET /employees?schoolyear={schoolYear}&structure={structure}`, version 2.
    pub fn list(self, school_year: SchoolYear) -> Call<ListEmployees> {
        Call::new(self.0, ListEmployees { school_year, structure: None })
    }

    /// The short list of API version 1: everybody who ever had an assignment in a structure. Optional: `school_year`.
    ///
    /// Guide: `GET /employees?schoolyear={schoolYear}&structure={structure}`, version 1.
    pub fn list_v1(self, structure: Structure) -> Call<ListEmployeesV1> {
        let valid = structure.is_valid();
        let mut call = Call::new(self.0, ListEmployeesV1 { structure, school_year: None });
        call.doubt_structure(valid);
        call
    }

    /// One employee; `None` where there is none with this id. School year and structure do not filter: they decide what
    /// `hoofdAmbt`, `isActive` and the dates of first service say. Optional: `structure` (only `311` and `312` count).
    ///
    /// Guide: `GET /employees/{personId}?schoolyear={schoolYear}&structure={structure}`.
    pub fn get(self, person: Guid, school_year: SchoolYear) -> Call<GetEmployee> {
        Call::new(self.0, GetEmployee { person, school_year, structure: None })
    }
}

/// Arguments of [`Employees::list`].
pub struct ListEmployees {
    school_year: SchoolYear,
    structure: Option<Structure>,
}

impl Request for ListEmployees {
    type Answer = Vec<Employee>;
    const OPERATION: Operation = Operation::ListEmployees;

    async fn build(&self, client: &Client) -> Built<Self::Answer> {
        client.list_employees(&self.school_year, self.structure.as_ref()).await
    }
}

/// Arguments of [`Employees::list_v1`].
pub struct ListEmployeesV1 {
    structure: Structure,
    school_year: Option<SchoolYear>,
}

impl Request for ListEmployeesV1 {
    type Answer = Vec<EmployeeV1>;
    const OPERATION: Operation = Operation::ListEmployeesV1;

    async fn build(&self, client: &Client) -> Built<Self::Answer> {
        client.list_employees_v1(self.school_year.as_ref(), &self.structure).await
    }
}

impl TakesSchoolYear for ListEmployeesV1 {
    fn school_year(&mut self) -> &mut Option<SchoolYear> {
        &mut self.school_year
    }
}

/// Arguments of [`Employees::get`].
pub struct GetEmployee {
    person: Guid,
    school_year: SchoolYear,
    structure: Option<Structure>,
}

impl Request for GetEmployee {
    type Answer = Option<Employee>;
    const OPERATION: Operation = Operation::GetEmployee;

    async fn build(&self, client: &Client) -> Built<Self::Answer> {
        client.get_employee(&self.person, &self.school_year, self.structure.as_ref()).await
    }
}

takes_structure!(ListEmployees, GetEmployee);
