//! Which people work at which institute.

/// The index of an institute in the sandbox's list.
pub(crate) type InstituteIndex = u8;

/// The maximum number of employees of an institute.
pub(crate) const MAX_EMPLOYEES: usize = 100_000;

const SLOT_BITS: u32 = 20;

/// A person, identified by the institute of origin and the slot in its staff.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Person(u32);

impl Person {
    fn new(institute: InstituteIndex, slot: u32) -> Self {
        Self(u32::from(institute) << SLOT_BITS | slot)
    }

    pub(crate) const fn key(self) -> u32 {
        self.0
    }

    /// The institute of origin.
    pub(crate) const fn home(self) -> InstituteIndex {
        ((self.0 >> SLOT_BITS) & 0xff) as InstituteIndex
    }

    pub(crate) const fn slot(self) -> u32 {
        self.0 & ((1 << SLOT_BITS) - 1)
    }

    /// This person's role. Roles repeat, so that even small sandboxes have all of them.
    pub(crate) const fn role(self) -> Role {
        match self.slot() % PERIOD {
            0 => Role::Plain,
            1 => Role::Verified,
            2 => Role::Substituted,
            3 => Role::Substitute,
            4 => Role::Sent,
            5 => Role::Left,
            _ => Role::Shared,
        }
    }
}

/// What a person's data is an example of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Has a sick leave that was added through the API, and hours that are not subsidised.
    Plain,
    /// Has a sick leave that the secretariat has verified.
    Verified,
    /// Has a sick leave during which the next person substitutes.
    Substituted,
    /// Substitutes the previous person.
    Substitute,
    /// Has a sick leave that was sent to AgODi.
    Sent,
    /// Left the institute.
    Left,
    /// Is also staff of another institute, if there is one.
    Shared,
}

const PERIOD: u32 = 8;
/// The slot, within a period, of those who also work elsewhere, and the slot that they take there.
const SHARED: u32 = 6;
const GUEST: u32 = 7;

/// The number of people, and the institutes that they belong to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Population {
    employees: u32,
    institutes: InstituteIndex,
}

impl Population {
    pub(crate) fn new(employees: usize, institutes: usize) -> Option<Self> {
        if employees > MAX_EMPLOYEES {
            return None;
        }
        Some(Self { employees: u32::try_from(employees).ok()?, institutes: u8::try_from(institutes).ok()? })
    }

    /// The staff of an institute, in the order of all lists.
    pub(crate) fn staff(self, institute: InstituteIndex) -> impl Iterator<Item = Person> + Send + use<> {
        (0..self.employees).map(move |slot| self.at(institute, slot))
    }

    fn at(self, institute: InstituteIndex, slot: u32) -> Person {
        if self.institutes > 1 && slot % PERIOD == GUEST {
            return Person::new((institute + 1) % self.institutes, slot - 1);
        }
        Person::new(institute, slot)
    }

    /// The person with this key, if there is one.
    pub(crate) fn person(self, key: u32) -> Option<Person> {
        let person = Person(key);
        let known = key >> SLOT_BITS < u32::from(self.institutes) && person.slot() < self.employees;
        (known && self.at(person.home(), person.slot()) == person).then_some(person)
    }

    /// Whether a person is, or was, staff of an institute.
    pub(crate) fn is_staff(self, person: Person, institute: InstituteIndex) -> bool {
        person.home() == institute || self.second_institute(person) == Some(institute)
    }

    /// The other institute of a person who works at two.
    pub(crate) fn second_institute(self, person: Person) -> Option<InstituteIndex> {
        let is_shared = self.institutes > 1 && person.slot() % PERIOD == SHARED && person.slot() + 1 < self.employees;
        is_shared.then(|| (person.home() + self.institutes - 1) % self.institutes)
    }

    /// The substitute of a person, if there is one.
    pub(crate) fn substitute_of(self, person: Person) -> Option<Person> {
        let next = person.slot() + 1;
        (person.role() == Role::Substituted && next < self.employees).then(|| Person::new(person.home(), next))
    }

    /// The person whom a person substitutes.
    pub(crate) fn substituted_by(person: Person) -> Option<Person> {
        (person.role() == Role::Substitute).then(|| Person::new(person.home(), person.slot() - 1))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn some_people_work_at_two_institutes_and_all_are_found_by_key() {
        let population = Population::new(25, 3).unwrap();
        let mut everybody = HashSet::new();
        for institute in 0..3 {
            let staff: Vec<_> = population.staff(institute).collect();
            assert_eq!(staff.len(), 25);
            for person in staff {
                assert!(population.is_staff(person, institute), "{person:?} at {institute}");
                assert_eq!(population.person(person.key()), Some(person));
                everybody.insert(person);
            }
        }
        assert_eq!(everybody.len(), 75 - 9);
        assert_eq!(everybody.iter().filter(|person| population.second_institute(**person).is_some()).count(), 9);
        assert_eq!(population.person(GUEST), None);
        assert_eq!(population.person(25), None);
        assert_eq!(population.person(3 << SLOT_BITS), None);
    }

    #[test]
    fn a_single_institute_shares_nobody() {
        let population = Population::new(10, 1).unwrap();
        assert!(population.staff(0).all(|person| population.second_institute(person).is_none()));
        assert_eq!(population.staff(0).count(), 10);
        assert!(Population::new(100_001, 1).is_none());
    }
}
