//! The summary for people.

use std::io::{self, Write};

use personeel_check::Difference;

use crate::output::style;

use super::report::Report;
use super::section::{Level, Section};

/// Writes a finished section.
pub(super) fn write_section(out: &mut dyn Write, section: &Section) -> io::Result<()> {
    writeln!(out, "{}: {}", section.name, section.outcome())?;
    for finding in &section.findings {
        let mark = match finding.level {
            Level::Ok => "",
            Level::Warning => "warning: ",
            Level::Failure => "failure: ",
        };
        writeln!(out, "  {mark}{}", style::printable(&finding.text))?;
    }
    Ok(())
}

/// Writes the differences, and what else is worth knowing.
pub(super) fn write_summary(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    let mut call = "";
    for difference in &report.differences {
        if difference.call != call {
            call = &difference.call;
            writeln!(out, "\n{call}")?;
        }
        writeln!(out, "  {}", style::printable(&describe(difference)))?;
    }
    let unseen: usize = report.observations.calls.iter().map(|call| call.seen.never_seen.len()).sum();
    if unseen > 0 {
        writeln!(out, "\n{unseen} member(s) in the document appeared in no record; --format json lists them")?;
    }
    Ok(())
}

fn describe(difference: &Difference) -> String {
    let Difference { path, kind, count, of, status, expected, seen, values, .. } = difference;
    let path = if path.is_empty() { "(the response or record itself)" } else { path };
    let mut line = format!("{path}: {}, {count} of {of}", kind.as_str().replace('_', " "));
    if let Some(status) = status {
        line = format!("{line}, with status {status}");
    }
    let list = |counts: &std::collections::BTreeMap<String, u64>| {
        counts.iter().map(|(what, count)| format!("{what} ({count})")).collect::<Vec<_>>().join(", ")
    };
    if !seen.is_empty() {
        line = format!("{line}; seen: {}", list(seen));
    }
    if !values.is_empty() {
        line = format!("{line}; values: {}", list(values));
    }
    match expected {
        Some(expected) => format!("{line}; the document has: {expected}"),
        None => line,
    }
}
