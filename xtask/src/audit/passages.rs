//! Passages of prose beside what else is open: which of them an open item tells already, and the block `read`.

use std::fmt::Write as _;

use serde_json::json;

use super::acknowledged::Acknowledged;
use super::items::Item;
use crate::contract::guide::{Guide, Passage};

/// The block `read` of what is acknowledged: every passage, as if a person had read it. Of a section where something
/// else is open, what stays is only what was read before; the rest is there as a comment, so that pasting the block
/// reads nothing unread.
pub fn block(guide: &Guide, open: &[Item], acknowledged: &Acknowledged) -> String {
    let mut out = String::from("read:\n");
    for passage in &guide.passages {
        let entry = |fingerprint: &str| format!("{}: {}", json!(passage.at), json!(fingerprint));
        let known = acknowledged.read_as(&passage.at);
        let held = if known == Some(passage.fingerprint.as_str()) { None } else { held(passage, open) };
        let Some(item) = held else {
            let _ = writeln!(out, "  {}", entry(&passage.fingerprint));
            continue;
        };
        if let Some(fingerprint) = known {
            let _ = writeln!(out, "  {}", entry(fingerprint));
        }
        let _ = writeln!(out, "  # not yet, for its section has an open item: {}", item.id());
        let _ = writeln!(out, "  # {}", entry(&passage.fingerprint));
    }
    out
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

/// Whether an open item stands in the lines of a passage, or is the call or row that the passage belongs to.
pub fn tells(item: &Item, passage: &Passage) -> bool {
    let (first, last) = passage.lines;
    let line = item.guide.as_ref().and_then(|place| place.line);
    let inside = line.is_some_and(|line| line + 1 >= first && line <= last) && !item.is_missing_call();
    inside || names(item, &passage.at)
}

/// Whether an item is about the call, the code or the row of a passage.
pub fn names(item: &Item, at: &str) -> bool {
    let Some((call, rest)) = at.split_once(" > ") else { return false };
    if item.is_missing_call() {
        return item.name == call;
    }
    if item.kind == "code" || item.kind.starts_with("history") {
        return item.name == rest;
    }
    let Some((_, row)) = rest.split_once(" > ") else { return false };
    // A row, what is nested in it, or one of its values.
    let own = item.name.split(" = ").next().unwrap_or(&item.name).to_lowercase();
    let row = row.to_lowercase();
    let same = row == own || row.strip_prefix(&own).is_some_and(|rest| rest.starts_with('.'));
    same && item.calls.iter().any(|other| other == call)
}
