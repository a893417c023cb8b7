//! The report as a comment on a pull request: the verdict, what to do, the changes by call, and the changelog.

use std::fmt::Write as _;

use super::changelog;
use super::judged::{Judged, Report};
use super::plain_text::{by_severity, format_history_row, format_missing_step, format_summary};
use super::verdict::Verdict;
use crate::contract::{Change, Place};

/// Length of the section of changes. A comment may have 65,536 characters, and other tools append to this one.
const MAX_CHANGES_BYTES: usize = 25_000;

/// How many objections a comment lists.
const MAX_OBJECTIONS: usize = 10;
/// How many acknowledgements to paste a comment contains.
const MAX_ENTRIES: usize = 40;
/// How many lines of changelog a comment contains.
const MAX_CHANGELOG_LINES: usize = 80;

/// Renders the comment. All its headings have the same level.
pub fn markdown(report: &Report<'_>) -> String {
    let mut out = format!("**{}** {}\n", headline(report), format_summary(report));
    if let Some(row) = format_history_row(report) {
        let _ = writeln!(out, "\nGuide version of the new document: {row}.");
    }
    for objection in report.objections.iter().take(MAX_OBJECTIONS) {
        let _ = writeln!(out, "\n> Objection: {objection}.");
    }
    if report.objections.len() > MAX_OBJECTIONS {
        let _ = writeln!(out, "\n> And {} more objections.", report.objections.len() - MAX_OBJECTIONS);
    }
    if !report.carried {
        let _ = writeln!(out, "\n{}", format_missing_step(report));
    }
    let open: Vec<_> = report.changes.iter().filter(|change| change.is_open()).collect();
    if !open.is_empty() {
        out.push_str(
            "\nTo acknowledge this, add `openapi/changes/NAME.yaml` and fill in the reasons:\n\n```yaml\nbreaking:\n",
        );
        for change in open.iter().take(MAX_ENTRIES) {
            out.push_str(&format_acknowledgement(change));
        }
        if open.len() > MAX_ENTRIES {
            let _ = writeln!(out, "# and {} more", open.len() - MAX_ENTRIES);
        }
        out.push_str("```\n");
    }
    out.push_str(&by_call(report));
    let mut lines = changelog::lines(&report.changes);
    if lines.len() > MAX_CHANGELOG_LINES {
        let left = lines.len() - MAX_CHANGELOG_LINES;
        lines.truncate(MAX_CHANGELOG_LINES);
        lines.push(format!("- And {left} more lines; run `cargo xtask diff` to see them."));
    }
    if !lines.is_empty() {
        let _ = writeln!(out, "\n### Changelog\n\n```markdown\n{}\n```", lines.join("\n"));
    }
    out
}

fn headline(report: &Report<'_>) -> &'static str {
    let breaking = report.changes.iter().any(|change| change.judgement.worst() == Verdict::Breaking);
    match (breaking, report.changes.iter().any(Judged::is_open)) {
        (_, true) => "Breaking: this check will fail.",
        (true, false) if !report.carried => {
            "Breaking, acknowledged, but the version step is missing: this check will fail."
        }
        (true, false) => "Breaking, acknowledged.",
        (false, false) if report.changes.is_empty() => "No changes to the contract.",
        (false, false) => "Compatible.",
    }
}

/// Renders the entry that acknowledges a change, with an empty reason.
fn format_acknowledgement(change: &Judged<'_>) -> String {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let mut out = format!("  - kind: {}\n    name: {}\n", change.group.kind(), quoted(&change.group.name()));
    if let Some(call) = change.group.calls.first() {
        let _ = writeln!(out, "    call: {}", quoted(call));
    }
    if let Some(place) = change.group.place_word() {
        let _ = writeln!(out, "    in: {}", quoted(&place));
    }
    let _ = writeln!(out, "    change: {}\n    reason: \"\"", quoted(&change.change()));
    out
}

/// Renders the changes, grouped by the calls that they affect. A change that affects several calls is listed once.
fn by_call(report: &Report<'_>) -> String {
    let mut headings: Vec<String> = Vec::new();
    let heading = |change: &Judged<'_>| match change.group.calls.as_slice() {
        [] => "Whole document".to_owned(),
        [call] => call.clone(),
        [first, rest @ ..] => format!("{first} and {} more", rest.len()),
    };
    for change in by_severity(report) {
        let heading = heading(change);
        if !headings.contains(&heading) {
            headings.push(heading);
        }
    }
    let mut out = String::new();
    let mut left = 0;
    for title in headings {
        let mut part = format!("\n### {title}\n\n");
        let changes: Vec<_> = by_severity(report).into_iter().filter(|change| heading(change) == title).collect();
        if let [change, ..] = changes[..]
            && change.group.calls.len() > 1
        {
            let _ = writeln!(part, "Calls: {}.\n", change.group.calls.join(", "));
        }
        for change in &changes {
            part.push_str(&format_change(report, change));
        }
        if out.len() + part.len() > MAX_CHANGES_BYTES {
            left += changes.len();
        } else {
            out.push_str(&part);
        }
    }
    if left > 0 {
        let _ = writeln!(out, "\nAnd {left} more change(s); run `cargo xtask diff` to see them.");
    }
    out
}

fn format_change(report: &Report<'_>, change: &Judged<'_>) -> String {
    let judgement = &change.judgement;
    let mark = match judgement.worst() {
        Verdict::Breaking if change.reason.is_none() => "❌ ",
        Verdict::Breaking => "⚠️ ",
        _ => "",
    };
    let places = [
        ("old", change.group.old_place(), report.links.0.as_deref()),
        ("new", change.group.new_place(), report.links.1.as_deref()),
    ];
    let places: Vec<_> =
        places.into_iter().filter_map(|(side, place, link)| Some(format_place(side, place?, link))).collect();
    let status = change.group.unusual_status().map(|status| format!(" of {status}")).unwrap_or_default();
    let reason = change.reason.as_ref().map(|reason| format!(" Acknowledged: {reason}")).unwrap_or_default();
    // The message about a changed fact begins with the name of the fact.
    let change_name = match change.group.first.change {
        Change::Added => " added:",
        Change::Removed => " removed:",
        Change::Fact(_) => ",",
    };
    format!(
        "- {mark}{} `{}`{status}{change_name} {}. Wire {}, Rust {} ({}).{reason}\n",
        change.group.kind(),
        change.group.name(),
        judgement.message,
        judgement.wire,
        judgement.rust,
        places.join(", "),
    )
}

fn format_place(side: &str, place: &Place, url: Option<&str>) -> String {
    match (place.line, url) {
        (Some(line), Some(url)) => format!("[{side}: line {line}]({url}#L{line})"),
        (Some(line), None) => format!("{side}: line {line}"),
        (None, _) => format!("{side}: `{}`", place.location),
    }
}
