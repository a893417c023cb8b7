//! Which names and values may be told: those that are no data of a person.
//!
//! A name or value is told only if it is plain, if it was seen often enough with enough different people, and if nothing
//! speaks for its being data. All of that is decided for a kind of record, whichever calls it came with. People are
//! known by a hash with a key that dies with the process.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

/// In so many records, and with so many people, a name or value must have been seen.
const ENOUGH: usize = 5;

/// Objects with more different unknown members than this are maps, whose names are data.
const MOST_NAMES: usize = 24;

/// The same where the document leaves all members open.
const MOST_OPEN_NAMES: usize = 64;

/// Enumerations with more different unlisted values than this are texts of people.
const MOST_VALUES: usize = 24;

/// A member is in at least one of so many objects; the keys of maps are in fewer.
const LEAST_SHARE: u64 = 50;

/// Texts of more words are sentences.
const MOST_WORDS: usize = 3;

/// Shorter words say nothing about anybody.
const SHORTEST_WORD: usize = 3;

/// Where a name or value was seen, whichever call it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct PlaceId(usize);

/// A name or value at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct EntryId(usize);

/// What a text is at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Role {
    /// The name of a member that the document doesn't know.
    Name,
    /// The name of a member where the document leaves them open.
    OpenName,
    /// A value that an enumeration doesn't list.
    Value,
}

#[derive(Debug, Default)]
pub(crate) struct Evidence {
    hasher: RandomState,
    places: HashMap<(usize, Box<str>, Role), PlaceId>,
    /// What a place has, by the hash of its text: an entry, or nothing for one that is not plain. `None` once they were
    /// too many.
    entries_at: Vec<Option<HashMap<u64, Option<EntryId>>>>,
    roles: Vec<Role>,
    entries: Vec<Entry>,
    /// Words of names and values that may be told, by their hash: where one turns up as data, it isn't.
    words: HashMap<u64, Vec<EntryId>>,
}

#[derive(Debug)]
struct Entry {
    records: usize,
    /// Different people, up to enough of them.
    people: Vec<u64>,
    /// A record of it that named nobody.
    nameless: bool,
    is_data: bool,
    role: Role,
}

impl Evidence {
    /// A place within a kind of record.
    pub(crate) fn place(&mut self, record: usize, path: &str, role: Role) -> PlaceId {
        if let Some(known) = self.places.get(&(record, path.into(), role)) {
            return *known;
        }
        let id = PlaceId(self.entries_at.len());
        self.entries_at.push(Some(HashMap::new()));
        self.roles.push(role);
        self.places.insert((record, path.into(), role), id);
        id
    }

    /// The entry of a text; `None` where it will never be told.
    pub(crate) fn entry(&mut self, place: PlaceId, text: &str) -> Option<EntryId> {
        let role = *self.roles.get(place.0)?;
        let hash = self.hash(text);
        let known = self.entries_at.get_mut(place.0)?;
        let entries = known.as_mut()?;
        if let Some(entry) = entries.get(&hash) {
            return *entry;
        }
        let (is_plain, most) = match role {
            Role::Value => (is_plain_value(text), MOST_VALUES),
            Role::Name => (is_plain_name(text), MOST_NAMES),
            Role::OpenName => (is_plain_name(text), MOST_OPEN_NAMES),
        };
        if entries.len() >= most {
            for entry in entries.values().flatten() {
                if let Some(entry) = self.entries.get_mut(entry.0) {
                    entry.is_data = true;
                }
            }
            *known = None;
            return None;
        }
        // What isn't plain is counted too: many such names speak for a map.
        let entry = is_plain.then_some(EntryId(self.entries.len()));
        entries.insert(hash, entry);
        let entry = entry?;
        self.entries.push(Entry { records: 0, people: Vec::new(), nameless: false, is_data: false, role });
        for word in words(text) {
            self.words.entry(self.hash(&word)).or_default().push(entry);
        }
        Some(entry)
    }

    /// An entry was in a record, which belongs to somebody or says nothing of that.
    pub(crate) fn seen(&mut self, entry: EntryId, person: Option<u64>) {
        let Some(entry) = self.entries.get_mut(entry.0) else { return };
        entry.records += 1;
        match person {
            Some(person) if entry.people.len() < ENOUGH && !entry.people.contains(&person) => entry.people.push(person),
            Some(_) => {}
            None => entry.nameless = true,
        }
    }

    /// A personal value: no word of it is told as a name or value.
    pub(crate) fn personal(&mut self, text: &str) {
        // Nearly always there is nothing to compare with. A sentence has words of every kind: names are short.
        if self.words.is_empty() || text.len() > 100 || text.split_whitespace().count() > MOST_WORDS {
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

    /// Whether an entry may be told that was in `count` of `of` objects.
    pub(crate) fn may_tell(&self, entry: EntryId, count: u64, of: u64) -> bool {
        let Some(entry) = self.entries.get(entry.0) else { return false };
        let enough_people = entry.people.len() >= ENOUGH;
        match entry.role {
            Role::Value => !entry.is_data && enough_people,
            Role::Name | Role::OpenName => {
                let is_common = count.saturating_mul(LEAST_SHARE) >= of;
                let nobodys = entry.people.is_empty() && entry.nameless;
                !entry.is_data && entry.records >= ENOUGH && (enough_people || nobodys) && is_common
            }
        }
    }

    /// Somebody, whose id is written in one of several ways.
    pub(crate) fn person(&self, id: &str) -> u64 {
        let bare = id.trim_matches(|c: char| c.is_whitespace() || matches!(c, '{' | '}'));
        self.hash(&bare.to_ascii_lowercase())
    }

    fn hash(&self, text: &str) -> u64 {
        self.hasher.hash_one(text)
    }
}

/// The words of a text that are long enough to be somebody's, in small letters.
fn words(text: &str) -> impl Iterator<Item = String> {
    let parts = text.split(|c: char| !c.is_alphanumeric());
    parts.filter(|word| word.len() >= SHORTEST_WORD && word.chars().any(char::is_alphabetic)).map(str::to_lowercase)
}

/// A plain identifier: no more digits than a version has.
fn is_plain_name(text: &str) -> bool {
    text.len() <= 40
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && text.chars().filter(char::is_ascii_digit).count() <= 2
}

/// At most 32 plain characters: letters, digits, and what stands between words.
fn is_plain_value(text: &str) -> bool {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '/' | '+');
    !text.trim().is_empty() && text.chars().count() <= 32 && text.chars().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(names: &[(&str, &str)]) -> Vec<String> {
        let mut evidence = Evidence::default();
        let place = evidence.place(0, "", Role::Name);
        let mut known = Vec::new();
        for (name, person) in names {
            let Some(entry) = evidence.entry(place, name) else { continue };
            let person = evidence.person(person);
            evidence.seen(entry, Some(person));
            if !known.contains(&((*name).to_owned(), entry)) {
                known.push(((*name).to_owned(), entry));
            }
        }
        known.retain(|(_, entry)| evidence.may_tell(*entry, 1, 1));
        known.into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn a_name_needs_five_records_of_five_people() {
        let five = ["1", "2", "3", "4", "5"];
        let named = |name, people: &[&'static str]| people.iter().map(|person| (name, *person)).collect::<Vec<_>>();
        assert_eq!(told(&named("wijk", &five)), ["wijk"]);
        assert!(told(&named("wijk", &five[..4])).is_empty());
        assert!(told(&named("wijk", &["1", "1", "{1}", " 1", "1", "1"])).is_empty(), "one person, however written");
        for name in ["85121200070", "jan.janssens", "a b", "x-y", "p85121200070", "", "é"] {
            assert!(told(&named(name, &five)).is_empty(), "{name}");
        }
    }

    #[test]
    fn a_map_is_known_by_the_number_of_its_names() {
        let people: Vec<_> = (0..9).map(|person| person.to_string()).collect();
        let names: Vec<_> = (0..=24u8).map(|at| format!("name{}", char::from(b'a' + at))).collect();
        let all: Vec<_> =
            names.iter().flat_map(|name| people.iter().map(|person| (name.as_str(), person.as_str()))).collect();
        assert!(told(&all).is_empty());
        assert_eq!(told(&all[..9 * 3]).len(), 3);
    }

    #[test]
    fn what_turns_up_as_data_is_data() {
        let mut evidence = Evidence::default();
        let place = evidence.place(0, "ato", Role::Value);
        for text in ["Janssens", "VX", "9"] {
            for person in 0..5 {
                let entry = evidence.entry(place, text).unwrap();
                evidence.seen(entry, Some(person));
            }
        }
        evidence.personal("Jan JANSSENS-Peeters");
        evidence.personal("A sentence that has a VX in it");
        evidence.personal("9");
        let entry = |evidence: &mut Evidence, text| evidence.entry(place, text).unwrap();
        let told: Vec<_> = ["Janssens", "VX", "9"].map(|text| entry(&mut evidence, text)).into();
        let told: Vec<_> = told.into_iter().map(|entry| evidence.may_tell(entry, 5, 5)).collect();
        assert_eq!(told, [false, true, true]);
        let nobody = evidence.entry(place, "ZZ").unwrap();
        (0..9).for_each(|_| evidence.seen(nobody, None));
        assert!(!evidence.may_tell(nobody, 9, 9), "a value needs people");
    }
}
