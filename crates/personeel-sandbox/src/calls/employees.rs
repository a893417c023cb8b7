//! Employees, in both API versions.

use personeel_wire::{SchoolYear, Structure};
use serde::Serialize;

use super::call::Call;
use super::list;
use super::refusal::Refusal;
use crate::reply::Reply;
use crate::world::InstituteIndex;
use crate::world::World;
use crate::world::employee::Employee;
use crate::world::overlay::Snapshot;
use crate::world::population::Person;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EmployeeV1 {
    person_id: i64,
    naam: &'static str,
    voornaam: &'static str,
    stamnr: String,
    ambtcode: Option<&'static str>,
    is_active: bool,
    email: Vec<String>,
}

/// Applies two independent filters: an assignment in the structure at any time, and one in the year in any structure.
pub(super) fn list_v1(call: &Call) -> Result<Reply, Refusal> {
    let structure = call.query.required_structure()?;
    let year = call.query.school_year();
    let (world, institute) = (call.snapshot.world.clone(), call.institute);
    list::build_reply(
        call,
        world.population.staff(institute).filter_map(move |person| {
            let tenure = world.tenure(person, institute);
            let worked_then = year.is_none_or(|year| tenure.is_assigned(year.start_year(), None));
            (worked_then && tenure.was_ever_assigned(&structure)).then(|| build_employee_v1(&world, person, institute))
        }),
    )
}

fn build_employee_v1(world: &World, person: Person, institute: InstituteIndex) -> EmployeeV1 {
    let identity = world.identity(person);
    let tenure = world.tenure(person, institute);
    EmployeeV1 {
        email: vec![World::school_address(person, &identity)],
        person_id: identity.p_persoon,
        naam: identity.naam,
        voornaam: identity.voornaam,
        ambtcode: world.main_function(person, &tenure, None).map(|function| function.code),
        is_active: tenure.is_active,
        stamnr: identity.stamnr,
    }
}

pub(super) fn list(call: &Call) -> Result<Reply, Refusal> {
    let year = call.query.required_school_year()?;
    let structure = call.query.structure_of_people();
    let (snapshot, institute) = (call.snapshot.clone(), call.institute);
    let listed = listed_people(&snapshot, institute, year, structure.clone());
    list::build_reply(call, listed.map(move |person| build_employee(&snapshot, person, institute, structure.as_ref())))
}

/// One employee. The year and structure only affect the values of some properties.
pub(super) fn get(call: &Call) -> Result<Reply, Refusal> {
    let person = call.employee();
    call.query.required_school_year()?;
    let structure = call.query.structure_of_people();
    Ok(list::build_record_reply(call, &build_employee(&call.snapshot, person?, call.institute, structure.as_ref())))
}

fn build_employee(
    snapshot: &Snapshot,
    person: Person,
    institute: InstituteIndex,
    structure: Option<&Structure>,
) -> Employee {
    snapshot.world.employee(person, institute, structure, snapshot.comnrs(person))
}

/// The guide's filter of people, which most lists share: those with an assignment in the year and, from the current
/// year on, also those who are marked active.
pub(super) fn listed_people(
    snapshot: &Snapshot,
    institute: InstituteIndex,
    year: SchoolYear,
    structure: Option<Structure>,
) -> impl Iterator<Item = Person> + Send + use<> {
    let world = snapshot.world.clone();
    let current = world.current_year();
    world.population.staff(institute).filter(move |person| {
        world.tenure(*person, institute).is_listed(year.start_year(), current, structure.as_ref())
    })
}
