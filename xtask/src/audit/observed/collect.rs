//! The items of all reports, each listed once for all calls that showed it.

use std::collections::BTreeMap;

use super::item::{Item, NEVER_SEEN};
use super::locate::{find, response_for};
use super::reports::{Counted, Key, Reports};
use super::suggestion;
use crate::document::{Document, Pointer};
use crate::model::{Call, Model, View};

/// Returns all items: open ones first, in the order of the document.
pub fn collect_items(reports: &Reports, document: &Document, model: &Model) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for (key, counted) in &reports.differences {
        merge(&mut items, difference_item(model, key, &key.kind, counted));
    }
    for (key, counted) in &reports.beyond {
        let kind = if key.kind == "unknown_member" { "open_member" } else { "other_value" };
        merge(&mut items, difference_item(model, key, kind, counted));
    }
    items.extend(never_seen_items(reports, model));
    for item in &mut items {
        item.line = document.position(&item.pointer).map(|position| position.line);
        item.yaml = suggestion::yaml(item, model);
    }
    items.sort_by_key(|item| (!item.is_open(), item.line));
    items
}

/// Adds an item, or merges it into the same item of other calls.
fn merge(items: &mut Vec<Item>, item: Option<Item>) {
    let Some(item) = item else { return };
    match items.iter_mut().find(|known| known.id() == item.id()) {
        Some(known) => {
            known.counted.add(&item.counted);
            known.calls.extend(item.calls);
        }
        None => items.push(item),
    }
}

/// Returns the item of a difference, or `None` if the document agrees by now.
fn difference_item(model: &Model, key: &Key, kind: &str, counted: &Counted) -> Option<Item> {
    let Some(call) = model.call(&key.call) else {
        return Some(new_item(
            key,
            kind,
            Pointer::root(),
            &key.call,
            counted,
            "the document no longer has this call; acknowledge it",
        ));
    };
    match kind {
        "status" | "media_type" | "body" => response_item(call, key, kind, counted),
        _ => {
            let found = find(model, call, key.status, &key.path)?;
            let view = found.schema.map(|schema| model.view(schema));
            let is_known = found.schema.is_some() && !key.path.is_empty();
            let advice = match kind {
                "unknown_member" if is_known => return None,
                "unknown_member" | "open_member" if key.path.is_empty() || key.path.ends_with("[]") => {
                    "the report withholds the names of these members; ask the sender"
                }
                "unknown_member" => "add the member, and describe it in your own words",
                "open_member" => "the object is open: describe the member only once more is known",
                "missing_member" => {
                    let required = found.owner.is_some_and(|owner| owner.required.contains(&found.member));
                    if !required {
                        return None;
                    }
                    "remove the member from `required`"
                }
                "null" if view.as_ref().is_some_and(View::admits_null) => return None,
                "null" => "allow null",
                "type" => "change the type, or leave it open if the service sends both",
                "form" => "readers accept this form: acknowledge it, or change the format",
                "unlisted_value" | "other_value" => {
                    let listed = view.as_ref().and_then(View::enumeration);
                    let is_listed = |value: &String| {
                        listed.is_some_and(|listed| listed.values.iter().any(|known| known.to_string() == *value))
                    };
                    if !counted.values.is_empty() && counted.values.keys().all(is_listed) {
                        return None;
                    }
                    "add the value and its meaning, or acknowledge it"
                }
                "repeated_member" if found.owner.is_some_and(|owner| owner.repeated_keys) => return None,
                "repeated_member" => "state which value counts, with `x-repeated-keys` on the schema",
                _ => "unknown kind of difference; see the report",
            };
            // These are changed at the target of a reference.
            let pointer = match (kind, found.schema) {
                ("null" | "type" | "form" | "unlisted_value" | "other_value", Some(schema)) => {
                    model.target(schema).pointer.clone()
                }
                _ => found.pointer,
            };
            Some(new_item(key, kind, pointer, &found.name, counted, advice))
        }
    }
}

/// Returns an item about responses rather than their members.
fn response_item(call: &Call, key: &Key, kind: &str, counted: &Counted) -> Option<Item> {
    let response = response_for(call, key.status);
    let status = key.status.map_or_else(|| "success".to_owned(), |status| format!("status {status}"));
    let name = format!("{} ({status})", call.id);
    let at = |response: Option<&crate::model::Response>| {
        response.map_or_else(|| call.pointer.child("responses"), |response| response.pointer.clone())
    };
    Some(match kind {
        "status" if response.is_some() => return None,
        "status" => new_item(
            key,
            kind,
            call.pointer.child("responses"),
            &name,
            counted,
            "declare the status, or acknowledge it",
        ),
        "media_type" => {
            let known =
                |kind: &String| response.is_some_and(|response| response.media.iter().any(|media| media.kind == *kind));
            if counted.seen.keys().all(known) {
                return None;
            }
            new_item(key, kind, at(response), &name, counted, "declare the media type, or acknowledge it")
        }
        _ => new_item(key, kind, at(response), &name, counted, "look at such a response before you change anything"),
    })
}

fn new_item(key: &Key, kind: &str, pointer: Pointer, name: &str, counted: &Counted, advice: &str) -> Item {
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

/// Returns items for members that no record of any call with that schema had.
fn never_seen_items(reports: &Reports, model: &Model) -> Vec<Item> {
    // By the member's place: the number of records without it, out of all records.
    let mut places: BTreeMap<Pointer, Item> = BTreeMap::new();
    for ((id, path), unseen) in &reports.never_seen {
        let Some(call) = model.call(id) else { continue };
        let Some(found) = find(model, call, None, path).filter(|found| found.schema.is_some()) else { continue };
        let key = Key { call: id.clone(), path: path.clone(), kind: NEVER_SEEN.to_owned(), status: None };
        let all = reports.records.get(id).copied().unwrap_or_default();
        let counted = Counted { count: *unseen, of: all, ..Counted::default() };
        let advice = "no record had this member; check whether the service still sends it";
        let item = new_item(&key, NEVER_SEEN, found.pointer.clone(), &found.name, &counted, advice);
        match places.get_mut(&found.pointer) {
            Some(known) => {
                known.counted.add(&counted);
                known.calls.push(id.clone());
            }
            None => drop(places.insert(found.pointer, item)),
        }
    }
    // The member was seen if another call with the same schema does not list it.
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
