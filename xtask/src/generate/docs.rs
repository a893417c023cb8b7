//! Doc comments: what the document says of a thing, in the words that a reader of the library looks for.

use std::fmt::Write as _;

use syn::visit_mut::VisitMut;
use syn::{Attribute, Expr, ExprLit, Lit, Meta, parse_quote};

use crate::model::{Call, Constraint, Model, Place, Property, Provenance, Schema};
use crate::names::{grouped, type_name, variant};

/// The text of a component schema.
pub fn of_schema(schema: &Schema) -> String {
    let mut text = schema.description.clone().unwrap_or_default();
    if let Some(provenance) = schema.provenance {
        let _ = write!(text, "\n\n{}", provenance_text(provenance));
    }
    match (&schema.guide, &schema.since) {
        (Some(guide), Some(since)) => {
            let _ = write!(text, "\n\nGuide: `{guide}`; since guide {since}.");
        }
        (_, Some(since)) => {
            let _ = write!(text, " Since guide {since}.");
        }
        _ => {}
    }
    text
}

/// The text of a member, with the limits that a request must keep and the codes that break them.
pub fn of_property(model: &Model, property: &Property) -> String {
    let schema = &property.schema;
    let mut text = schema.description.clone().unwrap_or_default();
    if schema.usage.request {
        for limit in limits(model, schema) {
            let _ = write!(text, " {limit}");
        }
    }
    if let Some(provenance) = schema.provenance {
        let _ = write!(text, " {}", provenance_text(provenance));
    }
    if let Some(since) = &schema.since {
        let _ = write!(text, " Since guide {since}.");
    }
    text
}

fn limits(model: &Model, schema: &Schema) -> Vec<String> {
    let target = model.target(schema);
    let bound = |of: fn(&Schema) -> Option<u64>| of(schema).or_else(|| of(target));
    let most = bound(|schema| schema.constraints.max_length);
    let least = bound(|schema| schema.constraints.min_length);
    let mut limits = Vec::new();
    for code in &schema.codes {
        let name = code_link(&code.code);
        limits.push(match code.constraint {
            Constraint::Required => format!("Required ({name})."),
            Constraint::MaxLength => match bound(|schema| schema.constraints.max_decoded_bytes) {
                Some(bytes) => format!("At most {} bytes before encoding ({name}).", grouped(bytes).replace('_', ",")),
                None => format!("At most {} characters ({name}).", most.unwrap_or_default()),
            },
            Constraint::Length if least == most => format!("Exactly {} characters ({name}).", most.unwrap_or_default()),
            Constraint::Length => format!(
                "{} to {} characters ({name}).",
                least.unwrap_or_default(),
                most.map_or_else(|| "any number of".to_owned(), |most| most.to_string())
            ),
            Constraint::Value => format!("One of the named values ({name})."),
            Constraint::Pattern => {
                let extensions = &schema.constraints.file_extensions;
                format!("Ends in one of: {} ({name}).", extensions.join(", "))
            }
            Constraint::Format => format!("The service checks its form ({name})."),
        });
    }
    limits
}

fn provenance_text(provenance: Provenance) -> &'static str {
    match provenance {
        Provenance::Observed => "The guide leaves this out; public clients show it.",
        Provenance::Undocumented => "The guide leaves its shape out, and no public client shows it.",
    }
}

fn code_link(code: &str) -> String {
    format!("[`{code}`](crate::codes::ErrorCode::{})", variant(code))
}

/// What a call does, answers, and may be refused with.
pub fn of_call(model: &Model, call: &Call) -> String {
    let mut text = format!("{}.\n\n{}", call.summary.trim_end_matches('.'), call.description);
    let _ = write!(text, "\n\n{}", answer(model, call));
    let optional: Vec<_> = call
        .parameters_in(Place::Query)
        .filter(|parameter| !parameter.required)
        .map(|parameter| format!("`{}`", crate::names::argument(parameter)))
        .collect();
    if !optional.is_empty() {
        let _ = write!(text, " Optional: {}.", optional.join(", "));
    }
    let codes: Vec<_> = model
        .codes_of(&call.id)
        .map(|code| {
            let inferred = if code.inferred.contains(&call.id) { " (inferred)" } else { "" };
            format!("{}{inferred}", code_link(&code.name))
        })
        .collect();
    if !codes.is_empty() {
        let _ = write!(text, "\n\nRefusals: {}.", codes.join(", "));
    }
    let statuses: Vec<_> = call.responses.iter().map(|response| response.status.as_str()).collect();
    let _ = write!(text, "\n\nStatuses: {}.", statuses.join(", "));
    if let Some(provenance) = call.provenance {
        let _ = write!(text, " {}", provenance_text(provenance));
    }
    let section = call.guide_section.as_ref().map(|section| format!(", {section}")).unwrap_or_default();
    let _ = write!(
        text,
        "\n\nGuide: `{}`{section}; since guide {}. Sent as API version {}.",
        call.guide, call.since, call.api_version
    );
    text
}

/// What a call answers, in a sentence.
pub fn answer(model: &Model, call: &Call) -> String {
    let Some(media) = call.answer().and_then(|answer| answer.json()) else { return "Answers nothing.".to_owned() };
    let Some(schema) = &media.schema else { return "Answers nothing.".to_owned() };
    if let Some(id) = &schema.id {
        return format!("Answers the [`{id}`](crate::ids::{id}).");
    }
    let target = model.target(schema);
    let (list, record) = match &target.items {
        Some(items) => (true, items.as_ref()),
        None => (false, schema),
    };
    let name = record.reference.as_deref().and_then(|name| model.component(name)).map(type_name);
    match (name, list) {
        (Some(name), true) => format!("Answers a list of [`{name}`](crate::types::{name})."),
        (Some(name), false) => format!("Answers one [`{name}`](crate::types::{name}), or none."),
        (None, true) => "Answers a list.".to_owned(),
        (None, false) => "Answers one value, or none.".to_owned(),
    }
}

/// A text as doc comment lines at an indentation, wrapped for reading.
pub fn comment(text: &str, indentation: usize) -> String {
    let margin = " ".repeat(indentation);
    let lines = text.split('\n').flat_map(|paragraph| wrap(paragraph, 116_usize.saturating_sub(indentation)));
    lines.fold(String::new(), |mut doc, line| {
        let space = if line.is_empty() { "" } else { " " };
        // Writing to a string cannot fail.
        let _ = writeln!(doc, "{margin}///{space}{line}");
        doc
    })
}

/// A paragraph in lines of at most `width` characters, where its words allow it. An empty one is one empty line.
pub fn wrap(paragraph: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in paragraph.split_whitespace() {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
    lines
}

/// Rewrites every doc comment of a file: `///` lines, wrapped, in place of the generator's long blocks.
pub fn tidy(file: &mut syn::File) {
    Tidy.visit_file_mut(file);
}

struct Tidy;

impl VisitMut for Tidy {
    fn visit_attributes_mut(&mut self, attributes: &mut Vec<Attribute>) {
        let mut tidied = Vec::with_capacity(attributes.len());
        for attribute in attributes.drain(..) {
            match doc_text(&attribute) {
                Some(text) => tidied.extend(lines(&text).iter().map(|line| -> Attribute {
                    let line = if line.is_empty() { String::new() } else { format!(" {line}") };
                    parse_quote!(#[doc = #line])
                })),
                None => tidied.push(attribute),
            }
        }
        *attributes = tidied;
    }
}

fn doc_text(attribute: &Attribute) -> Option<String> {
    match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

fn lines(text: &str) -> Vec<String> {
    // An empty text is one empty line: the generator writes each line as a comment of its own.
    let text = text.trim();
    if text.is_empty() {
        return vec![String::new()];
    }
    text.lines().flat_map(|paragraph| wrap(paragraph.trim(), 105)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_become_short_lines() {
        let long = "word ".repeat(40);
        let mut file = syn::parse_file(&format!("#[doc = {long:?}] struct A;")).unwrap();
        tidy(&mut file);
        let text = prettyplease::unparse(&file);
        assert!(text.lines().count() > 2, "{text}");
        assert!(text.lines().all(|line| line.len() < 110), "{text}");
        assert!(text.starts_with("/// word"), "{text}");
    }

    #[test]
    fn comments_are_wrapped_and_keep_paragraphs() {
        let text = format!("{} end\n\nSecond.", "word ".repeat(30).trim());
        let doc = comment(&text, 4);
        assert!(doc.lines().all(|line| line.len() <= 120 && line.starts_with("    ///")), "{doc}");
        assert!(doc.contains("    ///\n    /// Second.\n"), "{doc}");
    }
}
