//! Interruptions.

use personeel_client::Client;
use personeel_client::operations::Operation;
use personeel_client::types::{Interruption, PutInterruption};
use personeel_wire::{Guid, SchoolYear, Structure};

use crate::call::{Built, Call, Request};
use crate::check;
use crate::error::Result;
use crate::institute::Institute;
use crate::resources::options::takes_structure;
/// Interruptions: absences and leaves.
#[derive(Clone, Copy, Debug)]
pub struct Interruptions<'a>(pub(crate) &'a Institute);

impl Interruptions<'_> {
    /// All interruptions that overlap a school year. Optional: `structure` (every structure counts).
    ///
    /// Guide: `GET /employees/interruptions?schoolyear={schoolYear}&structure={structure}`.
    pub fn list(self, school_year: SchoolYear) -> Call<ListInterruptions> {
        Call::new(self.0, ListInterruptions { school_year, structure: None })
    }

    /// The interruptions of one employee that overlap a school year. Optional: `structure`.
    ///
    /// Guide: `GET /employees/{personId}/interruptions?schoolyear={schoolYear}&structure={structure}`.
    pub fn of(self, person: Guid, school_year: SchoolYear) -> Call<ListEmployeeInterruptions> {
        Call::new(self.0, ListEmployeeInterruptions { person, school_year, structure: None })
    }

    /// Adds the interruption with this id, or changes it where it exists. `Guid::random()` makes an id for a new one:
    /// keep it, since it is what changes or removes the interruption later.
    ///
    /// Refusals: BR001 to BR014 and MNA001 to MNA006.
    ///
    /// Guide: `PUT /employees/{personId}/interruptions/{interruptionId}`.
    pub fn put(self, person: Guid, interruption: Guid, body: PutInterruption) -> Call<PutInterruptionCall> {
        Call::new(self.0, PutInterruptionCall { person, interruption, body })
    }

    /// Removes an interruption, and the attachments that belong to no other. A repeated removal whose first attempt may
    /// have landed is a success.
    ///
    /// Refusals: BR002, BR018 and MNA008 to MNA011.
    ///
    /// Guide: `DELETE /employees/interruptions/{interruptionId}`.
    pub fn delete(self, interruption: Guid) -> Call<DeleteInterruption> {
        Call::new(self.0, DeleteInterruption { interruption })
    }
}

/// Arguments of [`Interruptions::list`].
pub struct ListInterruptions {
    school_year: SchoolYear,
    structure: Option<Structure>,
}

impl Request for ListInterruptions {
    type Answer = Vec<Interruption>;
    const OPERATION: Operation = Operation::ListInterruptions;

    async fn build(&self, client: &Client) -> Built<Self::Answer> {
        client.list_interruptions(&self.school_year, self.structure.as_ref()).await
    }
}

/// Arguments of [`Interruptions::of`].
pub struct ListEmployeeInterruptions {
    person: Guid,
    school_year: SchoolYear,
    structure: Option<Structure>,
}

impl Request for ListEmployeeInterruptions {
    type Answer = Vec<Interruption>;
    const OPERATION: Operation = Operation::ListEmployeeInterruptions;

    async fn build(&self, client: &Client) -> Built<Self::Answer> {
        client.list_employee_interruptions(&self.person, &self.school_year, self.structure.as_ref()).await
    }
}

takes_structure!(ListInterruptions, ListEmployeeInterruptions);

/// Arguments of [`Interruptions::put`].
pub struct PutInterruptionCall {
    person: Guid,
    interruption: Guid,
    body: PutInterruption,
}

impl Request for PutInterruptionCall {
    type Answer = ();
    const OPERATION: Operation = Operation::PutInterruption;

    fn check(&self) -> Result<()> {
        check::body(Self::OPERATION, &self.body)
    }

    async fn build(&self, client: &Client) -> Built<Self::Answer> {
        client.put_interruption(&self.person, &self.interruption, &self.body).await
    }
}

/// Arguments of [`Interruptions::delete`].
pub struct DeleteInterruption {
    interruption: Guid,
}

impl Request for DeleteInterruption {
    type Answer = ();
    const OPERATION: Operation = Operation::DeleteInterruption;

    async fn build(&self, client: &Client) -> Built<Self::Answer> {
        client.delete_interruption(&self.interruption).await
    }
}
