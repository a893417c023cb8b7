//! The invented staff, and what calls have changed of it.

pub(crate) mod assignment;
mod contact;
pub(crate) mod employee;
pub(crate) mod family;
pub(crate) mod ids;
pub(crate) mod interruption;
pub(crate) mod jpeg;
mod leaves;
pub(crate) mod money;
pub(crate) mod names;
pub(crate) mod overlay;
pub(crate) mod person;
pub(crate) mod photo;
pub(crate) mod places;
pub(crate) mod population;
pub(crate) mod random;
pub(crate) mod records;
pub(crate) mod subjects;
pub(crate) mod tenure;

use personeel_wire::{Date, InstituteNumber, SchoolYear};

use self::ids::Ids;
use self::population::{Person, Population};
use self::random::Random;
use crate::builder::SandboxBuilder;
use crate::error::StartError;

/// What the staff follows from. It holds nobody: everybody is made anew when a call asks.
#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) seed: u64,
    pub(crate) ids: Ids,
    pub(crate) population: Population,
    pub(crate) institutes: Vec<InstituteNumber>,
    pub(crate) today: Date,
}

/// The index of an institute in the list of the sandbox.
pub(crate) type InstituteIndex = u8;

impl World {
    pub(crate) fn new(settings: &SandboxBuilder) -> Result<Self, StartError> {
        let institutes = settings.institutes.clone();
        let population = Population::new(settings.employees, institutes.len())
            .ok_or(StartError::TooManyEmployees(settings.employees))?;
        let (seed, today) = (settings.seed, settings.current_date()?);
        Ok(Self { seed, ids: Ids::new(seed), population, institutes, today })
    }

    /// The year in which the current school year begins.
    pub(crate) fn current_year(&self) -> i16 {
        SchoolYear::at(self.today).start_year()
    }

    pub(crate) fn institute_index(&self, institute: InstituteNumber) -> Option<InstituteIndex> {
        self.institutes.iter().position(|known| *known == institute).and_then(|index| u8::try_from(index).ok())
    }

    /// The stream of chance for one purpose and one person.
    pub(crate) fn random(&self, purpose: Purpose, person: Person, more: u64) -> Random {
        Random::new(&[self.seed, purpose as u64, u64::from(person.key()), more])
    }
}

/// What a stream of chance is for, so that a change of one kind of record leaves the others as they are.
#[derive(Clone, Copy, Debug)]
#[repr(u64)]
pub(crate) enum Purpose {
    Person = 1,
    Family,
    Tenure,
    Assignments,
    Interruptions,
    Diplomas,
    Photo,
    OwnFields,
    Appointments,
}
