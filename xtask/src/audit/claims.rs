//! Compares the guide's statements outside its tables with the document: examples, spellings and the history.

use super::code_checks;
use super::items::{Item, List};
use super::lookup::{call_key_of, calls_named, find_field, list_items_or_self};
use crate::contract::guide::{Claim, Example, Statement};
use crate::contract::{Contract, Element, Kind, Word};

const OTHER_VERSION: &str = "`x-since` has a different version";

/// Checks every claim against the document.
pub fn check_claims(document: &Contract, claims: &[Claim]) -> Vec<Item> {
    let mut found = Vec::new();
    for claim in claims {
        let call = document.root.of(Kind::Call).find(|call| call.name == claim.call);
        let mut items = match (&claim.statement, call) {
            (Statement::Spelling { row, heading }, _) => {
                vec![Item::differs("spelling", row, row, heading, "the table and the heading spell it differently")]
            }
            (Statement::NotInHeading(name), _) => {
                vec![Item::new(List::Differs, "heading", name, "the table has it, but the heading does not")]
            }
            (Statement::NotInTable(name), _) => {
                vec![Item::new(List::Differs, "heading", name, "the heading has it, but the table does not")]
            }
            (Statement::UnknownForm(form), _) => {
                let message = "the audit does not recognise this form; read it, and transcribe what it says";
                vec![Item::new(List::MissingInDocument, "form", form, message)]
            }
            (Statement::ExampleRequest { line }, Some(call)) => check_example_request(call, line),
            (Statement::ExampleBody { status, example }, Some(call)) => {
                check_example_body(call, status.as_deref(), example, claim)
            }
            (Statement::FieldNamed { version, name, added }, _) => {
                let mut found = Vec::new();
                find_by_name(&document.root, name, &mut found);
                check_mention(&found, version, name, *added)
            }
            (Statement::CallAdded { version }, _) => check_added_call(document, &claim.call, version),
            (Statement::UnknownCall(name), _) => {
                if calls_named(document, name).next().is_some() {
                    Vec::new()
                } else {
                    vec![Item::new(
                        List::MissingInDocument,
                        "mention",
                        name,
                        "the history mentions this call, but the document lacks it",
                    )]
                }
            }
            (Statement::CodesInRow { part, name, codes }, Some(call)) => {
                code_checks::missing_in_row(document, call, part, name, codes)
            }
            (Statement::CodeNamed { version, name, added }, _) => {
                let found: Vec<_> = document.root.of(Kind::Code).filter(|code| code.name == *name).collect();
                check_mention(&found, version, name, *added)
            }
            // The missing call is reported already.
            (Statement::ExampleRequest { .. } | Statement::ExampleBody { .. } | Statement::CodesInRow { .. }, None) => {
                Vec::new()
            }
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

/// Returns whether a claim only repeats an item about something missing from the document that the guide's tables have:
/// the same field or parameter of the same call, the call itself, or a code.
///
/// A field of the same name in another call is a different field. The history mentions names without their calls, so
/// such a claim matches by name alone.
pub fn repeats_item(claim: &Item, item: &Item) -> bool {
    if item.list != List::MissingInDocument {
        return false;
    }
    let same_call = || claim.calls.iter().any(|call| item.calls.contains(call));
    match (claim.kind.as_str(), item.kind.as_str()) {
        ("mention" | "since", "call") => claim.calls.iter().any(|call| call_key_of(call) == call_key_of(&item.name)),
        ("mention" | "since", "field" | "parameter" | "code") if claim.calls.is_empty() => {
            last_name(&claim.name) == last_name(&item.name)
        }
        // A field that the document has in another spelling is not the missing one.
        ("example", "field") => {
            let same = || claim.name.eq_ignore_ascii_case(&item.name.replace("[]", ""));
            claim.list == List::MissingInDocument && same() && same_call()
        }
        ("example", "parameter") => claim.name.eq_ignore_ascii_case(&item.name) && same_call(),
        _ => false,
    }
}

/// Returns the last name of a path, or of a label such as `2.9 verified`.
fn last_name(name: &str) -> String {
    name.rsplit(['.', ' ']).next().unwrap_or_default().to_lowercase()
}

/// Compares the path and the query names of an example request with those of the call.
fn check_example_request(call: &Element, line: &str) -> Vec<Item> {
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
        return vec![Item::differs("example", "request path", &says, &call.name, "the example shows a different call")];
    }
    let known: Vec<_> = call.of(Kind::Parameter).map(|parameter| parameter.name.as_str()).collect();
    let names = query.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, _)| name);
    names
        .filter(|name| !known.contains(name))
        .map(|name| {
            Item::differs(
                "example",
                name,
                name,
                &known.join(", "),
                "the example shows a parameter that the call does not have",
            )
        })
        .collect()
}

/// Compares the keys of an example body with the fields of that body.
fn check_example_body(call: &Element, status: Option<&str>, example: &Example, claim: &Claim) -> Vec<Item> {
    let holder = match status {
        None => Some(call),
        Some(status) => call.of(Kind::Status).find(|known| known.name == status),
    };
    // A missing body is reported already.
    let Some(root) = holder.and_then(|holder| holder.of(Kind::Body).next()) else { return Vec::new() };
    let at = |line: usize| Some(crate::contract::Place { location: claim.place.location.clone(), line: Some(line) });
    let mut items = Vec::new();
    for (path, line) in &example.paths {
        let name = path.join(".");
        let (Some(own), Some(parent)) =
            (path.last(), path.get(..path.len() - 1).and_then(|path| find_field(root, path)))
        else {
            continue;
        };
        let fields = || list_items_or_self(parent).of(Kind::Field);
        if fields().any(|field| field.name == *own) {
            continue;
        }
        let mut item = match fields().find(|field| field.name.eq_ignore_ascii_case(own)) {
            Some(field) => {
                let mut item = Item::differs("example", &name, own, &field.name, "the example spells it differently");
                item.document = Some(field.place.clone());
                item
            }
            None => {
                Item::new(List::MissingInDocument, "example", &name, "the example shows it, but the document lacks it")
            }
        };
        item.guide = at(*line);
        items.push(item);
    }
    for (path, line) in &example.repeated {
        let name = format!("{} twice", path.join("."));
        let mut item = Item::new(List::Differs, "example", name, "the example shows this key twice in the same object");
        item.guide = at(*line);
        items.push(item);
    }
    items
}

/// Checks that a name in the history exists and, if the history says that it was added, that `x-since` agrees.
fn check_mention(found: &[&Element], version: &str, name: &str, added: bool) -> Vec<Item> {
    let label = format!("{version} {name}");
    if found.is_empty() {
        let message = "the history mentions it, but the document lacks it";
        return vec![Item::new(List::MissingInDocument, "mention", label, message)];
    }
    if added && !found.iter().any(|element| element.word(Word::Since) == Some(version)) {
        let known: Vec<_> = found.iter().filter_map(|element| element.word(Word::Since)).collect();
        let mut item = Item::differs("since", &label, version, &known.join(", "), OTHER_VERSION);
        item.document = found.first().map(|element| element.place.clone());
        return vec![item];
    }
    Vec::new()
}

fn find_by_name<'a>(element: &'a Element, name: &str, found: &mut Vec<&'a Element>) {
    if matches!(element.kind, Kind::Field | Kind::Parameter) && element.name == name {
        found.push(element);
    }
    for child in &element.children {
        find_by_name(child, name, found);
    }
}

fn check_added_call(document: &Contract, name: &str, version: &str) -> Vec<Item> {
    let since: Vec<_> = calls_named(document, name).filter_map(|call| call.word(Word::Since)).collect();
    let label = format!("{version} {name}");
    if since.is_empty() {
        return vec![Item::new(
            List::MissingInDocument,
            "mention",
            label,
            "the history adds this call, but the document lacks it",
        )];
    }
    if since.contains(&version) {
        return Vec::new();
    }
    vec![Item::differs("since", &label, version, &since.join(", "), OTHER_VERSION)]
}
