//! A report as text, as Markdown and as JSON.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::figures::Figures;
use super::items::{Item, List};
use super::since::{self, Hunk};
use crate::contract::Place;
use crate::report::{Format, cell};

/// Everything that a report tells.
pub struct Report {
    /// The guide's version.
    pub version: Option<String>,
    /// What is open.
    pub open: Vec<Item>,
    /// How many are acknowledged.
    pub acknowledged: usize,
    /// Those of them that are to be told, with the reason.
    pub settled: Vec<(Item, String)>,
    /// How much of the prose is where.
    pub figures: Figures,
    /// What changed since an older guide, if there is one.
    pub changes: Option<Vec<Hunk>>,
}

/// The report in a format, with its last line ended.
pub fn render(report: &Report, format: Format) -> String {
    match format {
        Format::Text => text(report),
        Format::Markdown => markdown(report),
        Format::Json => format!("{:#}\n", to_json(report)),
    }
}

fn on(report: &Report, list: List) -> impl Iterator<Item = &Item> {
    report.open.iter().filter(move |item| item.list == list)
}

fn to_json(report: &Report) -> Value {
    let list = |list| on(report, list).map(item_to_json).collect::<Vec<_>>();
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
        "guide_says": item.says,
        "document_says": item.holds,
        "until": item.until,
        "id": item.id(),
    })
}

fn told(place: Option<&Place>) -> String {
    place.map_or_else(
        || "nowhere".to_owned(),
        |place| {
            let line = place.line.map(|line| format!(", line {line}")).unwrap_or_default();
            format!("{}{line}", place.location)
        },
    )
}

fn heading(list: List) -> &'static str {
    match list {
        List::MissingInDocument => "In the guide, missing in the document",
        List::MissingInGuide => "In the document, missing in the guide",
        List::Differs => "In both, and different",
    }
}

const LISTS: [List; 3] = [List::MissingInDocument, List::MissingInGuide, List::Differs];

fn summary(report: &Report) -> String {
    let version = report.version.as_deref().unwrap_or("of unknown version");
    let open = report.open.len();
    format!("Guide {version}: {open} open, {} acknowledged.\n{}", report.acknowledged, report.figures.line())
}

fn text(report: &Report) -> String {
    let mut out = String::new();
    for list in LISTS {
        if on(report, list).next().is_none() {
            continue;
        }
        let _ = writeln!(out, "{}:", heading(list));
        for item in on(report, list) {
            let _ = writeln!(out, "  {} `{}`{}: {}", item.label(), item.name, calls(item), item.message);
            let _ = writeln!(out, "    guide:    {}", told(item.guide.as_ref()));
            let _ = writeln!(out, "    document: {}", told(item.document.as_ref()));
            let _ = writeln!(out, "    id:       {}", item.id());
        }
        out.push('\n');
    }
    if let Some(changes) = &report.changes {
        let _ = writeln!(out, "Changed since the older guide:");
        for change in changes {
            let lines = change.new.map_or("gone".to_owned(), |(first, last)| format!("lines {first}-{last}"));
            let told = if change.told_by.is_empty() { "unread".to_owned() } else { change.told_by.join("; ") };
            let _ = writeln!(out, "  {lines}, {}: {told}\n    {}", change.what, change.words);
        }
        out.push('\n');
    }
    let _ = writeln!(out, "{}", summary(report));
    out
}

fn markdown(report: &Report) -> String {
    let mut out = format!("{}\n", summary(report));
    for list in LISTS {
        if on(report, list).next().is_none() {
            continue;
        }
        let _ = writeln!(out, "\n**{}**\n\n| what | guide | document | meaning |\n|---|---|---|---|", heading(list));
        for item in on(report, list) {
            let _ = writeln!(
                out,
                "| {} `{}`{} | {} | {} | {} |",
                item.label(),
                cell(&item.name),
                cell(&calls(item)),
                cell(&told(item.guide.as_ref())),
                cell(&told(item.document.as_ref())),
                cell(&item.message),
            );
        }
    }
    if !report.settled.is_empty() {
        let _ = writeln!(out, "\n<details><summary>Acknowledged</summary>\n\n| what | why |\n|---|---|");
        for (item, reason) in &report.settled {
            let _ = writeln!(out, "| {} | {} |", cell(&item.id()), cell(reason));
        }
        out.push_str("\n</details>\n");
    }
    out
}

/// The calls of an item, behind its name.
fn calls(item: &Item) -> String {
    if item.calls.is_empty() { String::new() } else { format!(" of {}", item.calls.join(", ")) }
}
