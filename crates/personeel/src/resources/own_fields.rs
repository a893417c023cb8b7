//! Own fields.

use personeel_client::Client;
use personeel_client::operations::Operation;
use personeel_client::types::OwnField;
use personeel_wire::{Guid, SchoolYear, Structure};

use crate::call::{Built, Call, Request};
use crate::institute::Institute;
use crate::resources::options::takes_structure;
/// Values of the fields that a school defined for itself.
#[derive(Clone, Copy, Debug)]
pub struct OwnFields<'a>(pub(crate) &'a Institute);

impl OwnFields<'_> {
    /// All own fields of a school year. Optional: `structure` (of the employees only `311` and `312` count, of the fields every structure).
    ///
    /// Guide: `GET /employees/ownfields?schoolyear={schoolYear}&structure={structure}`.
    pub fn list(self, school_year: SchoolYear) -> Call<ListOwnFields> {
        Call::new(self.0, ListOwnFields { school_year, structure: None })
    }

    /// The own fields of one employee in a school year. Optional: `structure`.
    ///
    /// Guide: `GET /employees/{personId}/ownfields?schoolyear={schoolYear}&structure={structure}`.
    pub fn of(self, person: Guid, school_year: SchoolYear) -> Call<ListEmployeeOwnFields> {
        Call::new(self.0, ListEmployeeOwnFields { person, school_year, structure: None })
    }
}

/// Arguments of [`OwnFields::list`].
pub struct ListOwnFields {
    school_year: SchoolYear,
    structure: Option<Structure>,
}

impl Request for ListOwnFields {
    type Answer = Vec<OwnField>;
    const OPERATION: Operation = Operation::ListOwnFields;

    async fn build(&self, client: &Client) -> Built<Self::Answer> {
        client.list_own_fields(&self.school_year, self.structure.as_ref()).await
    }
}

/// Arguments of [`OwnFields::of`].
pub struct ListEmployeeOwnFields {
    person: Guid,
    school_year: SchoolYear,
    structure: Option<Structure>,
}

impl Request for ListEmployeeOwnFields {
    type Answer = Vec<OwnField>;
    const OPERATION: Operation = Operation::ListEmployeeOwnFields;

    async fn build(&self, client: &Client) -> Built<Self::Answer> {
        client.list_employee_own_fields(&self.person, &self.school_year, self.structure.as_ref()).await
    }
}

takes_structure!(ListOwnFields, ListEmployeeOwnFields);
