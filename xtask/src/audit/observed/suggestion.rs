//! Suggests YAML to paste into the document: everything but the meaning, which only people know.

use std::fmt::Write as _;

use super::item::Item;
use crate::model::{Literal, Model};

/// Returns the YAML for an item, or an empty string if there is nothing to paste.
pub fn yaml(item: &Item, model: &Model) -> String {
    let seen =
        format!("# observed {} of {} times as of guide {}", item.counted.count, item.counted.of, model.guide_version);
    let member = item.pointer.keys().last().unwrap_or_default();
    match item.kind.as_str() {
        "unknown_member" if item.pointer.to_string().contains("/properties/") => {
            let mut out = format!("{member}: {seen}\n");
            out.push_str(&type_lines(item));
            let _ = write!(
                out,
                "  description: What it means, in your own words.\n  \
                 x-personal: true # unless it is not about a person\n  \
                 x-provenance: observed\n"
            );
            out
        }
        "null" => format!("nullable: true {seen}\n"),
        "type" => type_lines(item).lines().fold(String::new(), |out, line| {
            let comment = if out.is_empty() { format!(" {seen}") } else { String::new() };
            out + line.trim_start() + &comment + "\n"
        }),
        "unlisted_value" | "other_value" => enum_lines(item, model, &seen),
        "repeated_member" => format!("x-repeated-keys: first {seen}\n"),
        "status" => item.counted.seen.keys().fold(String::new(), |mut out, status| {
            let _ = write!(out, "'{status}': {seen}\n  description: When it occurs, in your own words.\n");
            out
        }),
        "media_type" => {
            item.counted.seen.keys().filter(|kind| kind.contains('/')).fold(String::new(), |mut out, kind| {
                let _ = write!(out, "{kind}: {seen}\n  schema: {{}} # like that of application/json\n");
                out
            })
        }
        _ => String::new(),
    }
}

/// Returns the lines for the type and the format seen most often.
fn type_lines(item: &Item) -> String {
    let seen = &item.counted.seen;
    let most = seen.iter().filter(|(what, _)| *what != "null").max_by_key(|(_, count)| **count);
    let (kind, format) = match most.map(|(what, _)| what.as_str()) {
        None | Some("string" | "number in a string" | "empty") => ("string", None),
        Some("uuid" | "uuid in braces" | "uuid without hyphens") => ("string", Some("uuid")),
        Some("date") => ("string", Some("date")),
        Some(text) if text.starts_with("date-time-local") => ("string", Some("date-time-local")),
        Some(text) if text.starts_with("date-time") => ("string", Some("date-time")),
        Some("integer") => ("integer", Some("int64")),
        Some("number") => ("number", Some("decimal")),
        Some("boolean") => ("boolean", None),
        Some("array") => return "  type: array\n  items: {} # type of the items?\n".to_owned(),
        Some("object") => {
            return "  type: object\n  nullable: true\n  additionalProperties: true # until its members are known\n"
                .to_owned();
        }
        Some(_) => ("string", None),
    };
    let mut out = format!("  type: {kind}\n");
    if let Some(format) = format {
        let _ = writeln!(out, "  format: {format}");
    }
    out.push_str("  nullable: true\n");
    out
}

/// Returns the lines for new enum values, with placeholders for their names and meanings.
fn enum_lines(item: &Item, model: &Model, seen: &str) -> String {
    if item.counted.values.is_empty() {
        return String::new();
    }
    let places = model.schema_places();
    let schema = places.iter().map(|place| place.schema).find(|schema| schema.pointer == item.pointer);
    let listed = schema.and_then(|schema| model.view(schema).enumeration());
    let is_number = listed.is_some_and(|listed| matches!(listed.values.first(), Some(Literal::Integer(_))));
    let known = |value: &str| listed.is_some_and(|listed| listed.values.iter().any(|known| known.to_string() == value));
    let new: Vec<_> = item.counted.values.keys().filter(|value| !known(value)).collect();
    let mut out = format!("x-extensible-enum: {seen}\n");
    for value in &new {
        let _ = if is_number { writeln!(out, "  - {value}") } else { writeln!(out, "  - {value:?}") };
    }
    let mut add_list = |key: &str, text: &str| {
        let _ = writeln!(out, "{key}:");
        for value in &new {
            let _ = writeln!(out, "  - {text} # for {value}");
        }
    };
    add_list("x-enum-varnames", "Name");
    add_list("x-enum-descriptions", "What it means.");
    out
}
