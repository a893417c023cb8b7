//! What two snapshots say differently: who came, changed and left.

use std::collections::{BTreeMap, BTreeSet};

use super::store::{Header, Store, Stored};
use super::{Resource, hash};
use crate::failure::Failure;
use crate::json::Json;

/// A record that came, changed or left. It has no `Debug`: the name is personal.
#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) change: Change,
    pub(crate) institute: String,
    pub(crate) resource: Resource,
    pub(crate) record: String,
    pub(crate) person: Option<String>,
    pub(crate) name: Option<String>,
    /// Field by field, of a record that changed.
    pub(crate) fields: Vec<FieldChange>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Came,
    Changed,
    Left,
}

impl Change {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Came => "came",
            Self::Changed => "changed",
            Self::Left => "left",
        }
    }
}

/// One field that reads differently; null where it isn't there.
#[derive(Clone, Debug)]
pub(crate) struct FieldChange {
    pub(crate) field: String,
    pub(crate) old: Json,
    pub(crate) new: Json,
}

/// Everything that differs.
pub(crate) struct Differences {
    pub(crate) old: Header,
    pub(crate) new: Header,
    pub(crate) resources: Vec<Resource>,
    /// The institutes that are whole in both, with the people in either.
    pub(crate) compared: BTreeMap<String, BTreeSet<String>>,
    /// The others, with the reason.
    pub(crate) left_out: BTreeMap<String, String>,
    pub(crate) entries: Vec<Entry>,
}

/// Compares two snapshots, institute by institute. One that isn't whole in both is left out: what could not be read has
/// not left.
pub(crate) fn compare(store: &Store, old: Header, new: Header) -> Result<Differences, Failure> {
    let photos = old.photos && new.photos;
    let resources: Vec<_> =
        Resource::ALL.into_iter().filter(|resource| photos || *resource != Resource::Photos).collect();
    let (whole, left_out) = sorted_out(&old, &new);
    let mut compared = BTreeMap::new();
    let mut entries = Vec::new();
    for institute in whole {
        let mut people = BTreeSet::new();
        let names = Names::of(store, &institute, &old, &new)?;
        for resource in &resources {
            let before = store.records(old.id, &institute, *resource)?;
            let after = store.records(new.id, &institute, *resource)?;
            for (record, stored) in before.iter().chain(&after) {
                people.insert(whose(*resource, record, stored.person.as_deref()));
            }
            let mut found = differing(store, &before, &after)?;
            for entry in &mut found {
                entry.institute.clone_from(&institute);
                entry.resource = *resource;
                entry.name = names.name(store, entry.person.as_deref())?;
            }
            entries.append(&mut found);
        }
        compared.insert(institute, people);
    }
    Ok(Differences { old, new, resources, compared, left_out, entries })
}

/// The institutes that can be compared, and why the others can't.
fn sorted_out(old: &Header, new: &Header) -> (Vec<String>, BTreeMap<String, String>) {
    let mut whole = Vec::new();
    let mut left_out = BTreeMap::new();
    let all: BTreeSet<_> = old.institutes.keys().chain(new.institutes.keys()).collect();
    for institute in all {
        let reason = |header: &Header| match header.institutes.get(institute) {
            None => Some(format!("not in snapshot {}", header.id)),
            Some(Some(failure)) => Some(format!("failed in snapshot {}: {failure}", header.id)),
            Some(None) => None,
        };
        match reason(new).or_else(|| reason(old)) {
            Some(reason) => drop(left_out.insert(institute.clone(), reason)),
            None => whole.push(institute.clone()),
        }
    }
    (whole, left_out)
}

/// Who a record counts for; one without a person counts for itself.
pub(crate) fn whose(resource: Resource, record: &str, person: Option<&str>) -> String {
    person.map_or_else(|| format!("{}:{record}", resource.name()), str::to_owned)
}

fn differing(
    store: &Store,
    before: &BTreeMap<String, Stored>,
    after: &BTreeMap<String, Stored>,
) -> Result<Vec<Entry>, Failure> {
    let entry = |change, record: &str, stored: &Stored, fields| Entry {
        change,
        institute: String::new(),
        resource: Resource::Employees,
        record: record.to_owned(),
        person: stored.person.clone(),
        name: None,
        fields,
    };
    let mut entries = Vec::new();
    for (record, new) in after {
        match before.get(record) {
            None => entries.push(entry(Change::Came, record, new, Vec::new())),
            Some(old) if old.body != new.body => {
                let fields = fields(&store.body(old.body)?, &store.body(new.body)?);
                entries.push(entry(Change::Changed, record, new, fields));
            }
            Some(_) => {}
        }
    }
    let left = before.iter().filter(|(record, _)| !after.contains_key(*record));
    entries.extend(left.map(|(record, old)| entry(Change::Left, record, old, Vec::new())));
    Ok(entries)
}

/// The fields that read differently, by path.
fn fields(old: &Json, new: &Json) -> Vec<FieldChange> {
    let (old, new) = (by_path(old), by_path(new));
    let paths: BTreeSet<_> = old.keys().chain(new.keys()).collect();
    let value = |fields: &BTreeMap<String, Json>, path: &String| fields.get(path).cloned().unwrap_or(Json::Null);
    paths
        .into_iter()
        .map(|path| FieldChange { field: path.clone(), old: value(&old, path), new: value(&new, path) })
        .filter(|change| change.old != change.new)
        .map(|change| FieldChange {
            old: brief(&change.field, change.old),
            new: brief(&change.field, change.new),
            field: change.field,
        })
        .collect()
}

/// Values by path. Items of a list go by their id, where they have one: an address that is added before another changes
/// nothing of that other.
fn by_path(value: &Json) -> BTreeMap<String, Json> {
    let mut found = BTreeMap::new();
    walk(value, String::new(), &mut found);
    found
}

fn walk(value: &Json, path: String, found: &mut BTreeMap<String, Json>) {
    match value {
        Json::Record(fields) if !fields.is_empty() => {
            for (name, value) in fields {
                walk(value, if path.is_empty() { name.clone() } else { format!("{path}.{name}") }, found);
            }
        }
        Json::List(items) if !items.is_empty() => {
            for (index, item) in items.iter().enumerate() {
                let Some(id) = item.id() else {
                    walk(item, format!("{path}[{index}]"), found);
                    continue;
                };
                let path = format!("{path}[{id}]");
                walk(item, path.clone(), found);
                // The path says it already, unless there is nothing else to say.
                let prefix = format!("{path}.");
                if found.range(prefix.clone()..).take_while(|(name, _)| name.starts_with(&prefix)).count() > 1 {
                    found.remove(&format!("{path}.id"));
                }
            }
        }
        // An empty list that becomes a full one is told by what is in it.
        Json::List(_) | Json::Record(_) => {}
        other => drop(found.insert(path, other.clone())),
    }
}

/// A photo is told by its length and hash: nobody reads a megabyte of base64.
fn brief(field: &str, value: Json) -> Json {
    match value {
        Json::Text(text) if field == "photo" => {
            Json::Text(format!("{} characters of base64, sha256 {}", text.len(), hash::short(&text)))
        }
        other => other,
    }
}

/// The names of the employees of one institute.
struct Names {
    after: BTreeMap<String, Stored>,
    before: BTreeMap<String, Stored>,
}

impl Names {
    fn of(store: &Store, institute: &str, old: &Header, new: &Header) -> Result<Self, Failure> {
        Ok(Self {
            after: store.records(new.id, institute, Resource::Employees)?,
            before: store.records(old.id, institute, Resource::Employees)?,
        })
    }

    fn name(&self, store: &Store, person: Option<&str>) -> Result<Option<String>, Failure> {
        let Some(stored) = person.and_then(|person| self.after.get(person).or_else(|| self.before.get(person))) else {
            return Ok(None);
        };
        let employee = store.body(stored.body)?;
        let part = |field| employee.get(field).and_then(Json::as_str).unwrap_or_default().trim();
        let name = format!("{} {}", part("naam"), part("voornaam"));
        Ok(Some(name.trim().to_owned()).filter(|name| !name.is_empty()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Json {
        serde_json::from_str::<Json>(text).unwrap().canonical()
    }

    #[test]
    fn fields_are_told_by_path_and_items_by_id() {
        let old = read(r#"{"naam":"A","adressen":[{"id":"x","straat":"S"}],"kinderen":[],"bank":null}"#);
        let new = read(
            r#"{"naam":"B","adressen":[{"id":"a","straat":"T"},{"id":"x","straat":"S"}],"kinderen":[],"bank":{"iban":"I"}}"#,
        );
        let changes: Vec<_> = fields(&old, &new).into_iter().map(|change| change.field).collect();
        assert_eq!(changes, ["adressen[a].straat", "bank.iban", "naam"]);
    }

    #[test]
    fn a_photo_is_told_in_brief() {
        let change = fields(&read(r#"{"photo":"AAAA"}"#), &read(r#"{"photo":"BBBB"}"#)).remove(0);
        assert!(change.new.as_str().unwrap().starts_with("4 characters"));
    }

    #[test]
    fn what_could_not_be_read_is_left_out() {
        let header = |id, institutes: &[(&str, Option<&str>)]| Header {
            id,
            taken_at: String::new(),
            school_year: "2026-27".to_owned(),
            structure: None,
            photos: false,
            complete: false,
            institutes: institutes
                .iter()
                .map(|(number, failure)| ((*number).to_owned(), failure.map(str::to_owned)))
                .collect(),
        };
        let old = header(1, &[("000001", None), ("000002", None), ("000003", Some("503")), ("000004", None)]);
        let new = header(2, &[("000001", None), ("000002", Some("timeout")), ("000003", None), ("000005", None)]);
        let (whole, left_out) = sorted_out(&old, &new);
        assert_eq!(whole, ["000001"]);
        assert_eq!(left_out["000002"], "failed in snapshot 2: timeout");
        assert_eq!(left_out["000003"], "failed in snapshot 1: 503");
        assert_eq!(left_out["000004"], "not in snapshot 2");
        assert_eq!(left_out["000005"], "not in snapshot 1");
    }
}
