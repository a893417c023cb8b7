//! The state of the staff that tests and the admin calls can see and set.

use std::fmt;

use personeel_wire::{Date, Guid, InstituteNumber, SchoolYear};
use serde::Serialize;

use crate::world::InstituteIndex;
use crate::world::interruption::{Interruption, InterruptionState};
use crate::world::overlay::Snapshot;

/// An interruption, with the state that the rules depend on and that lists don't show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct InterruptionView {
    /// Its `doId`.
    pub id: Guid,
    /// The employee.
    pub person_id: Guid,
    /// The institute.
    pub institute: InstituteNumber,
    /// The school year that it was registered for.
    pub school_year: SchoolYear,
    /// Its structure.
    pub hfd: String,
    /// Its code.
    pub code: String,
    /// Its first day.
    pub begin: Date,
    /// Its last day.
    pub end: Date,
    /// Its state.
    pub state: InterruptionState,
}

/// A file attached to interruptions. `Debug` omits its name.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct AttachmentView {
    /// Its id.
    pub id: Guid,
    /// The employee.
    pub person_id: Guid,
    /// Its file name.
    pub filename: String,
    /// Its size in bytes.
    pub size: usize,
    /// The interruptions that it is linked to.
    pub interruptions: Vec<Guid>,
}

impl fmt::Debug for AttachmentView {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("AttachmentView")
            .field("id", &self.id)
            .field("person_id", &self.person_id)
            .field("size", &self.size)
            .field("interruptions", &self.interruptions)
            .finish_non_exhaustive()
    }
}

pub(crate) fn interruptions(snapshot: &Snapshot, institute: InstituteIndex) -> Vec<InterruptionView> {
    let world = &snapshot.world;
    let staff = world.population.staff(institute);
    let view = |known: &Interruption| InterruptionView {
        id: known.id,
        person_id: world.person_id(known.person),
        institute: world.institutes[usize::from(known.institute)],
        school_year: known.school_year,
        hfd: known.hfd.clone(),
        code: known.kind.code.to_owned(),
        begin: known.begin,
        end: known.end,
        state: known.state,
    };
    staff.flat_map(|person| snapshot.interruptions(person, institute).iter().map(view).collect::<Vec<_>>()).collect()
}

pub(crate) fn attachments(snapshot: &Snapshot) -> Vec<AttachmentView> {
    let mut all: Vec<_> = snapshot
        .overlay
        .attachments
        .iter()
        .map(|(id, known)| AttachmentView {
            id: *id,
            person_id: snapshot.world.person_id(known.person),
            filename: known.filename.clone(),
            size: known.size,
            interruptions: known.interruptions.iter().copied().collect(),
        })
        .collect();
    all.sort_by_key(|attachment| attachment.id);
    all
}

/// Sets an interruption's state; returns `false` if there is no such interruption.
pub(crate) fn set_state(snapshot: &mut Snapshot, id: Guid, state: InterruptionState) -> bool {
    let Some(known) = snapshot.find_interruption(id) else { return false };
    snapshot.put_interruption(Interruption { state, ..known });
    true
}
