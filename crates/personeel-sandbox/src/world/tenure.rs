//! When a person works at an institute, and in which structures.

use personeel_wire::{Date, Structure};

use super::origin::{Purpose, World};
use super::population::{InstituteIndex, Person, Role};

/// The structures that every institute of the sandbox has.
pub(crate) const STRUCTURES: [&str; 3] = ["211", "311", "312"];
/// The newest of them.
const YOUNG: &str = "312";
const YOUNG_FALLBACK: &str = "311";
/// The first year of the others, or four years before the current one if that is earlier.
const FIRST_YEAR: i16 = 2015;

/// A person's time at an institute, in years in which school years begin.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tenure {
    pub(crate) first: i16,
    pub(crate) last: i16,
    pub(crate) is_active: bool,
    main: &'static str,
    second: Option<&'static str>,
    /// The first year of the young structure.
    young_since: i16,
}

impl World {
    /// Whether an institute has a structure in a year: the two older ones since 2015 or earlier, `312` since last year.
    pub(crate) fn has_structure(&self, structure: &str, year: i16) -> bool {
        let current = self.current_year();
        let first = if structure == YOUNG { current - 1 } else { FIRST_YEAR.min(current - 4) };
        STRUCTURES.contains(&structure) && (first..=current + 1).contains(&year)
    }

    pub(crate) fn tenure(&self, person: Person, institute: InstituteIndex) -> Tenure {
        let mut random = self.random(Purpose::Tenure, person, institute.into());
        let current = self.current_year();
        let main = random.pick(&["311", "311", "311", "211", "312"]);
        let second = random.percent(20).then(|| random.pick(&STRUCTURES)).filter(|second| *second != main);
        let first = current - random.between(0, 14);
        let (last, is_active) = match random.below(100) {
            0..6 => (current - random.between(1, 3), false),
            6..10 => (current - 1, true),
            10..40 => (current + 1, true),
            _ => (current, true),
        };
        let tenure = Tenure { first: first.min(last), last, is_active, main, second, young_since: current - 1 };
        if person.home() != institute || person.slot() >= 8 && person.role() != Role::Left {
            return tenure;
        }
        // The first few are the same in every sandbox, for demonstrations and tests to rely on.
        match person.role() {
            Role::Left => Tenure { first: current - 6, last: current - 1, is_active: false, main: "311", ..tenure },
            _ => Tenure { first: current - 8, last: current, is_active: true, main: "311", ..tenure },
        }
    }
}

impl Tenure {
    /// The structures of the assignments in a year.
    pub(crate) fn structures(&self, year: i16) -> impl Iterator<Item = &'static str> + use<> {
        let employed = (self.first..=self.last).contains(&year);
        let young_since = self.young_since;
        let at_the_time = move |structure: &'static str| {
            if structure == YOUNG && year < young_since { YOUNG_FALLBACK } else { structure }
        };
        let main = at_the_time(self.main);
        let second = self.second.map(at_the_time).filter(move |second| *second != main);
        std::iter::once(main).chain(second).filter(move |_| employed)
    }

    /// Whether there is an assignment in a year, in one structure or in any.
    pub(crate) fn is_assigned(&self, year: i16, structure: Option<&Structure>) -> bool {
        self.structures(year).any(|known| structure.is_none_or(|wanted| wanted.as_str() == known))
    }

    /// Whether there was ever an assignment in a structure.
    pub(crate) fn was_ever_assigned(&self, structure: &Structure) -> bool {
        (self.first..=self.last).any(|year| self.is_assigned(year, Some(structure)))
    }

    /// Whether the person is marked active, in one structure or in any.
    pub(crate) fn is_active_in(&self, structure: Option<&Structure>) -> bool {
        self.is_active && structure.is_none_or(|wanted| self.is_assigned(self.last, Some(wanted)))
    }

    /// The first day of service, in one structure or in any.
    pub(crate) fn first_day(&self, structure: Option<&Structure>) -> Date {
        (self.first..=self.last)
            .find(|year| self.is_assigned(*year, structure))
            .and_then(|year| Date::new(year, 9, 1).ok())
            .unwrap_or(Date::SENTINEL)
    }

    /// The guide's filter of people: the current and future years also include those who are marked active.
    pub(crate) fn is_listed(&self, year: i16, current: i16, structure: Option<&Structure>) -> bool {
        self.is_assigned(year, structure) || year >= current && self.is_active_in(structure)
    }
}
