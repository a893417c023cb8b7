//! A report as a comment on a pull request: the verdict, what to do, the changes by call, the changelog.

use std::fmt::Write as _;

use super::changelog;
use super::judged::{Judged, Report};
use super::render::{row, sorted, summary, uncarried};
use super::verdict::Verdict;
use crate::contract::Place;

/// A comment may have 65,536 characters, and what other tools say comes after this.
const CHANGES: usize = 25_000;

/// Objections, acknowledgements to paste and lines of the changelog that a comment has.
const OBJECTIONS: usize = 10;
const ENTRIES: usize = 40;
const LINES: usize = 80;

/// The comment. Its headings are all of one level.
pub fn markdown(report: &Report<'_>) -> String {
    let mut out = format!("**{}** {}\n", verdict(report), summary(report));
    if let Some(row) = row(report) {
        let _ = writeln!(out, "\nHistory row: {row}.");
    }
    for objection in report.objections.iter().take(OBJECTIONS) {
        let _ = writeln!(out, "\n> Objection: {objection}.");
    }
    if report.objections.len() > OBJECTIONS {
        let _ = writeln!(out, "\n> And {} objections more.", report.objections.len() - OBJECTIONS);
    }
    if !report.carried {
        let _ = writeln!(out, "\n{}", uncarried(report));
    }
    let open: Vec<_> = report.changes.iter().filter(|change| change.is_open()).collect();
    if !open.is_empty() {
        out.push_str("\nWhoever stands for it adds `openapi/changes/NAME.yaml`, and says why:\n\n```yaml\nbreaking:\n");
        for change in open.iter().take(ENTRIES) {
            out.push_str(&acknowledgement(change));
        }
        if open.len() > ENTRIES {
            let _ = writeln!(out, "# and {} more", open.len() - ENTRIES);
        }
        out.push_str("```\n");
    }
    out.push_str(&by_call(report));
    let mut lines = changelog::lines(&report.changes);
    if lines.len() > LINES {
        let left = lines.len() - LINES;
        lines.truncate(LINES);
        lines.push(format!("- And {left} lines more, which `cargo xtask diff` prints."));
    }
    if !lines.is_empty() {
        let _ = writeln!(out, "\n### Changelog\n\n```markdown\n{}\n```", lines.join("\n"));
    }
    out
}

fn verdict(report: &Report<'_>) -> &'static str {
    let breaking = report.changes.iter().any(|change| change.judgement.worst() == Verdict::Breaking);
    match (breaking, report.changes.iter().any(Judged::is_open)) {
        (_, true) => "Breaking: this check will fail.",
        (true, false) if !report.carried => {
            "Breaking, acknowledged, and the version doesn't tell: this check will fail."
        }
        (true, false) => "Breaking, acknowledged.",
        (false, false) if report.changes.is_empty() => "No change of the contract.",
        (false, false) => "Compatible.",
    }
}

/// The entry that acknowledges a change.
fn acknowledgement(change: &Judged<'_>) -> String {
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

/// The changes below the calls that they are in; what several calls share stands below all of them.
fn by_call(report: &Report<'_>) -> String {
    let mut headings: Vec<String> = Vec::new();
    let heading = |change: &Judged<'_>| match change.group.calls.as_slice() {
        [] => "The whole".to_owned(),
        [one] => one.clone(),
        [first, rest @ ..] => format!("{first} and {} more", rest.len()),
    };
    for change in sorted(report) {
        let heading = heading(change);
        if !headings.contains(&heading) {
            headings.push(heading);
        }
    }
    let mut out = String::new();
    let mut left = 0;
    for title in headings {
        let mut part = format!("\n### {title}\n\n");
        let changes: Vec<_> = sorted(report).into_iter().filter(|change| heading(change) == title).collect();
        if let [change, ..] = changes[..]
            && change.group.calls.len() > 1
        {
            let _ = writeln!(part, "In {}.\n", change.group.calls.join(", "));
        }
        for change in &changes {
            part.push_str(&entry(report, change));
        }
        if out.len() + part.len() > CHANGES {
            left += changes.len();
        } else {
            out.push_str(&part);
        }
    }
    if left > 0 {
        let _ = writeln!(out, "\n{left} more change(s): `cargo xtask diff` prints them.");
    }
    out
}

fn entry(report: &Report<'_>, change: &Judged<'_>) -> String {
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
    let places: Vec<_> = places.into_iter().filter_map(|(side, place, link)| Some(told(side, place?, link))).collect();
    let status = change.group.unusual_status().map(|status| format!(" of {status}")).unwrap_or_default();
    let reason = change.reason.as_ref().map(|reason| format!(" Acknowledged: {reason}")).unwrap_or_default();
    format!(
        "- {mark}{} `{}`{status} {}: {}. Wire {}, Rust {} ({}).{reason}\n",
        change.group.kind(),
        change.group.name(),
        change.change(),
        judgement.message,
        judgement.wire,
        judgement.rust,
        places.join(", "),
    )
}

fn told(side: &str, place: &Place, url: Option<&str>) -> String {
    match (place.line, url) {
        (Some(line), Some(url)) => format!("[{side}: line {line}]({url}#L{line})"),
        (Some(line), None) => format!("{side}: line {line}"),
        (None, _) => format!("{side}: `{}`", place.location),
    }
}
