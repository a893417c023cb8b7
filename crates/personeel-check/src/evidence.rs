//! Decides which names and values may be reported: those that cannot be personal data.
//!
//! A name or value is reported only if it is plain, if it was seen often enough with enough different people, and if
//! nothing suggests that it is data. This is decided per type of record, across all calls that return it. People are
//! identified by a hash with a random key that is never stored.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

/// The number of records, and of people, with which a name or value must have been seen.
const MIN_SIGHTINGS: usize = 5;

/// An object with more different unknown members than this is taken for a map, whose names are data.
const MAX_NAMES: usize = 24;

/// The same limit for objects whose additional members the document allows.
const MAX_OPEN_NAMES: usize = 64;

/// An enumeration with more different unlisted values than this is taken for free text about people.
const MAX_VALUES: usize = 24;

/// A member must occur in at least one in this many objects; the keys of maps occur in fewer.
const MAX_OBJECTS_PER_NAME: u64 = 50;

/// A text with more words than this is a sentence.
const MAX_WORDS: usize = 3;

/// Shorter words don't identify anyone.
const MIN_WORD_LENGTH: usize = 3;

/// A path where names or values were seen, shared by all calls that return the type of record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct PlaceId(usize);

/// A name or value at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct EntryId(usize);

/// What a text is at its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Role {
    /// The name of a member that the document doesn't have.
    Name,
    /// The name of an additional member that the document allows.
    OpenName,
    /// A value that an enumeration doesn't list.
    Value,
}

#[derive(Debug, Default)]
pub(crate) struct Evidence {
    hasher: RandomState,
    places: HashMap<(usize, Box<str>, Role), PlaceId>,
    /// The texts at each place, by hash: an entry, or nothing for a text that is not plain. `None` once there were too
    /// many.
    entries_at: Vec<Option<HashMap<u64, Option<EntryId>>>>,
    roles: Vec<Role>,
    entries: Vec<Entry>,
    /// The words of names and values that may be reported, by hash. An entry is ruled out once a word of it turns up as
    /// data.
    words: HashMap<u64, Vec<EntryId>>,
}

#[derive(Debug)]
struct Entry {
    records: usize,
    /// Different people it was seen with, up to the required number.
    people: Vec<u64>,
    /// Whether it was seen in a record that names no person.
    nameless: bool,
    is_data: bool,
    role: Role,
}

impl Evidence {
    /// Returns the id of a path within a type of record.
    pub(crate) fn place_of(&mut self, record: usize, path: &str, role: Role) -> PlaceId {
        if let Some(known) = self.places.get(&(record, path.into(), role)) {
            return *known;
        }
        let id = PlaceId(self.entries_at.len());
        self.entries_at.push(Some(HashMap::new()));
        self.roles.push(role);
        self.places.insert((record, path.into(), role), id);
        id
    }

    /// Returns the entry of a text, or `None` if it will never be reported.
    pub(crate) fn entry_of(&mut self, place: PlaceId, text: &str) -> Option<EntryId> {
        let role = *self.roles.get(place.0)?;
        let hash = self.hash(text);
        let known = self.entries_at.get_mut(place.0)?;
        let entries = known.as_mut()?;
        if let Some(entry) = entries.get(&hash) {
            return *entry;
        }
        let (is_plain, max) = match role {
            Role::Value => (is_plain_value(text), MAX_VALUES),
            Role::Name => (is_plain_name(text), MAX_NAMES),
            Role::OpenName => (is_plain_name(text), MAX_OPEN_NAMES),
        };
        if entries.len() >= max {
            for entry in entries.values().flatten() {
                if let Some(entry) = self.entries.get_mut(entry.0) {
                    entry.is_data = true;
                }
            }
            *known = None;
            return None;
        }
        // A text that isn't plain counts towards the limit too: many such names suggest a map.
        let entry = is_plain.then_some(EntryId(self.entries.len()));
        entries.insert(hash, entry);
        let entry = entry?;
        self.entries.push(Entry { records: 0, people: Vec::new(), nameless: false, is_data: false, role });
        for word in words(text) {
            self.words.entry(self.hash(&word)).or_default().push(entry);
        }
        Some(entry)
    }

    /// Records that an entry occurred in a record, which belongs to a person or names none.
    pub(crate) fn add_record(&mut self, entry: EntryId, person: Option<u64>) {
        let Some(entry) = self.entries.get_mut(entry.0) else { return };
        entry.records += 1;
        match person {
            Some(person) if entry.people.len() < MIN_SIGHTINGS && !entry.people.contains(&person) => {
                entry.people.push(person);
            }
            Some(_) => {}
            None => entry.nameless = true,
        }
    }

    /// Rules out every name and value that shares a word with a personal text.
    pub(crate) fn rule_out_words_of(&mut self, text: &str) {
        // Nearly always there is nothing to compare with. Sentences are skipped because they contain all kinds of
        // words; names are short.
        if self.words.is_empty() || text.len() > 100 || text.split_whitespace().count() > MAX_WORDS {
            return;
        }
        for word in words(text) {
            for entry in self.words.get(&self.hash(&word)).into_iter().flatten() {
                if let Some(entry) = self.entries.get_mut(entry.0) {
                    entry.is_data = true;
                }
            }
        }
    }

    /// Returns whether an entry that occurred in `count` of `of` objects may be reported.
    pub(crate) fn may_report(&self, entry: EntryId, count: u64, of: u64) -> bool {
        let Some(entry) = self.entries.get(entry.0) else { return false };
        let enough_people = entry.people.len() >= MIN_SIGHTINGS;
        match entry.role {
            Role::Value => !entry.is_data && enough_people,
            Role::Name | Role::OpenName => {
                let is_common = count.saturating_mul(MAX_OBJECTS_PER_NAME) >= of;
                let names_nobody = entry.people.is_empty() && entry.nameless;
                !entry.is_data && entry.records >= MIN_SIGHTINGS && (enough_people || names_nobody) && is_common
            }
        }
    }

    /// Returns the hash of a person's id, which is the same for every way of writing it.
    pub(crate) fn hash_person(&self, id: &str) -> u64 {
        let bare = id.trim_matches(|c: char| c.is_whitespace() || matches!(c, '{' | '}'));
        self.hash(&bare.to_ascii_lowercase())
    }

    fn hash(&self, text: &str) -> u64 {
        self.hasher.hash_one(text)
    }
}

/// Returns the words of a text that are long enough to identify a person, in lower case.
fn words(text: &str) -> impl Iterator<Item = String> {
    let parts = text.split(|c: char| !c.is_alphanumeric());
    parts.filter(|word| word.len() >= MIN_WORD_LENGTH && word.chars().any(char::is_alphabetic)).map(str::to_lowercase)
}

/// Returns whether a text is a plain identifier, with at most two digits, as in a version.
fn is_plain_name(text: &str) -> bool {
    text.len() <= 40
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && text.chars().filter(char::is_ascii_digit).count() <= 2
}

/// Returns whether a text has at most 32 plain characters: letters, digits and word separators.
fn is_plain_value(text: &str) -> bool {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '/' | '+');
    !text.trim().is_empty() && text.chars().count() <= 32 && text.chars().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reported_names(names: &[(&str, &str)]) -> Vec<String> {
        let mut evidence = Evidence::default();
        let place = evidence.place_of(0, "", Role::Name);
        let mut known = Vec::new();
        for (name, person) in names {
            let Some(entry) = evidence.entry_of(place, name) else { continue };
            let person = evidence.hash_person(person);
            evidence.add_record(entry, Some(person));
            if !known.contains(&((*name).to_owned(), entry)) {
                known.push(((*name).to_owned(), entry));
            }
        }
        known.retain(|(_, entry)| evidence.may_report(*entry, 1, 1));
        known.into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn a_name_needs_five_records_of_five_people() {
        let five = ["1", "2", "3", "4", "5"];
        let named = |name, people: &[&'static str]| people.iter().map(|person| (name, *person)).collect::<Vec<_>>();
        assert_eq!(reported_names(&named("wijk", &five)), ["wijk"]);
        assert!(reported_names(&named("wijk", &five[..4])).is_empty());
        assert!(
            reported_names(&named("wijk", &["1", "1", "{1}", " 1", "1", "1"])).is_empty(),
            "one person, with the id written in different ways"
        );
        for name in ["85121200070", "jan.janssens", "a b", "x-y", "p85121200070", "", "é"] {
            assert!(reported_names(&named(name, &five)).is_empty(), "{name}");
        }
    }

    #[test]
    fn an_object_with_many_names_is_a_map() {
        let people: Vec<_> = (0..9).map(|person| person.to_string()).collect();
        let names: Vec<_> = (0..=24u8).map(|at| format!("name{}", char::from(b'a' + at))).collect();
        let all: Vec<_> =
            names.iter().flat_map(|name| people.iter().map(|person| (name.as_str(), person.as_str()))).collect();
        assert!(reported_names(&all).is_empty());
        assert_eq!(reported_names(&all[..9 * 3]).len(), 3);
    }

    #[test]
    fn what_turns_up_as_data_is_not_reported() {
        let mut evidence = Evidence::default();
        let place = evidence.place_of(0, "ato", Role::Value);
        for text in ["Janssens", "VX", "9"] {
            for person in 0..5 {
                let entry = evidence.entry_of(place, text).unwrap();
                evidence.add_record(entry, Some(person));
            }
        }
        evidence.rule_out_words_of("Jan JANSSENS-Peeters");
        evidence.rule_out_words_of("A sentence that has a VX in it");
        evidence.rule_out_words_of("9");
        let entry = |evidence: &mut Evidence, text| evidence.entry_of(place, text).unwrap();
        let entries = ["Janssens", "VX", "9"].map(|text| entry(&mut evidence, text));
        assert_eq!(entries.map(|entry| evidence.may_report(entry, 5, 5)), [false, true, true]);
        let nobody = evidence.entry_of(place, "ZZ").unwrap();
        (0..9).for_each(|_| evidence.add_record(nobody, None));
        assert!(!evidence.may_report(nobody, 9, 9), "a value must be seen with people");
    }
}
