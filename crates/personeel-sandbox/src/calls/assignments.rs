//! Assignments.

use super::call::Call;
use super::list;
use super::refusal::Refusal;
use crate::reply::Reply;
use crate::world::assignment::{Assignment, NOT_SUBSIDISED};
use crate::world::overlay::Snapshot;
use crate::world::population::Person;

pub(super) fn list(call: &Call) -> Result<Reply, Refusal> {
    list::build_staff_reply(call, select_assignments(call)?)
}

pub(super) fn list_of_employee(call: &Call) -> Result<Reply, Refusal> {
    let person = call.employee();
    let select = select_assignments(call)?;
    list::build_reply(call, select(&call.snapshot, person?).into_iter())
}

/// Selects the assignments of one person that a call lists: in any structure unless the query names one, including
/// hours that are not subsidised unless the query excludes them.
fn select_assignments(call: &Call) -> Result<impl Fn(&Snapshot, Person) -> Vec<Assignment> + Send + use<>, Refusal> {
    let year = call.query.required_school_year()?.start_year();
    let structure = call.query.structure();
    let with_all_hours = call.query.with_non_subsidised();
    let institute = call.institute;
    Ok(move |snapshot: &Snapshot, person: Person| {
        let mut list = snapshot.world.assignments(person, institute, year);
        list.retain(|assignment| {
            structure.as_ref().is_none_or(|wanted| wanted.as_str() == assignment.hfd)
                && (with_all_hours || assignment.opdracht_type != NOT_SUBSIDISED)
        });
        list
    })
}
