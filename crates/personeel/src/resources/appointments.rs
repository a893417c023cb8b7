//! Appointments.

use personeel_client::Client;
use personeel_client::operations::Operation;
use personeel_client::types::Appointment;
use personeel_wire::{Guid, SchoolYear, Structure};

use crate::call::{Built, Call, Request};
use crate::institute::Institute;
use crate::resources::options::takes_structure;
/// Appointments. The guide leaves out their shape, so each is open JSON.
#[derive(Clone, Copy, Debug)]
pub struct Appointments<'a>(pub(crate) &'a Institute);

impl Appointments<'_> {
    /// All appointments of the employees of a school year. Optional: `structure` (of the employees only `311` and `312`
    /// count, of the appointments every structure).
    ///
    /// Guide: `GET /employees/appointments?schoolyear={schoolYear}&structure={structure}`.
    pub fn list(self, school_year: SchoolYear) -> Call<ListAppointments> {
        Call::new(self.0, ListAppointments { school_year, structure: None })
    }

    /// The appointments of one employee; this call takes no school year. Optional: `structure`.
    ///
    /// Guide: `GET /employees/{personId}/appointments?structure={structure}`.
    pub fn of(self, person: Guid) -> Call<ListEmployeeAppointments> {
        Call::new(self.0, ListEmployeeAppointments { person, structure: None })
    }
}

/// Arguments of [`Appointments::list`].
pub struct ListAppointments {
    school_year: SchoolYear,
    structure: Option<Structure>,
}

impl Request for ListAppointments {
    type Answer = Vec<Appointment>;
    const OPERATION: Operation = Operation::ListAppointments;

    async fn build(&self, client: &Client) -> Built<Self::Answer> {
        client.list_appointments(&self.school_year, self.structure.as_ref()).await
    }
}

/// Arguments of [`Appointments::of`].
pub struct ListEmployeeAppointments {
    person: Guid,
    structure: Option<Structure>,
}

impl Request for ListEmployeeAppointments {
    type Answer = Vec<Appointment>;
    const OPERATION: Operation = Operation::ListEmployeeAppointments;

    async fn build(&self, client: &Client) -> Built<Self::Answer> {
        client.list_employee_appointments(&self.person, self.structure.as_ref()).await
    }
}

takes_structure!(ListAppointments, ListEmployeeAppointments);
