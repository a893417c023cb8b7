//! One person in several institutes.

use std::collections::BTreeMap;

use personeel_client::ids::PersonId;
use personeel_client::types::Employee;
use personeel_wire::InstituteNumber;

/// Somebody with the record that each institute has of them.
///
/// `isActive` and the main function are per institute: somebody who left one school may well work in another.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Person {
    /// The same in every institute.
    pub person_id: PersonId,
    /// By institute; never empty.
    pub records: BTreeMap<InstituteNumber, Employee>,
}

impl Person {
    /// Whether any institute has the person as active.
    pub fn is_active(&self) -> bool {
        self.records.values().any(|record| record.is_active)
    }

    /// The institutes that have the person as active.
    pub fn active_in(&self) -> impl Iterator<Item = InstituteNumber> + '_ {
        self.records.iter().filter(|(_, record)| record.is_active).map(|(institute, _)| *institute)
    }

    /// The record to take names and addresses from: that of an institute where the person is active, of several the one
    /// with the lowest number.
    pub fn main_record(&self) -> Option<&Employee> {
        self.records.values().find(|record| record.is_active).or_else(|| self.records.values().next())
    }
}

/// Merges the lists of institutes by person, in the order of their ids.
///
/// Give it what [`Outcome::complete`](crate::Outcome::complete) gave: with an institute missing, somebody may look as if
/// they had left.
pub fn people(lists: impl IntoIterator<Item = (InstituteNumber, Vec<Employee>)>) -> Vec<Person> {
    let mut people: BTreeMap<PersonId, Person> = BTreeMap::new();
    for (institute, list) in lists {
        for record in list {
            let person_id = record.person_id;
            let person = people.entry(person_id).or_insert_with(|| Person { person_id, records: BTreeMap::new() });
            person.records.insert(institute, record);
        }
    }
    people.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn employee(id: u8, name: &str, active: bool) -> Employee {
        serde_json::from_value(serde_json::json!({
            "pPersoon": id, "personId": format!("00000000-0000-4000-8000-0000000000{id:02}"), "naam": name,
            "voornaam": "", "geslacht": "V", "isActive": active, "isMindervalide": false, "isOverleden": false,
        }))
        .unwrap()
    }

    #[test]
    fn somebody_who_left_one_school_is_still_active_in_another() {
        let (first, second) = ("011007".parse().unwrap(), "038281".parse().unwrap());
        let merged = people([
            (first, vec![employee(2, "oud", false), employee(1, "weg", false)]),
            (second, vec![employee(2, "nieuw", true)]),
        ]);
        assert_eq!(merged.len(), 2);
        assert!(!merged[0].is_active());
        assert_eq!(merged[0].main_record().unwrap().naam.as_deref(), Some("weg"));
        assert!(merged[1].is_active());
        assert_eq!(merged[1].active_in().collect::<Vec<_>>(), [second]);
        assert_eq!(merged[1].main_record().unwrap().naam.as_deref(), Some("nieuw"));
    }
}
