//! Listing and removing interruptions.

use http::StatusCode;
use personeel_client::codes::ErrorCode;

use super::call::Call;
use super::list;
use super::refusal::Refusal;
use crate::reply::{Reply, empty};
use crate::state::Shared;
use crate::world::interruption::{Interruption, InterruptionRecord};
use crate::world::overlay::Snapshot;
use crate::world::population::Person;

pub(super) fn list(call: &Call) -> Result<Reply, Refusal> {
    list::build_staff_reply(call, select_interruptions(call)?)
}

pub(super) fn list_of_employee(call: &Call) -> Result<Reply, Refusal> {
    let person = call.employee();
    let select = select_interruptions(call)?;
    list::build_reply(call, select(&call.snapshot, person?).into_iter())
}

/// Selects the interruptions of one person that a call lists: those that touch the school year, in one structure or in
/// any.
fn select_interruptions(
    call: &Call,
) -> Result<impl Fn(&Snapshot, Person) -> Vec<InterruptionRecord> + Send + use<>, Refusal> {
    let year = call.query.required_school_year()?;
    let structure = call.query.structure();
    let institute = call.institute;
    Ok(move |snapshot: &Snapshot, person: Person| {
        let is_listed = |known: &&Interruption| {
            known.touches(year) && structure.as_ref().is_none_or(|wanted| wanted.as_str() == known.hfd)
        };
        let list = snapshot.interruptions(person, institute);
        list.iter().filter(is_listed).map(|known| known.clone().into_record(&snapshot.world)).collect()
    })
}

/// Removes an interruption that was added through the API and that nobody has worked on since.
pub(super) fn delete(shared: &Shared, call: &Call) -> Result<Reply, Refusal> {
    let id = call.guid("interruptionId").ok_or_else(|| Refusal::Codes(call.path_violations()))?;
    shared.change(|snapshot| {
        let known = of_institute(snapshot, call, id).ok_or_else(|| Refusal::code(ErrorCode::Br018))?;
        // The first that applies, in numerical order, as in the guide's examples.
        let fixed = [
            (!known.state.from_api, ErrorCode::Mna008),
            (known.state.verified, ErrorCode::Mna009),
            (known.state.sent, ErrorCode::Mna010),
            (known.state.substituted, ErrorCode::Mna011),
        ];
        if let Some((_, code)) = fixed.into_iter().find(|(applies, _)| *applies) {
            return Err(Refusal::code(code));
        }
        snapshot.remove_interruption(&known);
        Ok(empty(StatusCode::OK))
    })
}

/// The interruption with an id, if it belongs to the call's institute.
pub(super) fn of_institute(snapshot: &Snapshot, call: &Call, id: personeel_wire::Guid) -> Option<Interruption> {
    snapshot.find_interruption(id).filter(|known| known.institute == call.institute)
}
