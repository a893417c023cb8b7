//! Which passages of prose an open item already covers.

use super::items::Item;
use crate::contract::guide::Passage;

/// Returns whether an open item lies within the lines of a passage, or is about the call or row of that passage.
pub fn covers_passage(item: &Item, passage: &Passage) -> bool {
    let (first, last) = passage.lines;
    let line = item.guide.as_ref().and_then(|place| place.line);
    let inside = line.is_some_and(|line| line + 1 >= first && line <= last) && !item.is_missing_call();
    inside || is_about(item, &passage.at)
}

/// Returns whether an item is about the call, the code or the row of a passage.
pub fn is_about(item: &Item, at: &str) -> bool {
    let Some((call, rest)) = at.split_once(" > ") else { return false };
    if item.is_missing_call() {
        return item.name == call;
    }
    if item.kind == "code" || item.kind.starts_with("history") {
        return item.name == rest;
    }
    let Some((_, row)) = rest.split_once(" > ") else { return false };
    // The row itself, a field nested in it, or one of its values.
    let own = item.name.split(" = ").next().unwrap_or(&item.name).to_lowercase();
    let row = row.to_lowercase();
    let same = row == own || row.strip_prefix(&own).is_some_and(|rest| rest.starts_with('.'));
    same && item.calls.iter().any(|other| other == call)
}
