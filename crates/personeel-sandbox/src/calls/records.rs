//! Diplomas, appointments, photos and own fields.

use personeel_wire::{SchoolYear, Structure};

use super::call::Call;
use super::employees::people;
use super::list;
use super::refusal::Refusal;
use crate::reply::Reply;
use crate::world::population::Person;

pub(super) fn diplomas(call: &Call) -> Result<Reply, Refusal> {
    let world = call.snapshot.world.clone();
    list::reply(call, listed_people(call)?.flat_map(move |person| world.diplomas(person)))
}

/// One employee's diplomas, if that employee is one of the list of the year.
pub(super) fn diplomas_of_one(call: &Call) -> Result<Reply, Refusal> {
    let person = call.employee();
    let year = call.query.required_school_year()?;
    let structure = call.query.structure_of_people();
    let (world, person) = (&call.snapshot.world, person?);
    let tenure = world.tenure(person, call.institute);
    if !tenure.is_listed(year.start_year(), world.current_year(), structure.as_ref()) {
        return Err(Refusal::NoData);
    }
    list::reply(call, world.diplomas(person).into_iter())
}

/// Two filters: of people by the two structures that count for people, of appointments by any.
pub(super) fn appointments(call: &Call) -> Result<Reply, Refusal> {
    let people = listed_people(call)?;
    let structure = call.query.structure();
    let (world, institute) = (call.snapshot.world.clone(), call.institute);
    let all = people.flat_map(move |person| world.appointments(person, institute));
    list::reply(call, all.filter(move |appointment| is_of(structure.as_ref(), appointment.hfd)))
}

/// The only list of one employee that takes no school year.
pub(super) fn appointments_of_one(call: &Call) -> Result<Reply, Refusal> {
    let person = call.employee();
    let structure = call.query.structure();
    let all = call.snapshot.world.appointments(person?, call.institute);
    list::reply(call, all.into_iter().filter(move |appointment| is_of(structure.as_ref(), appointment.hfd)))
}

pub(super) fn photos(call: &Call) -> Result<Reply, Refusal> {
    let people = listed_people(call)?;
    let since = call.query.changed_since();
    let world = call.snapshot.world.clone();
    let all = people.filter_map(move |person| world.photo(person));
    list::reply(call, all.filter(move |photo| since.is_none_or(|since| photo.changed >= since)))
}

/// One object rather than a list.
pub(super) fn photo_of_one(call: &Call) -> Result<Reply, Refusal> {
    let photo = call.snapshot.world.photo(call.employee()?).ok_or(Refusal::NoData)?;
    Ok(list::one(call, &photo))
}

/// Two filters: of people as everywhere, and of fields by the school that they belong to.
pub(super) fn own_fields(call: &Call) -> Result<Reply, Refusal> {
    let people = listed_people(call)?;
    let fields = fields(call)?;
    list::reply(call, people.flat_map(fields))
}

pub(super) fn own_fields_of_one(call: &Call) -> Result<Reply, Refusal> {
    let person = call.employee();
    let fields = fields(call)?;
    list::reply(call, fields(person?).into_iter())
}

fn fields(call: &Call) -> Result<impl Fn(Person) -> Vec<crate::world::records::OwnField> + Send + use<>, Refusal> {
    let (year, structure) = (call.query.required_school_year()?, call.query.structure());
    let (world, institute) = (call.snapshot.world.clone(), call.institute);
    Ok(move |person| {
        let mut list = world.own_fields(person, institute, year.start_year());
        list.retain(|field| is_of(structure.as_ref(), field.hfd));
        list
    })
}

fn is_of(structure: Option<&Structure>, hfd: &str) -> bool {
    structure.is_none_or(|wanted| wanted.as_str() == hfd)
}

/// The people of a list by school year and structure.
fn listed_people(call: &Call) -> Result<impl Iterator<Item = Person> + Send + use<>, Refusal> {
    let year: SchoolYear = call.query.required_school_year()?;
    Ok(people(&call.snapshot, call.institute, year, call.query.structure_of_people()))
}
