//! Matching the records of two snapshots.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::fields::{FieldChange, Fields};
use super::key;
use super::store::{Store, Stored};
use crate::failure::Failure;

/// Records of one list by key.
pub(super) type Records = BTreeMap<String, Stored>;

/// What became of a record, with its newest key and its stored form.
pub(super) enum Fate<'a> {
    Came(&'a str, &'a Stored),
    Changed(&'a str, &'a Stored, Vec<FieldChange>),
    Left(&'a str, &'a Stored),
}

/// One record with its key.
type Keyed<'a> = (&'a str, &'a Stored);

/// Returns the records that came, changed and left between two lists.
pub(super) fn compare_records<'a>(
    store: &Store,
    before: &'a Records,
    after: &'a Records,
) -> Result<Vec<Fate<'a>>, Failure> {
    let mut groups: BTreeMap<&str, (Vec<Keyed<'a>>, Vec<Keyed<'a>>)> = BTreeMap::new();
    for (key, stored) in before {
        // Most records have not changed, and their bodies need not be read.
        if after.get(key).is_none_or(|now| now.body != stored.body) {
            groups.entry(key::group_of(key)).or_default().0.push((key, stored));
        }
    }
    for (key, stored) in after {
        if before.get(key).is_none_or(|then| then.body != stored.body) {
            groups.entry(key::group_of(key)).or_default().1.push((key, stored));
        }
    }
    let mut fates = Vec::new();
    for (group, (mut old, mut new)) in groups {
        if old.len() + new.len() > 2 || group == key::BY_CONTENT {
            drop_unchanged(store, &mut old, &mut new)?;
        }
        if group == key::BY_CONTENT {
            // A record that is identified by its content becomes another record when that changes.
            fates.extend(new.into_iter().map(|(key, stored)| Fate::Came(key, stored)));
            fates.extend(old.into_iter().map(|(key, stored)| Fate::Left(key, stored)));
            continue;
        }
        for (key, stored) in new {
            let then = old.iter().position(|(known, _)| *known == key).or_else(|| (!old.is_empty()).then_some(0));
            match then.map(|index| old.remove(index)) {
                None => fates.push(Fate::Came(key, stored)),
                Some((_, then)) => {
                    let changes = read_fields(store, stored)?.changes_since(&read_fields(store, then)?);
                    if !changes.is_empty() {
                        fates.push(Fate::Changed(key, stored, changes));
                    }
                }
            }
        }
        fates.extend(old.into_iter().map(|(key, stored)| Fate::Left(key, stored)));
    }
    Ok(fates)
}

/// Removes the records that are the same in both.
fn drop_unchanged(store: &Store, old: &mut Vec<Keyed<'_>>, new: &mut Vec<Keyed<'_>>) -> Result<(), Failure> {
    let mut by_digest: HashMap<String, Vec<usize>> = HashMap::new();
    if new.is_empty() {
        return Ok(());
    }
    for (index, (_, stored)) in old.iter().enumerate() {
        by_digest.entry(read_fields(store, stored)?.digest()).or_default().push(index);
    }
    let mut gone = HashSet::new();
    let mut kept = Vec::new();
    for record in new.drain(..) {
        let now = read_fields(store, record.1)?;
        let alike = by_digest.get_mut(&now.digest());
        let mut same = None;
        for (place, index) in alike.iter().flat_map(|alike| alike.iter().enumerate()) {
            // The digest rounds numbers, as earlier versions did, so equal digests are not enough.
            if now.changes_since(&read_fields(store, old[*index].1)?).is_empty() {
                same = Some((place, *index));
                break;
            }
        }
        match (same, alike) {
            (Some((place, index)), Some(alike)) => {
                alike.remove(place);
                gone.insert(index);
            }
            _ => kept.push(record),
        }
    }
    *new = kept;
    let mut index = 0;
    old.retain(|_| {
        index += 1;
        !gone.contains(&(index - 1))
    });
    Ok(())
}

fn read_fields(store: &Store, stored: &Stored) -> Result<Fields, Failure> {
    Ok(Fields::of(&store.read_body(stored.body)?.into_canonical()))
}
