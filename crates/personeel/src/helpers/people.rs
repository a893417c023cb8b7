//! Merges the records of people who work in several institutes.

use std::collections::BTreeMap;

use personeel_client::ids::PersonId;
use personeel_client::types::Employee;
use personeel_wire::InstituteNumber;

/// A person, with their record in each institute.
///
/// `isActive` and the main function are per institute: someone who left one school may still work in another.
#[doc(alias = "employee")]
#[doc(alias = "teacher")]
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Person {
    /// The person's id, which is the same in every institute.
    pub person_id: PersonId,
    /// The records by institute; never empty.
    pub records: BTreeMap<InstituteNumber, Employee>,
}

impl Person {
    /// Returns whether the person is active in any institute.
    pub fn is_active(&self) -> bool {
        self.records.values().any(|record| record.is_active)
    }

    /// Returns the institutes in which the person is active.
    pub fn active_in(&self) -> impl Iterator<Item = InstituteNumber> + '_ {
        self.records.iter().filter(|(_, record)| record.is_active).map(|(institute, _)| *institute)
    }

    /// Returns the record to take names and addresses from: the one of an institute in which the person is active, or
    /// of any if there is none. Of several, it is the one with the lowest institute number.
    pub fn main_record(&self) -> Option<&Employee> {
        self.records.values().find(|record| record.is_active).or_else(|| self.records.values().next())
    }
}

/// Merges the lists of several institutes by person, ordered by person id.
///
/// Pass it the result of [`Outcome::complete`](crate::Outcome::complete): with an institute missing, people may look as
/// if they had left.
#[doc(alias = "merge")]
#[doc(alias = "staff")]
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
    fn someone_who_left_one_school_is_still_active_in_another() {
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
