//! The block `read` of what is acknowledged.

use std::fmt::Write as _;

use serde_json::json;

use super::acknowledged::Acknowledged;
use super::items::Item;
use super::told::tells;
use crate::contract::guide::{Guide, Passage};

/// Every passage, as if a person had read it. Of a section where something
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
