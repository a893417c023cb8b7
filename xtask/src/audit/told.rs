//! Which passages of prose an open item tells already.

use super::items::Item;
use crate::contract::guide::Passage;

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
