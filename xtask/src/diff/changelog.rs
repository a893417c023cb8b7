//! Changelog entries for a set of changes.

use super::judged::Judged;
use super::verdict::Verdict;
use crate::contract::{Change, Flag, Kind};

/// Sections of Keep a Changelog, in order.
const SECTIONS: [&str; 3] = ["Added", "Changed", "Removed"];

/// Returns Markdown lines to paste below the heading of the version.
pub fn lines(changes: &[Judged<'_>]) -> Vec<String> {
    let mut lines = Vec::new();
    for section in SECTIONS {
        let entries: Vec<_> = changes.iter().filter(|change| section_of(change) == Some(section)).map(entry).collect();
        if !entries.is_empty() {
            lines.push(format!("### {section}"));
            lines.push(String::new());
            lines.extend(entries);
            lines.push(String::new());
        }
    }
    lines.pop();
    lines
}

/// Returns the section of a change. A change without effect on callers has none.
fn section_of(change: &Judged<'_>) -> Option<&'static str> {
    if change.judgement.worst() == Verdict::None {
        return None;
    }
    Some(match change.group.first.change {
        Change::Added => "Added",
        Change::Removed => "Removed",
        Change::Fact(_) => "Changed",
    })
}

fn entry(change: &Judged<'_>) -> String {
    let breaking = if change.judgement.worst() == Verdict::Breaking { "**Breaking:** " } else { "" };
    let subject = subject(change);
    let detail = match change.group.first.change {
        Change::Fact(facet) => {
            let (old, new) = change.group.first.values();
            format!(", {facet}: {} -> {}", code(old), code(new))
        }
        Change::Added | Change::Removed => String::new(),
    };
    let row = change.row.as_ref().map(|row| format!(" (guide {row})")).unwrap_or_default();
    format!("- {breaking}{subject}{detail}{row}.")
}

fn code(value: Option<String>) -> String {
    value.map_or_else(|| "none".to_owned(), |value| format!("`{value}`"))
}

fn subject(change: &Judged<'_>) -> String {
    let group = &change.group;
    let name = format!("`{}`", group.name());
    let calls: Vec<_> = group.calls.iter().map(|call| format!("`{call}`")).collect();
    let calls = match calls.as_slice() {
        [] => String::new(),
        [.., _] if calls.len() > 3 => format!(" of {} calls", calls.len()),
        calls => format!(" of {}", calls.join(" and ")),
    };
    let calls = group.unusual_status().map_or(calls.clone(), |status| format!(" of the {status} response{calls}"));
    let part = if group.in_request() { "the request body" } else { "the response" };
    match group.kind() {
        Kind::Call => format!("Call {name}"),
        Kind::Parameter => {
            let optional = group.first.element().is_some_and(|end| !end.is(Flag::Required));
            format!("{} {name}{calls}", if optional { "Optional parameter" } else { "Parameter" })
        }
        Kind::Field => format!("{name} in {part}{calls}"),
        Kind::Value => format!("Value {name}{calls}"),
        Kind::Body => format!("{}{calls}", if group.in_request() { "Request body" } else { "Response body" }),
        Kind::Code | Kind::Returns => format!("Error code {name}"),
        kind => {
            let mut kind = kind.to_string();
            if let Some(first) = kind.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            format!("{kind} {name}{calls}")
        }
    }
}
