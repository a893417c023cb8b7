//! What the reports say, as text, as Markdown and as JSON.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::item::Item;
use super::reports::Reports;
use crate::report::{Format, cell};

/// Everything that is told.
pub struct View<'a> {
    /// The document's guide.
    pub guide: &'a str,
    /// The reports.
    pub reports: &'a Reports,
    /// What nobody has decided.
    pub open: Vec<Item>,
    /// What is acknowledged, with the reason.
    pub settled: Vec<(Item, String)>,
}

/// The whole in a format, with its last line ended.
pub fn render(view: &View<'_>, format: Format) -> String {
    match format {
        Format::Text => text(view),
        Format::Markdown => markdown(view),
        Format::Json => format!("{:#}\n", to_json(view)),
    }
}

fn summary(view: &View<'_>) -> String {
    let open = view.open.iter().filter(|item| item.is_open()).count();
    let known = view.open.len() - open;
    format!(
        "{} report(s) against the document of guide {}: {open} open, {} acknowledged, {known} worth knowing.",
        view.reports.count,
        view.guide,
        view.settled.len()
    )
}

fn place(item: &Item) -> String {
    let line = item.line.map(|line| format!(", line {line}")).unwrap_or_default();
    format!("{}{line}", item.pointer)
}

fn counts(item: &Item) -> String {
    let counted = &item.counted;
    let of = |counts: &std::collections::BTreeMap<String, u64>| {
        counts.iter().map(|(what, count)| format!("{what} ({count})")).collect::<Vec<_>>().join(", ")
    };
    let mut out = format!("{} of {}", counted.count, counted.of);
    if !counted.seen.is_empty() {
        let _ = write!(out, "; seen: {}", of(&counted.seen));
    }
    if !counted.values.is_empty() {
        let _ = write!(out, "; values: {}", of(&counted.values));
    }
    out
}

fn text(view: &View<'_>) -> String {
    let mut out = String::new();
    for line in &view.reports.of_others {
        let _ = writeln!(out, "{line}\n");
    }
    for (heading, open) in [("Observed, and not in the document", true), ("Worth knowing", false)] {
        let mut items = view.open.iter().filter(|item| item.is_open() == open).peekable();
        if items.peek().is_none() {
            continue;
        }
        let _ = writeln!(out, "{heading}:");
        for item in items {
            let _ = writeln!(out, "  {} `{}`: {}", item.kind, item.name, item.advice);
            let _ = writeln!(out, "    observed: {} by {}", counts(item), item.calls.join(", "));
            let _ = writeln!(out, "    document: {}", place(item));
            let _ = writeln!(out, "    id:       {}", item.id());
            for (index, line) in item.yaml.lines().enumerate() {
                let _ = writeln!(out, "    {} {line}", if index == 0 { "write:   " } else { "         " });
            }
        }
        out.push('\n');
    }
    let _ = writeln!(out, "{}", summary(view));
    out
}

fn markdown(view: &View<'_>) -> String {
    let mut out = format!("## Audit against reports\n\n{}\n", summary(view));
    for line in &view.reports.of_others {
        let _ = writeln!(out, "\n{line}");
    }
    let _ = writeln!(out, "\n| what | observed | document | what to do |\n|---|---|---|---|");
    for item in &view.open {
        let _ = writeln!(
            out,
            "| {} `{}` | {} | {} | {} |",
            item.kind,
            cell(&item.name),
            cell(&counts(item)),
            cell(&place(item)),
            cell(&item.advice)
        );
    }
    for item in view.open.iter().filter(|item| !item.yaml.is_empty()) {
        let _ = writeln!(out, "\n`{}`\n\n```yaml\n{}```", item.pointer, item.yaml);
    }
    for (item, reason) in &view.settled {
        let _ = writeln!(out, "\nAcknowledged: {} ({reason})", item.id());
    }
    out
}

fn to_json(view: &View<'_>) -> Value {
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
        "guide_version": view.guide,
        "reports": view.reports.count,
        "older": view.reports.of_others,
        "observed": view.open.iter().map(item).collect::<Vec<_>>(),
    })
}
