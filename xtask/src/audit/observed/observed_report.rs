//! Renders the observed differences as text, Markdown and JSON.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::item::Item;
use super::reports::Reports;
use crate::report::{Format, cell};

/// The content of a report on observed differences.
pub struct ObservedReport<'a> {
    /// The document's guide version.
    pub guide: &'a str,
    /// The reports.
    pub reports: &'a Reports,
    /// The items that are not acknowledged.
    pub open: Vec<Item>,
    /// The acknowledged items, each with its reason.
    pub settled: Vec<(Item, String)>,
}

/// Renders the report. The output ends with a line break.
pub fn render(report: &ObservedReport<'_>, format: Format) -> String {
    match format {
        Format::Text => render_text(report),
        Format::Markdown => render_markdown(report),
        Format::Json => format!("{:#}\n", to_json(report)),
    }
}

fn summary(report: &ObservedReport<'_>) -> String {
    let open = report.open.iter().filter(|item| item.is_open()).count();
    let known = report.open.len() - open;
    format!(
        "Compared {} report(s) with the document of guide {}: {open} open, {} acknowledged, {known} worth knowing.",
        report.reports.count,
        report.guide,
        report.settled.len()
    )
}

fn format_place(item: &Item) -> String {
    let line = item.line.map(|line| format!(", line {line}")).unwrap_or_default();
    format!("{}{line}", item.pointer)
}

fn format_counts(item: &Item) -> String {
    let counted = &item.counted;
    let list = |counts: &std::collections::BTreeMap<String, u64>| {
        counts.iter().map(|(what, count)| format!("{what} ({count})")).collect::<Vec<_>>().join(", ")
    };
    let mut out = format!("{} of {}", counted.count, counted.of);
    if !counted.seen.is_empty() {
        let _ = write!(out, "; seen: {}", list(&counted.seen));
    }
    if !counted.values.is_empty() {
        let _ = write!(out, "; values: {}", list(&counted.values));
    }
    out
}

fn render_text(report: &ObservedReport<'_>) -> String {
    let mut out = String::new();
    for line in &report.reports.older_notes {
        let _ = writeln!(out, "{line}\n");
    }
    for (heading, open) in [("Observed, but not in the document", true), ("Worth knowing", false)] {
        let mut items = report.open.iter().filter(|item| item.is_open() == open).peekable();
        if items.peek().is_none() {
            continue;
        }
        let _ = writeln!(out, "{heading}:");
        for item in items {
            let _ = writeln!(out, "  {} `{}`: {}", item.kind, item.name, item.advice);
            let _ = writeln!(out, "    observed: {}; calls: {}", format_counts(item), item.calls.join(", "));
            let _ = writeln!(out, "    document: {}", format_place(item));
            let _ = writeln!(out, "    id:       {}", item.id());
            for (index, line) in item.yaml.lines().enumerate() {
                let _ = writeln!(out, "    {} {line}", if index == 0 { "write:   " } else { "         " });
            }
        }
        out.push('\n');
    }
    let _ = writeln!(out, "{}", summary(report));
    out
}

fn render_markdown(report: &ObservedReport<'_>) -> String {
    let mut out = format!("## Audit of doctor reports\n\n{}\n", summary(report));
    for line in &report.reports.older_notes {
        let _ = writeln!(out, "\n{line}");
    }
    let _ = writeln!(out, "\n| item | observed | document | what to do |\n|---|---|---|---|");
    for item in &report.open {
        let _ = writeln!(
            out,
            "| {} `{}` | {} | {} | {} |",
            item.kind,
            cell(&item.name),
            cell(&format_counts(item)),
            cell(&format_place(item)),
            cell(&item.advice)
        );
    }
    for item in report.open.iter().filter(|item| !item.yaml.is_empty()) {
        let _ = writeln!(out, "\n`{}`\n\n```yaml\n{}```", item.pointer, item.yaml);
    }
    for (item, reason) in &report.settled {
        let _ = writeln!(out, "\nAcknowledged: {} ({reason})", item.id());
    }
    out
}

fn to_json(report: &ObservedReport<'_>) -> Value {
    let item = |item: &Item| {
        json!({
            "kind": item.kind,
            "name": item.name,
            "open": item.is_open(),
            "calls": item.calls,
            "where": item.pointer.to_string(),
            "line": item.line,
            "count": item.counted.count,
            "of": item.counted.of,
            "seen": item.counted.seen,
            "values": item.counted.values,
            "guides": item.counted.guides,
            "message": item.advice,
            "yaml": item.yaml,
            "id": item.id(),
        })
    };
    json!({
        "guide_version": report.guide,
        "reports": report.reports.count,
        "older": report.reports.older_notes,
        "observed": report.open.iter().map(item).collect::<Vec<_>>(),
    })
}
