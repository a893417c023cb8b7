//! What reports say and the document doesn't: each thing once, whichever calls showed it.

use std::collections::BTreeMap;

use super::place::{answer, find};
use super::reports::{Counted, Key, Reports};
use super::yaml;
use crate::document::{Document, Pointer};
use crate::model::{Call, Model, View};

/// One thing.
#[derive(Debug, Clone)]
pub struct Item {
    /// The kind of the difference, or `never_seen`, `open_member`, `other_value`.
    pub kind: String,
    /// What it is about.
    pub name: String,
    /// The calls that showed it.
    pub calls: Vec<String>,
    /// Where in the document.
    pub pointer: Pointer,
    /// The line of that.
    pub line: Option<usize>,
    /// How often it was seen.
    pub counted: Counted,
    /// What to do, in words.
    pub advice: String,
    /// What to write there; empty where there is nothing to paste.
    pub yaml: String,
}

/// A member that no record had.
pub const NEVER_SEEN: &str = "never_seen";

impl Item {
    /// What an acknowledgement calls it.
    pub fn id(&self) -> String {
        format!("observed: {} {}", self.kind, self.name)
    }

    /// Whether somebody has to decide; what is only worth knowing needs nobody.
    pub fn is_open(&self) -> bool {
        !matches!(self.kind.as_str(), NEVER_SEEN | "open_member" | "other_value")
    }
}

/// Everything, in the order of the document's calls.
pub fn items(reports: &Reports, document: &Document, model: &Model) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for (key, counted) in &reports.differences {
        put(&mut items, item(model, key, &key.kind, counted));
    }
    for (key, counted) in &reports.beyond {
        let kind = if key.kind == "unknown_member" { "open_member" } else { "other_value" };
        put(&mut items, item(model, key, kind, counted));
    }
    items.extend(never_seen(reports, model));
    for item in &mut items {
        item.line = document.position(&item.pointer).map(|position| position.line);
        item.yaml = yaml::write(item, model);
    }
    items.sort_by_key(|item| (!item.is_open(), item.line));
    items
}

/// Adds an item to the same one of other calls.
fn put(items: &mut Vec<Item>, item: Option<Item>) {
    let Some(item) = item else { return };
    match items.iter_mut().find(|known| known.id() == item.id()) {
        Some(known) => {
            known.counted.add(&item.counted);
            known.calls.extend(item.calls);
        }
        None => items.push(item),
    }
}

/// The item of a difference; `None` where the document has learnt it since.
fn item(model: &Model, key: &Key, kind: &str, counted: &Counted) -> Option<Item> {
    let Some(call) = model.call(&key.call) else {
        return Some(plain(key, kind, Pointer::root(), &key.call, counted, "the document has no such call any more"));
    };
    match kind {
        "status" | "media_type" | "body" => whole(call, key, kind, counted),
        _ => {
            let found = find(model, call, key.status, &key.path)?;
            let view = found.schema.map(|schema| model.view(schema));
            let is_known = found.schema.is_some() && !key.path.is_empty();
            let advice = match kind {
                "unknown_member" if is_known => return None,
                "unknown_member" | "open_member" if key.path.is_empty() || key.path.ends_with("[]") => {
                    "members whose names may not be told; ask whoever sent the report"
                }
                "unknown_member" => "add the member, with what it means in your own words",
                "open_member" => "the object is left open: describe it only once more is known",
                "missing_member" => {
                    let required = found.owner.is_some_and(|owner| owner.required.contains(&found.member));
                    if !required {
                        return None;
                    }
                    "take the member out of `required`"
                }
                "null" if view.as_ref().is_some_and(View::admits_null) => return None,
                "null" => "let null in",
                "type" => "change the type, or leave it open where both are sent",
                "form" => "readers take it: acknowledge it, or change the format",
                "unlisted_value" | "other_value" => {
                    let listed = view.as_ref().and_then(View::enumeration);
                    let is_listed = |value: &String| {
                        listed.is_some_and(|listed| listed.values.iter().any(|known| known.to_string() == *value))
                    };
                    if !counted.values.is_empty() && counted.values.keys().all(is_listed) {
                        return None;
                    }
                    "add the value with its meaning, or acknowledge it"
                }
                "repeated_member" if found.owner.is_some_and(|owner| owner.repeated_keys) => return None,
                "repeated_member" => "say which of two counts, with `x-repeated-keys` on the schema",
                _ => "this tool doesn't know the kind; look at the report",
            };
            // What refers to another schema is changed there.
            let pointer = match (kind, found.schema) {
                ("null" | "type" | "form" | "unlisted_value" | "other_value", Some(schema)) => {
                    model.target(schema).pointer.clone()
                }
                _ => found.pointer,
            };
            Some(plain(key, kind, pointer, &found.name, counted, advice))
        }
    }
}

/// An item about answers as a whole.
fn whole(call: &Call, key: &Key, kind: &str, counted: &Counted) -> Option<Item> {
    let response = answer(call, key.status);
    let status = key.status.map_or_else(|| "the good answer".to_owned(), |status| format!("status {status}"));
    let name = format!("{} ({status})", call.id);
    let at = |response: Option<&crate::model::Response>| {
        response.map_or_else(|| call.pointer.child("responses"), |response| response.pointer.clone())
    };
    Some(match kind {
        "status" if response.is_some() => return None,
        "status" => {
            plain(key, kind, call.pointer.child("responses"), &name, counted, "declare the status, or acknowledge it")
        }
        "media_type" => {
            let known =
                |kind: &String| response.is_some_and(|answer| answer.media.iter().any(|media| media.kind == *kind));
            if counted.seen.keys().all(known) {
                return None;
            }
            plain(key, kind, at(response), &name, counted, "declare the media type, or acknowledge it")
        }
        _ => plain(key, kind, at(response), &name, counted, "look at such an answer before anything is changed"),
    })
}

fn plain(key: &Key, kind: &str, pointer: Pointer, name: &str, counted: &Counted, advice: &str) -> Item {
    Item {
        kind: kind.to_owned(),
        name: name.to_owned(),
        calls: vec![key.call.clone()],
        pointer,
        line: None,
        counted: counted.clone(),
        advice: advice.to_owned(),
        yaml: String::new(),
    }
}

/// Members that no record had, of none of the calls with that schema.
fn never_seen(reports: &Reports, model: &Model) -> Vec<Item> {
    // By the place of the member: how many records had none, out of how many.
    let mut places: BTreeMap<Pointer, Item> = BTreeMap::new();
    for ((id, path), unseen) in &reports.never_seen {
        let Some(call) = model.call(id) else { continue };
        let Some(found) = find(model, call, None, path).filter(|found| found.schema.is_some()) else { continue };
        let key = Key { call: id.clone(), path: path.clone(), kind: NEVER_SEEN.to_owned(), status: None };
        let all = reports.records.get(id).copied().unwrap_or_default();
        let counted = Counted { count: *unseen, of: all, ..Counted::default() };
        let advice = "no record had it: is it still sent?";
        let item = plain(&key, NEVER_SEEN, found.pointer.clone(), &found.name, &counted, advice);
        match places.get_mut(&found.pointer) {
            Some(known) => {
                known.counted.add(&counted);
                known.calls.push(id.clone());
            }
            None => drop(places.insert(found.pointer, item)),
        }
    }
    // Where another call with the same schema had it, it was seen.
    let seen = |item: &Item| {
        let owner = item.pointer.parent().and_then(|properties| properties.parent());
        reports.records.iter().filter(|(_, records)| **records > 0).any(|(id, _)| {
            let record = model.call(id).and_then(|call| model.record(call)).map(|record| record.pointer.clone());
            record.is_some() && record == owner && !item.calls.contains(id)
        })
    };
    places
        .into_values()
        .filter(|item| item.counted.count == item.counted.of && item.counted.of > 0 && !seen(item))
        .collect()
}
