//! The settings that determine the staff.

use personeel_wire::{Date, InstituteNumber, SchoolYear};

use super::ids::Ids;
use super::population::{InstituteIndex, Person, Population};
use super::random::Random;

/// The settings that determine the staff. It stores no people: each is derived again for every call.
#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) seed: u64,
    pub(crate) ids: Ids,
    pub(crate) population: Population,
    pub(crate) institutes: Vec<InstituteNumber>,
    pub(crate) today: Date,
}

impl World {
    /// `None` if there are more employees or institutes than ids can distinguish.
    pub(crate) fn new(seed: u64, employees: usize, institutes: Vec<InstituteNumber>, today: Date) -> Option<Self> {
        let population = Population::new(employees, institutes.len())?;
        Some(Self { seed, ids: Ids::new(seed), population, institutes, today })
    }

    /// The year in which the current school year begins.
    pub(crate) fn current_year(&self) -> i16 {
        SchoolYear::at(self.today).start_year()
    }

    pub(crate) fn institute_index(&self, institute: InstituteNumber) -> Option<InstituteIndex> {
        self.institutes.iter().position(|known| *known == institute).and_then(|index| u8::try_from(index).ok())
    }

    /// The random stream for one purpose and one person.
    pub(crate) fn random(&self, purpose: Purpose, person: Person, more: u64) -> Random {
        Random::new(&[self.seed, purpose as u64, u64::from(person.key()), more])
    }
}

/// The purpose of a random stream. Each has its own, so that a change to one kind of record leaves the others as they
/// are.
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
    AbsentToday,
}
