//! Assignments.

use super::call::Call;
use super::list;
use super::refusal::Refusal;
use crate::reply::Reply;
use crate::world::assignment::{Assignment, NOT_SUBSIDISED};
use crate::world::overlay::Snapshot;
use crate::world::population::Person;

pub(super) fn list(call: &Call) -> Result<Reply, Refusal> {
    list::of_staff(call, shown(call)?)
}

pub(super) fn list_of_one(call: &Call) -> Result<Reply, Refusal> {
    let person = call.employee();
    let shown = shown(call)?;
    list::reply(call, shown(&call.snapshot, person?).into_iter())
}

/// What a call shows of one person: every structure counts, and hours that are not subsidised unless they are unwanted.
fn shown(call: &Call) -> Result<impl Fn(&Snapshot, Person) -> Vec<Assignment> + Send + use<>, Refusal> {
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
