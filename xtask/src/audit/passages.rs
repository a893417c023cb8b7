//! The block `read` of what is acknowledged.

use std::fmt::Write as _;

use serde_json::json;

use super::dispositions::{Dispositions, Went};
use super::items::Item;
use super::propose;
use super::told::tells;
use crate::contract::Contract;
use crate::contract::guide::{Guide, Passage};
use crate::document::Document;

/// Every passage with where it went, as if a person had read it again. One that is new gets the place where the document
/// has what it is about, and so does one whose place is gone. Two kinds are comments, so that pasting the block records nothing unread: what stands in a
/// section where something else is open, and what is new and has no such place.
pub fn block(document: &Document, contract: &Contract, guide: &Guide, open: &[Item], known: &Dispositions) -> String {
    let mut out = String::from("read:\n");
    for passage in &guide.passages {
        let recorded = known.get(&passage.at);
        let place = propose::place(contract, &passage.at);
        let proposed = match recorded {
            Some(known) => Some(kept(document, &known.went, place.as_ref())),
            None => place.map(|place| Went::At(vec![place])),
        };
        let same = recorded.is_some_and(|known| known.fingerprint == passage.fingerprint);
        let held = if same { None } else { held(passage, open) };
        match (held, proposed) {
            (None, Some(went)) => {
                let _ = writeln!(out, "  {}", entry(&passage.at, &passage.fingerprint, Some(&went)));
            }
            (None, None) => {
                let _ = writeln!(out, "  # say where it went: `at`, `decided` or `left_out`");
                let _ = writeln!(out, "  # {}", entry(&passage.at, &passage.fingerprint, None));
            }
            (Some(item), proposed) => {
                if let Some(recorded) = recorded {
                    let _ = writeln!(out, "  {}", entry(&passage.at, &recorded.fingerprint, Some(&recorded.went)));
                }
                let _ = writeln!(out, "  # not yet, for its section has an open item: {}", item.id());
                let _ = writeln!(out, "  # {}", entry(&passage.at, &passage.fingerprint, proposed.as_ref()));
            }
        }
    }
    out
}

/// What is recorded, with a place in the stead of those that are gone.
fn kept(document: &Document, went: &Went, place: Option<&String>) -> Went {
    let renewed = |pointers: &[String]| {
        let (mut there, gone): (Vec<_>, Vec<_>) =
            pointers.iter().cloned().partition(|pointer| document.value.pointer(&pointer[1..]).is_some());
        match place {
            Some(place) if !gone.is_empty() && !there.contains(place) => there.push(place.clone()),
            Some(_) => {}
            None => there.extend(gone),
        }
        there
    };
    match went {
        Went::At(pointers) => Went::At(renewed(pointers)),
        Went::Decided(rows, pointers) => Went::Decided(rows.clone(), renewed(pointers)),
        Went::LeftOut(reason) => Went::LeftOut(reason.clone()),
    }
}

/// A line of the block. JSON texts are YAML texts.
fn entry(at: &str, fingerprint: &str, went: Option<&Went>) -> String {
    let list = |texts: &[String]| texts.iter().map(|text| json!(text).to_string()).collect::<Vec<_>>().join(", ");
    let mut entry = format!("{}: {{text: {}", json!(at), json!(fingerprint));
    match went {
        None => {}
        Some(Went::LeftOut(reason)) => {
            let _ = write!(entry, ", left_out: {}", json!(reason));
        }
        Some(went) => {
            if let Went::Decided(rows, _) = went {
                let _ = write!(entry, ", decided: [{}]", list(rows));
            }
            if !went.pointers().is_empty() {
                let _ = write!(entry, ", at: [{}]", list(went.pointers()));
            }
        }
    }
    entry + "}"
}

/// What is open in the section of a passage: in its call, its code or its row.
fn held<'a>(passage: &Passage, open: &'a [Item]) -> Option<&'a Item> {
    let call = passage.at.split(" > ").next().unwrap_or_default();
    let of_call = |item: &Item| {
        item.is_code_of(call)
            || item.calls.iter().any(|other| other == call)
            || (item.is_missing_call() && item.name == call)
    };
    open.iter().find(|item| of_call(item) || tells(item, passage))
}
