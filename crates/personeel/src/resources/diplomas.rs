//! Diplomas.

use personeel_client::Client;
use personeel_client::operations::Operation;
use personeel_client::types::Diploma;
use personeel_wire::{Guid, SchoolYear, Structure};

use crate::call::{Built, Call, Request};
use crate::institute::Institute;
use crate::resources::options::takes_structure;
/// Diplomas and certificates of competence.
#[derive(Clone, Copy, Debug)]
pub struct Diplomas<'a>(pub(crate) &'a Institute);

impl Diplomas<'_> {
    /// All diplomas of a school year. Optional: `structure` (only `311` and `312` count).
    ///
    /// Guide: `GET /employees/diplomas?schoolyear={schoolYear}&structure={structure}`.
    pub fn list(self, school_year: SchoolYear) -> Call<ListDiplomas> {
        Call::new(self.0, ListDiplomas { school_year, structure: None })
    }

    /// The diplomas of one employee in a school year. Optional: `structure`.
    ///
    /// Guide: `GET /employees/{personId}/diplomas?schoolyear={schoolYear}&structure={structure}`.
    pub fn of(self, person: Guid, school_year: SchoolYear) -> Call<ListEmployeeDiplomas> {
        Call::new(self.0, ListEmployeeDiplomas { person, school_year, structure: None })
    }
}

/// Arguments of [`Diplomas::list`].
pub struct ListDiplomas {
    school_year: SchoolYear,
    structure: Option<Structure>,
}

impl Request for ListDiplomas {
    type Answer = Vec<Diploma>;
    const OPERATION: Operation = Operation::ListDiplomas;

    async fn build(&self, client: &Client) -> Built<Self::Answer> {
        client.list_diplomas(&self.school_year, self.structure.as_ref()).await
    }
}

/// Arguments of [`Diplomas::of`].
pub struct ListEmployeeDiplomas {
    person: Guid,
    school_year: SchoolYear,
    structure: Option<Structure>,
}

impl Request for ListEmployeeDiplomas {
    type Answer = Vec<Diploma>;
    const OPERATION: Operation = Operation::ListEmployeeDiplomas;

    async fn build(&self, client: &Client) -> Built<Self::Answer> {
        client.list_employee_diplomas(&self.person, &self.school_year, self.structure.as_ref()).await
    }
}

takes_structure!(ListDiplomas, ListEmployeeDiplomas);
