//! Renders the audit's report as text, Markdown and JSON.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::figures::Figures;
use super::items::{Item, List};
use super::since::{self, Hunk};
use crate::contract::Place;
use crate::report::{Format, cell};

/// The content of a report.
pub struct Report {
    /// The guide's version, if the guide states one.
    pub version: Option<String>,
    /// The open items.
    pub open: Vec<Item>,
    /// The number of acknowledged items.
    pub acknowledged: usize,
    /// The acknowledged items to list, each with its reason.
    pub settled: Vec<(Item, String)>,
    /// Where the passages of prose went, in numbers.
    pub figures: Figures,
    /// The changes since an older guide, if one was given.
    pub changes: Option<Vec<Hunk>>,
}

/// Renders the report. The output ends with a line break.
pub fn render(report: &Report, format: Format) -> String {
    match format {
        Format::Text => render_text(report),
        Format::Markdown => render_markdown(report),
        Format::Json => format!("{:#}\n", to_json(report)),
    }
}

fn items_on(report: &Report, list: List) -> impl Iterator<Item = &Item> {
    report.open.iter().filter(move |item| item.list == list)
}

fn to_json(report: &Report) -> Value {
    let list = |list| items_on(report, list).map(item_to_json).collect::<Vec<_>>();
    json!({
        "guide_version": report.version,
        "missing_in_document": list(List::MissingInDocument),
        "missing_in_guide": list(List::MissingInGuide),
        "differs": list(List::Differs),
        "passages": report.figures.to_json(),
        "since": report.changes.as_deref().map(since::to_json),
    })
}

fn item_to_json(item: &Item) -> Value {
    let place = item.place();
    let side =
        |place: &Option<Place>| place.as_ref().map(|place| json!({ "where": place.location, "line": place.line }));
    json!({
        "kind": item.kind,
        "fact": item.fact,
        "name": item.name,
        "where": place.location,
        "line": place.line,
        "message": item.message,
        "calls": item.calls,
        "guide": side(&item.guide),
        "document": side(&item.document),
        "guide_says": item.guide_value,
        "document_says": item.document_value,
        "until": item.until,
        "id": item.id(),
    })
}

fn format_place(place: Option<&Place>) -> String {
    place.map_or_else(
        || "none".to_owned(),
        |place| {
            let line = place.line.map(|line| format!(", line {line}")).unwrap_or_default();
            format!("{}{line}", place.location)
        },
    )
}

fn heading(list: List) -> &'static str {
    match list {
        List::MissingInDocument => "In the guide, missing from the document",
        List::MissingInGuide => "In the document, missing from the guide",
        List::Differs => "In both, with differences",
    }
}

const LISTS: [List; 3] = [List::MissingInDocument, List::MissingInGuide, List::Differs];

fn summary(report: &Report) -> String {
    let version = report.version.as_deref().unwrap_or("(unknown version)");
    let open = report.open.len();
    format!("Guide {version}: {open} open, {} acknowledged.\n{}", report.acknowledged, report.figures.summary_line())
}

fn render_text(report: &Report) -> String {
    let mut out = String::new();
    for list in LISTS {
        if items_on(report, list).next().is_none() {
            continue;
        }
        let _ = writeln!(out, "{}:", heading(list));
        for item in items_on(report, list) {
            let _ = writeln!(out, "  {} `{}`{}: {}", item.label(), item.name, format_calls(item), item.message);
            let _ = writeln!(out, "    guide:    {}", format_place(item.guide.as_ref()));
            let _ = writeln!(out, "    document: {}", format_place(item.document.as_ref()));
            let _ = writeln!(out, "    id:       {}", item.id());
        }
        out.push('\n');
    }
    if let Some(changes) = &report.changes {
        let _ = writeln!(out, "Changes since the older guide:");
        for change in changes {
            let lines = change.new.map_or("removed".to_owned(), format_lines);
            let items = match change.covered_by.as_slice() {
                [] => "not covered by any item".to_owned(),
                items => format!("covered by {}", items.join("; ")),
            };
            let _ = writeln!(out, "  {lines}, {}: {items}\n    {}", change.what, change.words);
        }
        out.push('\n');
    }
    let _ = writeln!(out, "{}", summary(report));
    out
}

fn render_markdown(report: &Report) -> String {
    let mut out = format!("{}\n", summary(report));
    for list in LISTS {
        if items_on(report, list).next().is_none() {
            continue;
        }
        let _ = writeln!(out, "\n**{}**\n\n| item | guide | document | details |\n|---|---|---|---|", heading(list));
        for item in items_on(report, list) {
            let _ = writeln!(
                out,
                "| {} `{}`{} | {} | {} | {} |",
                item.label(),
                cell(&item.name),
                cell(&format_calls(item)),
                cell(&format_place(item.guide.as_ref())),
                cell(&format_place(item.document.as_ref())),
                cell(&item.message),
            );
        }
    }
    if !report.settled.is_empty() {
        let _ = writeln!(out, "\n<details><summary>Acknowledged</summary>\n\n| item | reason |\n|---|---|");
        for (item, reason) in &report.settled {
            let _ = writeln!(out, "| {} | {} |", cell(&item.id()), cell(reason));
        }
        out.push_str("\n</details>\n");
    }
    out
}

/// Returns a range of lines, as `line 7` or `lines 7-9`.
pub fn format_lines((first, last): (usize, usize)) -> String {
    if first == last { format!("line {first}") } else { format!("lines {first}-{last}") }
}

/// Returns the calls of an item, to follow its name.
fn format_calls(item: &Item) -> String {
    if item.calls.is_empty() { String::new() } else { format!(" of {}", item.calls.join(", ")) }
}
