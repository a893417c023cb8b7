//! Assignments.

use personeel_client::Client;
use personeel_client::operations::Operation;
use personeel_client::types::Assignment;
use personeel_wire::{Guid, SchoolYear, Structure};

use crate::call::{Built, Call, Request};
use crate::institute::Institute;
use crate::resources::options::{takes_non_subsidised, takes_structure};

/// What employees are employed to do.
#[derive(Clone, Copy, Debug)]
pub struct Assignments<'a>(pub(crate) &'a Institute);

impl Assignments<'_> {
    /// All assignments of a school year. Optional: `structure` (every structure counts), `exclude_non_subsidised`.
    ///
    /// Guide: `GET /employees/assignments?schoolyear={schoolYear}&structure={structure}&inclNonSubHours={inclNonSubHours}`.
    pub fn list(self, school_year: SchoolYear) -> Call<ListAssignments> {
        Call::new(self.0, ListAssignments { school_year, structure: None, incl_non_sub_hours: None })
    }

    /// The assignments of one employee in a school year. Optional: `structure`, `exclude_non_subsidised`.
    ///
    /// Guide: `GET /employees/{personId}/assignments?schoolyear={schoolYear}&structure={structure}&inclNonSubHours={inclNonSubHours}`.
    pub fn of(self, person: Guid, school_year: SchoolYear) -> Call<ListEmployeeAssignments> {
        Call::new(self.0, ListEmployeeAssignments { person, school_year, structure: None, incl_non_sub_hours: None })
    }
}

/// Arguments of [`Assignments::list`].
pub struct ListAssignments {
    school_year: SchoolYear,
    structure: Option<Structure>,
    incl_non_sub_hours: Option<bool>,
}

impl Request for ListAssignments {
    type Answer = Vec<Assignment>;
    const OPERATION: Operation = Operation::ListAssignments;

    async fn build(&self, client: &Client) -> Built<Self::Answer> {
        client.list_assignments(self.incl_non_sub_hours, &self.school_year, self.structure.as_ref()).await
    }
}

/// Arguments of [`Assignments::of`].
pub struct ListEmployeeAssignments {
    person: Guid,
    school_year: SchoolYear,
    structure: Option<Structure>,
    incl_non_sub_hours: Option<bool>,
}

impl Request for ListEmployeeAssignments {
    type Answer = Vec<Assignment>;
    const OPERATION: Operation = Operation::ListEmployeeAssignments;

    async fn build(&self, client: &Client) -> Built<Self::Answer> {
        client
            .list_employee_assignments(
                &self.person,
                self.incl_non_sub_hours,
                &self.school_year,
                self.structure.as_ref(),
            )
            .await
    }
}

takes_structure!(ListAssignments, ListEmployeeAssignments);
takes_non_subsidised!(ListAssignments, ListEmployeeAssignments);

#[cfg(test)]
mod tests {
    use crate::resources::options::TakesNonSubsidised;

    use super::*;

    /// One method serves every call that has the argument, so that a third one cannot be narrowed otherwise.
    fn sent<R: Request + TakesNonSubsidised>(call: Call<R>) -> Option<bool> {
        *call.exclude_non_subsidised().request.incl_non_sub_hours()
    }

    #[test]
    fn both_calls_ask_for_subsidised_hours_in_one_way() {
        let token = crate::StaticToken::new("t");
        let client = crate::Personeel::builder().token_source(token).build().expect("a client");
        let school = client.institute("999999").expect("a number");
        let year: SchoolYear = "2023-24".parse().expect("a school year");
        assert_eq!(sent(school.assignments().list(year)), Some(false));
        assert_eq!(sent(school.assignments().of(Guid::random(), year)), Some(false));
    }
}
