//! Diplomas, appointments, photos and own fields.

use personeel_wire::{SchoolYear, Structure};

use super::call::Call;
use super::employees::listed_people;
use super::list;
use super::refusal::Refusal;
use crate::reply::Reply;
use crate::world::population::Person;

pub(super) fn diplomas(call: &Call) -> Result<Reply, Refusal> {
    let world = call.snapshot.world.clone();
    list::build_reply(call, people_of_list(call)?.flat_map(move |person| world.diplomas(person)))
}

/// One employee's diplomas, if the year's list contains that employee.
pub(super) fn diplomas_of_employee(call: &Call) -> Result<Reply, Refusal> {
    let person = call.employee();
    let year = call.query.required_school_year()?;
    let structure = call.query.structure_of_people();
    let (world, person) = (&call.snapshot.world, person?);
    let tenure = world.tenure(person, call.institute);
    if !tenure.is_listed(year.start_year(), world.current_year(), structure.as_ref()) {
        return Err(Refusal::NoData);
    }
    list::build_reply(call, world.diplomas(person).into_iter())
}

/// Applies two filters: people by the two structures that count for people, appointments by any structure.
pub(super) fn appointments(call: &Call) -> Result<Reply, Refusal> {
    let people = people_of_list(call)?;
    let structure = call.query.structure();
    let (world, institute) = (call.snapshot.world.clone(), call.institute);
    let all = people.flat_map(move |person| world.appointments(person, institute));
    list::build_reply(call, all.filter(move |appointment| matches_structure(structure.as_ref(), appointment.hfd)))
}

/// The only list of one employee without a school year parameter.
pub(super) fn appointments_of_employee(call: &Call) -> Result<Reply, Refusal> {
    let person = call.employee();
    let structure = call.query.structure();
    let all = call.snapshot.world.appointments(person?, call.institute);
    list::build_reply(
        call,
        all.into_iter().filter(move |appointment| matches_structure(structure.as_ref(), appointment.hfd)),
    )
}

pub(super) fn photos(call: &Call) -> Result<Reply, Refusal> {
    let people = people_of_list(call)?;
    let since = call.query.changed_since();
    let world = call.snapshot.world.clone();
    let all = people.filter_map(move |person| world.photo(person));
    list::build_reply(call, all.filter(move |photo| since.is_none_or(|since| photo.changed >= since)))
}

/// A single object rather than a list.
pub(super) fn photo_of_employee(call: &Call) -> Result<Reply, Refusal> {
    let photo = call.snapshot.world.photo(call.employee()?).ok_or(Refusal::NoData)?;
    Ok(list::build_record_reply(call, &photo))
}

/// Applies two filters: people as everywhere, fields by the school that they belong to.
pub(super) fn own_fields(call: &Call) -> Result<Reply, Refusal> {
    let people = people_of_list(call)?;
    let select = select_own_fields(call)?;
    list::build_reply(call, people.flat_map(select))
}

pub(super) fn own_fields_of_employee(call: &Call) -> Result<Reply, Refusal> {
    let person = call.employee();
    let select = select_own_fields(call)?;
    list::build_reply(call, select(person?).into_iter())
}

fn select_own_fields(
    call: &Call,
) -> Result<impl Fn(Person) -> Vec<crate::world::records::OwnField> + Send + use<>, Refusal> {
    let (year, structure) = (call.query.required_school_year()?, call.query.structure());
    let (world, institute) = (call.snapshot.world.clone(), call.institute);
    Ok(move |person| {
        let mut list = world.own_fields(person, institute, year.start_year());
        list.retain(|field| matches_structure(structure.as_ref(), field.hfd));
        list
    })
}

fn matches_structure(structure: Option<&Structure>, hfd: &str) -> bool {
    structure.is_none_or(|wanted| wanted.as_str() == hfd)
}

/// The people of a list, filtered by school year and structure.
fn people_of_list(call: &Call) -> Result<impl Iterator<Item = Person> + Send + use<>, Refusal> {
    let year: SchoolYear = call.query.required_school_year()?;
    Ok(listed_people(&call.snapshot, call.institute, year, call.query.structure_of_people()))
}
