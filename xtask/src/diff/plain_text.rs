//! The report as text, and the sentences that it shares with the comment.

use std::fmt::Write as _;

use super::changelog;
use super::judged::{Judged, Report};
use super::verdict::Verdict;
use crate::contract::Word;

/// Returns the location and line of a change: in the new document, or in the old one for a removal.
pub(super) fn locate(change: &Judged<'_>) -> (String, Option<usize>) {
    let place = change.group.new_place().or(change.group.old_place()).cloned().unwrap_or_default();
    (place.location, place.line)
}

/// Returns the changes, the breaking ones first.
pub(super) fn by_severity<'a, 'b>(report: &'a Report<'b>) -> Vec<&'a Judged<'b>> {
    let mut changes: Vec<_> = report.changes.iter().collect();
    changes.sort_by_key(|change| std::cmp::Reverse(change.judgement.worst()));
    changes
}

/// Renders the numbers of changes and the version step.
pub(super) fn format_summary(report: &Report<'_>) -> String {
    let count = |verdict: Verdict| report.changes.iter().filter(|change| change.judgement.worst() == verdict).count();
    let open = report.changes.iter().filter(|change| change.is_open()).count();
    let next = report.next.as_ref().map(|next| format!(" ({next})")).unwrap_or_default();
    format!(
        "{} change(s): {} breaking ({open} not acknowledged), {} compatible, {} without effect on callers. \
         Version step: {}{next}.",
        report.changes.len(),
        count(Verdict::Breaking),
        count(Verdict::Compatible),
        count(Verdict::None),
        report.step,
    )
}

/// Renders the latest row of the guide's history.
pub(super) fn format_history_row(report: &Report<'_>) -> Option<String> {
    let row = report.row?;
    Some(format!("{} ({}, {})", row.name, row.word(Word::Date)?, row.word(Word::Release)?))
}

/// Renders the error status and the calls that a change affects.
fn format_calls(change: &Judged<'_>) -> String {
    let status = change.group.unusual_status().map(|status| format!(" of {status}")).unwrap_or_default();
    match change.group.calls.as_slice() {
        [] => String::new(),
        [call] if change.group.name() == *call => String::new(),
        calls if calls.len() > 4 => format!("{status} of {} calls", calls.len()),
        calls => format!("{status} of {}", calls.join(", ")),
    }
}

/// Renders the report as text. The result ends with a newline.
pub(super) fn render_text(report: &Report<'_>) -> String {
    let mut out = String::new();
    for change in by_severity(report) {
        let judgement = &change.judgement;
        let (place, line) = locate(change);
        let line = line.map(|line| format!(" (line {line})")).unwrap_or_default();
        let _ = writeln!(
            out,
            "{} {} `{}`{}: {}\n    {}\n    {place}{line}",
            judgement.worst(),
            change.group.kind(),
            change.group.name(),
            format_calls(change),
            change.change(),
            judgement.message,
        );
        let _ = write!(out, "    wire {}, Rust {}", judgement.wire, judgement.rust);
        if let Some(row) = &change.row {
            let _ = write!(out, "; guide {row}");
        }
        match &change.reason {
            Some(reason) => {
                let _ = write!(out, "\n    acknowledged: {reason}");
            }
            None if change.is_open() => {
                let _ = write!(out, "\n    not acknowledged: see openapi/changes/README.md");
            }
            None => {}
        }
        out.push('\n');
    }
    let _ = writeln!(out, "{}", format_summary(report));
    if let Some(row) = format_history_row(report) {
        let _ = writeln!(out, "Guide version of the new document: {row}.");
    }
    for objection in &report.objections {
        let _ = writeln!(out, "Objection: {objection}.");
    }
    if !report.carried {
        let _ = writeln!(out, "{}", format_missing_step(report));
    }
    let lines = changelog::lines(&report.changes);
    if !lines.is_empty() {
        let _ = writeln!(out, "\nChangelog:\n\n{}", lines.join("\n"));
    }
    out
}

/// Renders what to do when the version of the workspace lacks the step.
pub(super) fn format_missing_step(report: &Report<'_>) -> String {
    let next = report.next.as_deref().unwrap_or("a later version");
    format!("Raise the workspace version to {next} or later, for the step since the newest release.")
}
