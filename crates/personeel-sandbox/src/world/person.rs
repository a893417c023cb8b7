//! A person's identity: the data that are the same at every institute and in every year.

use personeel_wire::{Date, Guid};
use serde::Serialize;

use super::ids::Kind;
use super::money::{iban, national_number};
use super::names::{FAMILIES, MEN, WOMEN};
use super::origin::{Purpose, World};
use super::places::MUNICIPALITIES;
use super::population::Person;
use super::random::Random;

/// A communication number as lists return it.
#[derive(Clone, Serialize)]
pub(crate) struct Comnr {
    pub(crate) id: Guid,
    #[serde(rename = "type")]
    pub(crate) kind: &'static str,
    pub(crate) soort: &'static str,
    pub(crate) nr: String,
}

/// The core of a person's data.
#[derive(Clone)]
pub(crate) struct Identity {
    pub(crate) p_persoon: i64,
    pub(crate) person_id: Guid,
    pub(crate) naam: &'static str,
    pub(crate) voornaam: &'static str,
    pub(crate) is_man: bool,
    pub(crate) born: Date,
    pub(crate) birthplace: &'static str,
    pub(crate) stamnr: String,
    pub(crate) rijksregisternr: String,
    pub(crate) iban: String,
}

impl World {
    pub(crate) fn person_id(&self, person: Person) -> Guid {
        self.ids.make(Kind::Person, person.key(), 0)
    }

    /// The person with a `personId`, at any institute.
    pub(crate) fn find_person(&self, id: Guid) -> Option<Person> {
        let (key, _) = self.ids.read(Kind::Person, id)?;
        self.population.person(key)
    }

    pub(crate) fn identity(&self, person: Person) -> Identity {
        let mut random = self.random(Purpose::Person, person, 0);
        let is_man = random.percent(35);
        let naam = random.pick(FAMILIES);
        let voornaam = random.pick(if is_man { MEN } else { WOMEN });
        let age = random.between(23, 64);
        let born = random_day_in(&mut random, self.current_year() - age);
        let (_, birthplace) = random.pick(MUNICIPALITIES);
        Identity {
            p_persoon: 1000 + i64::from(person.key()),
            person_id: self.person_id(person),
            naam,
            voornaam,
            is_man,
            born,
            birthplace,
            stamnr: format!("{:011}", 20_000_000_000_u64 + u64::from(person.key())),
            rijksregisternr: national_number(born, is_man, random.below(6)),
            iban: iban(person.key().wrapping_mul(7919)),
        }
    }

    /// A person's numbers before any call changes them. Belgium assigns neither 000 nor 0400.
    pub(crate) fn comnrs(&self, person: Person) -> Vec<Comnr> {
        let mut random = self.random(Purpose::Person, person, 1);
        let mut numbers = Vec::with_capacity(2);
        let mut add = |soort, kind, nr| {
            let which = u32::try_from(numbers.len()).unwrap_or(0);
            numbers.push(Comnr { id: self.ids.make(Kind::Comnr, person.key(), which), kind, soort, nr });
        };
        let [first, second, third] = [(); 3].map(|()| random.below(100));
        add("Telefoon", "Domicilie", format!("000 {second:02} {third:02} {first:02}"));
        if random.percent(40) {
            add("Gsm", "Werk", format!("0400 {first:02} {second:02} {third:02}"));
        }
        numbers
    }
}

/// A random day of a calendar year, up to the 28th, which every month has.
pub(crate) fn random_day_in(random: &mut Random, year: i16) -> Date {
    let month = i8::try_from(1 + random.below(12)).unwrap_or(1);
    let day = i8::try_from(1 + random.below(28)).unwrap_or(1);
    Date::new(year, month, day).unwrap_or(Date::SENTINEL)
}

/// A date as the service prints it, with the time midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Midnight(pub(crate) Date);

impl Serialize for Midnight {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{}T00:00:00", self.0))
    }
}
