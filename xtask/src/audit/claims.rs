//! What the guide says outside its tables, against the document: examples, other spellings, its own history.

use super::codes;
use super::items::{Item, List};
use super::look_up::{descend, key, members, same_call};
use crate::contract::guide::{Claim, Example, Says};
use crate::contract::{Contract, Element, Kind, Word};

/// Holds every claim against the document.
pub fn check(document: &Contract, claims: &[Claim]) -> Vec<Item> {
    let mut found = Vec::new();
    for claim in claims {
        let call = document.root.of(Kind::Call).find(|call| call.name == claim.call);
        let mut items = match (&claim.says, call) {
            (Says::Spelling { row, heading }, _) => {
                vec![Item::differs("spelling", row, row, heading, "the table spells it otherwise than the heading")]
            }
            (Says::NotInHeading(name), _) => {
                vec![Item::new(List::Differs, "heading", name, "it stands in the table and not in the heading")]
            }
            (Says::NotInTable(name), _) => {
                vec![Item::new(List::Differs, "heading", name, "it stands in the heading and not in the table")]
            }
            (Says::UnknownForm(form), _) => {
                let message = "the program doesn't know this form; read it, and transcribe what it says";
                vec![Item::new(List::MissingInDocument, "form", form, message)]
            }
            (Says::Sent { line }, Some(call)) => sent(call, line),
            (Says::Body { status, example }, Some(call)) => body(call, status.as_deref(), example, claim),
            (Says::Named { version, name, added }, _) => {
                let mut found = Vec::new();
                search(&document.root, name, &mut found);
                named(&found, version, name, *added)
            }
            (Says::CallAdded { version }, _) => call_added(document, &claim.call, version),
            (Says::UnknownCall(name), _) => {
                if same_call(document, name).next().is_some() {
                    Vec::new()
                } else {
                    vec![Item::new(List::MissingInDocument, "mention", name, "the history names this call")]
                }
            }
            (Says::Checks { part, name, codes }, Some(call)) => codes::of_row(document, call, part, name, codes),
            (Says::CodeNamed { version, name, added }, _) => {
                let found: Vec<_> = document.root.of(Kind::Code).filter(|code| code.name == *name).collect();
                named(&found, version, name, *added)
            }
            // The call itself is missing, which is said already.
            (Says::Sent { .. } | Says::Body { .. } | Says::Checks { .. }, None) => Vec::new(),
        };
        for item in &mut items {
            item.guide.get_or_insert_with(|| claim.place.clone());
            if item.calls.is_empty() && !claim.call.is_empty() {
                item.calls.push(claim.call.clone());
            }
            if item.document.is_none() {
                item.document = call.map(|call| call.place.clone());
            }
        }
        found.extend(items);
    }
    found
}

/// Whether a claim only says again that something is missing which the guide's tables have: the same field or parameter
/// of the same call, the call itself, or a code. A field that another call lacks under the same name is another field. The
/// history says of names only that they are there, and not where.
pub fn repeats(claim: &Item, item: &Item) -> bool {
    if item.list != List::MissingInDocument {
        return false;
    }
    let same_call = || claim.calls.iter().any(|call| item.calls.contains(call));
    match (claim.kind.as_str(), item.kind.as_str()) {
        ("mention" | "since", "call") => claim.calls.iter().any(|call| key(call) == key(&item.name)),
        ("mention" | "since", "field" | "parameter" | "code") if claim.calls.is_empty() => {
            last(&claim.name) == last(&item.name)
        }
        // One that the document has, spelled otherwise, is not the one that it lacks.
        ("example", "field") => {
            let same = || claim.name.eq_ignore_ascii_case(&item.name.replace("[]", ""));
            claim.list == List::MissingInDocument && same() && same_call()
        }
        ("example", "parameter") => claim.name.eq_ignore_ascii_case(&item.name) && same_call(),
        _ => false,
    }
}

/// The last name of a path, or of a label such as `2.9 verified`.
fn last(name: &str) -> String {
    name.rsplit(['.', ' ']).next().unwrap_or_default().to_lowercase()
}

/// The path and the query names of an example against the call's own.
fn sent(call: &Element, line: &str) -> Vec<Item> {
    let method = line.split(' ').next().unwrap_or_default();
    let target = line.split_once("://").map_or("", |(_, rest)| rest);
    let target = target.split("HTTP/").next().unwrap_or(target).replace(' ', "");
    let target = target.find('/').map_or("", |start| &target[start..]).to_owned();
    let (path, query) = target.split_once('?').unwrap_or((target.as_str(), ""));
    let (call_method, call_path) = call.name.split_once(' ').unwrap_or((&call.name, ""));
    let call_path = call_path.split(' ').next().unwrap_or(call_path);
    let (shown, known): (Vec<_>, Vec<_>) = (path.split('/').collect(), call_path.split('/').collect());
    let fits = shown.len() == known.len() && shown.iter().zip(&known).all(|(a, b)| b.starts_with('{') || a == b);
    if method != call_method || !fits {
        let says = format!("{method} {path}");
        return vec![Item::differs("example", "request path", &says, &call.name, "the example shows another call")];
    }
    let known: Vec<_> = call.of(Kind::Parameter).map(|parameter| parameter.name.as_str()).collect();
    let names = query.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, _)| name);
    names
        .filter(|name| !known.contains(name))
        .map(|name| {
            Item::differs("example", name, name, &known.join(", "), "the example shows a parameter that the call lacks")
        })
        .collect()
}

/// The keys of an example against the fields of the body that it shows.
fn body(call: &Element, status: Option<&str>, example: &Example, claim: &Claim) -> Vec<Item> {
    let holder = match status {
        None => Some(call),
        Some(status) => call.of(Kind::Status).find(|known| known.name == status),
    };
    // A body that is missing as a whole is said already.
    let Some(root) = holder.and_then(|holder| holder.of(Kind::Body).next()) else { return Vec::new() };
    let at = |line: usize| Some(crate::contract::Place { location: claim.place.location.clone(), line: Some(line) });
    let mut items = Vec::new();
    for (path, line) in &example.paths {
        let name = path.join(".");
        let (Some(own), Some(parent)) = (path.last(), path.get(..path.len() - 1).and_then(|path| descend(root, path)))
        else {
            continue;
        };
        let fields = || members(parent).of(Kind::Field);
        if fields().any(|field| field.name == *own) {
            continue;
        }
        let mut item = match fields().find(|field| field.name.eq_ignore_ascii_case(own)) {
            Some(field) => {
                let mut item = Item::differs("example", &name, own, &field.name, "the example spells it otherwise");
                item.document = Some(field.place.clone());
                item
            }
            None => Item::new(List::MissingInDocument, "example", &name, "the example shows it, the document lacks it"),
        };
        item.guide = at(*line);
        items.push(item);
    }
    for (path, line) in &example.repeated {
        let name = format!("{} twice", path.join("."));
        let mut item = Item::new(List::Differs, "example", name, "the example shows this key twice in one object");
        item.guide = at(*line);
        items.push(item);
    }
    items
}

/// A name that the history mentions must exist; where it was added, its `x-since` must say when.
fn named(found: &[&Element], version: &str, name: &str, added: bool) -> Vec<Item> {
    let label = format!("{version} {name}");
    if found.is_empty() {
        return vec![Item::new(
            List::MissingInDocument,
            "mention",
            label,
            "the history names it, the document lacks it",
        )];
    }
    if added && !found.iter().any(|element| element.word(Word::Since) == Some(version)) {
        let known: Vec<_> = found.iter().filter_map(|element| element.word(Word::Since)).collect();
        let mut item = Item::differs("since", &label, version, &known.join(", "), "`x-since` names another version");
        item.document = found.first().map(|element| element.place.clone());
        return vec![item];
    }
    Vec::new()
}

fn search<'a>(element: &'a Element, name: &str, found: &mut Vec<&'a Element>) {
    if matches!(element.kind, Kind::Field | Kind::Parameter) && element.name == name {
        found.push(element);
    }
    for child in &element.children {
        search(child, name, found);
    }
}

fn call_added(document: &Contract, name: &str, version: &str) -> Vec<Item> {
    let since: Vec<_> = same_call(document, name).filter_map(|call| call.word(Word::Since)).collect();
    let label = format!("{version} {name}");
    if since.is_empty() {
        return vec![Item::new(List::MissingInDocument, "mention", label, "the history adds this call")];
    }
    if since.contains(&version) {
        return Vec::new();
    }
    vec![Item::differs("since", &label, version, &since.join(", "), "`x-since` names another version")]
}
