//! The differences between two snapshots: who came, changed and left.

use std::collections::{BTreeMap, BTreeSet};

use super::Resource;
use super::details::choose_details;
use super::fields::FieldChange;
use super::pairs::{Fate, compare_records};
use super::plan::Plan;
use super::store::{Header, Store, Stored};
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
    /// The changes by field, for a record that changed.
    pub(crate) fields: Vec<FieldChange>,
    /// The fields to recognise it by, for a record that came or left.
    pub(crate) details: Vec<(String, Json)>,
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

/// All differences between two snapshots.
pub(crate) struct Differences {
    pub(crate) plan: Plan,
    pub(crate) resources: BTreeSet<Resource>,
    /// Who had records in the older snapshot, for each compared institute and each list.
    pub(crate) before: BTreeMap<String, BTreeMap<Resource, BTreeSet<String>>>,
    pub(crate) entries: Vec<Entry>,
}

/// Compares each institute of a plan with its older snapshot.
pub(crate) fn compare(store: &Store, plan: Plan) -> Result<Differences, Failure> {
    let mut resources = BTreeSet::new();
    let mut people = BTreeMap::new();
    let mut entries = Vec::new();
    for (institute, old) in &plan.old {
        let in_both =
            |resource: &Resource| [old, &plan.new].iter().all(|header| header.lists.contains(&resource.name()));
        let names = Names::of(store, institute, old, &plan.new)?;
        let lists: &mut BTreeMap<_, _> = people.entry(institute.clone()).or_default();
        for resource in Resource::all().into_iter().filter(in_both) {
            resources.insert(resource);
            let before = store.read_records(old.id, institute, resource)?;
            let after = store.read_records(plan.new.id, institute, resource)?;
            let who = before.iter().map(|(record, stored)| counted_as(resource, record, stored.person.as_deref()));
            lists.insert(resource, who.collect());
            for fate in compare_records(store, &before, &after)? {
                let (change, record, stored, fields) = match fate {
                    Fate::Came(record, stored) => (Change::Came, record, stored, Vec::new()),
                    Fate::Changed(record, stored, fields) => (Change::Changed, record, stored, fields),
                    Fate::Left(record, stored) => (Change::Left, record, stored, Vec::new()),
                };
                let details = match change {
                    Change::Changed => Vec::new(),
                    Change::Came | Change::Left => choose_details(resource, &store.read_body(stored.body)?),
                };
                entries.push(Entry {
                    change,
                    institute: institute.clone(),
                    resource,
                    record: record.to_owned(),
                    person: stored.person.clone(),
                    name: names.name(store, stored.person.as_deref())?,
                    fields,
                    details,
                });
            }
        }
    }
    Ok(Differences { plan, resources, before: people, entries })
}

/// Returns whom a record counts for; a record without a person counts for itself.
pub(crate) fn counted_as(resource: Resource, record: &str, person: Option<&str>) -> String {
    person.map_or_else(|| format!("{}:{record}", resource.name()), str::to_owned)
}

/// The names of the employees of one institute.
struct Names {
    after: BTreeMap<String, Stored>,
    before: BTreeMap<String, Stored>,
}

impl Names {
    fn of(store: &Store, institute: &str, old: &Header, new: &Header) -> Result<Self, Failure> {
        Ok(Self {
            after: store.read_records(new.id, institute, Resource::people())?,
            before: store.read_records(old.id, institute, Resource::people())?,
        })
    }

    fn name(&self, store: &Store, person: Option<&str>) -> Result<Option<String>, Failure> {
        let Some(stored) = person.and_then(|person| self.after.get(person).or_else(|| self.before.get(person))) else {
            return Ok(None);
        };
        let employee = store.read_body(stored.body)?;
        let part = |field| employee.get(field).and_then(Json::as_str).unwrap_or_default().trim();
        let name = format!("{} {}", part("naam"), part("voornaam"));
        Ok(Some(name.trim().to_owned()).filter(|name| !name.is_empty()))
    }
}
