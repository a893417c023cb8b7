//! The report as text, Markdown or JSON.

use serde_json::json;

use super::comment;
use super::judged::Report;
use super::plain_text::{locate, render_text};
use crate::report::Format;

/// Renders the report. The result ends with a newline.
pub fn render(report: &Report<'_>, format: Format) -> String {
    match format {
        Format::Text => render_text(report),
        Format::Markdown => comment::markdown(report),
        Format::Json => format!("{:#}\n", to_json(report)),
    }
}

fn to_json(report: &Report<'_>) -> serde_json::Value {
    let changes: Vec<_> = report
        .changes
        .iter()
        .map(|change| {
            let (from, to) = change.group.first.values();
            json!({
                "kind": change.group.kind().to_string(),
                "name": change.group.name(),
                "where": locate(change).0,
                "wire": change.judgement.wire.to_string(),
                "rust": change.judgement.rust.to_string(),
                "message": change.judgement.message,
                "change": change.change(),
                "from": from,
                "to": to,
                "line": locate(change).1,
                "calls": change.group.calls,
                "guide": change.row,
                "acknowledged": change.reason,
            })
        })
        .collect();
    json!({
        "changes": changes,
        "semver": report.step.to_string(),
        "version": report.next,
        "carried": report.carried,
        "objections": report.objections,
    })
}
