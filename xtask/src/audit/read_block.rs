//! Renders the `read` block of the acknowledgements.

use std::fmt::Write as _;

use serde_json::json;

use super::coverage::covers_passage;
use super::dispositions::{Dispositions, Went};
use super::items::Item;
use super::propose;
use crate::contract::Contract;
use crate::contract::guide::{Guide, Passage};
use crate::document::Document;

/// Renders every passage and where it went, as if a person had just read all of them.
///
/// A new passage gets the place of the document's element that it is about, and so does a passage whose place no longer
/// exists. So that pasting the block records nothing unread, two kinds of passages are commented out: those in a
/// section with other open items, and new ones without such a place.
pub fn render(document: &Document, contract: &Contract, guide: &Guide, open: &[Item], known: &Dispositions) -> String {
    let mut out = String::from("read:\n");
    for passage in &guide.passages {
        let recorded = known.get(&passage.at);
        let place = propose::propose_place(contract, &passage.at);
        let proposed = match recorded {
            Some(known) => Some(refresh_places(document, &known.went, place.as_ref())),
            None => place.map(|place| Went::At(vec![place])),
        };
        let same = recorded.is_some_and(|known| known.fingerprint == passage.fingerprint);
        let blocker = if same { None } else { blocking_item(passage, open) };
        match (blocker, proposed) {
            (None, Some(went)) => {
                let _ = writeln!(out, "  {}", render_entry(&passage.at, &passage.fingerprint, Some(&went)));
            }
            (None, None) => {
                let _ = writeln!(out, "  # add where it went: `at`, `decided` or `left_out`");
                let _ = writeln!(out, "  # {}", render_entry(&passage.at, &passage.fingerprint, None));
            }
            (Some(item), proposed) => {
                if let Some(recorded) = recorded {
                    let _ =
                        writeln!(out, "  {}", render_entry(&passage.at, &recorded.fingerprint, Some(&recorded.went)));
                }
                let _ = writeln!(out, "  # not yet: its section has an open item: {}", item.id());
                let _ = writeln!(out, "  # {}", render_entry(&passage.at, &passage.fingerprint, proposed.as_ref()));
            }
        }
    }
    out
}

/// Returns a disposition with `place` in place of those that no longer exist.
fn refresh_places(document: &Document, went: &Went, place: Option<&String>) -> Went {
    let renewed = |pointers: &[String]| {
        let (mut kept, gone): (Vec<_>, Vec<_>) =
            pointers.iter().cloned().partition(|pointer| document.value.pointer(&pointer[1..]).is_some());
        match place {
            Some(place) if !gone.is_empty() && !kept.contains(place) => kept.push(place.clone()),
            Some(_) => {}
            None => kept.extend(gone),
        }
        kept
    };
    match went {
        Went::At(pointers) => Went::At(renewed(pointers)),
        Went::Decided(rows, pointers) => Went::Decided(rows.clone(), renewed(pointers)),
        Went::LeftOut(reason) => Went::LeftOut(reason.clone()),
    }
}

/// Renders a line of the block. JSON strings are valid YAML.
fn render_entry(at: &str, fingerprint: &str, went: Option<&Went>) -> String {
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

/// Returns an open item in the section of a passage: in its call, its code or its row.
fn blocking_item<'a>(passage: &Passage, open: &'a [Item]) -> Option<&'a Item> {
    let call = passage.at.split(" > ").next().unwrap_or_default();
    let of_call = |item: &Item| {
        item.is_code_of(call)
            || item.calls.iter().any(|other| other == call)
            || (item.is_missing_call() && item.name == call)
    };
    open.iter().find(|item| of_call(item) || covers_passage(item, passage))
}
