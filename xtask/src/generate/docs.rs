//! Generates doc comments from the document's descriptions.

use std::fmt::Write as _;

use syn::visit_mut::VisitMut;
use syn::{Attribute, Expr, ExprLit, Lit, Meta, parse_quote};

use crate::model::{Call, Constraint, Model, Place, Property, Provenance, Schema};
use crate::names::{grouped, type_name, variant};

/// Returns the documentation of a component schema.
pub fn describe_schema(schema: &Schema) -> String {
    let mut text = schema.description.clone().unwrap_or_default();
    if let Some(provenance) = schema.provenance {
        let _ = write!(text, "\n\n{}", describe_provenance(provenance));
    }
    match (&schema.guide, &schema.since) {
        (Some(guide), Some(since)) => {
            let _ = write!(text, "\n\nGuide section: `{guide}`. Since version {since} of the guide.");
        }
        (_, Some(since)) => {
            let _ = write!(text, " Since version {since} of the guide.");
        }
        _ => {}
    }
    text
}

/// Returns the documentation of a member, with the limits that a request must observe and the codes of violations.
pub fn describe_property(model: &Model, property: &Property) -> String {
    let schema = &property.schema;
    let mut text = schema.description.clone().unwrap_or_default();
    if schema.usage.request {
        for limit in describe_limits(model, schema) {
            let _ = write!(text, " {limit}");
        }
    }
    if let Some(provenance) = schema.provenance {
        let _ = write!(text, " {}", describe_provenance(provenance));
    }
    if let Some(since) = &schema.since {
        let _ = write!(text, " Since version {since} of the guide.");
    }
    text
}

fn describe_limits(model: &Model, schema: &Schema) -> Vec<String> {
    let target = model.target(schema);
    let bound = |of: fn(&Schema) -> Option<u64>| of(schema).or_else(|| of(target));
    let max = bound(|schema| schema.constraints.max_length);
    let min = bound(|schema| schema.constraints.min_length);
    let mut limits = Vec::new();
    for code in &schema.codes {
        let name = code_link(&code.code);
        limits.push(match code.constraint {
            Constraint::Required => format!("Required ({name})."),
            Constraint::MaxLength => match bound(|schema| schema.constraints.max_decoded_bytes) {
                Some(bytes) => format!("At most {} bytes before encoding ({name}).", grouped(bytes).replace('_', ",")),
                None => format!("At most {} characters ({name}).", max.unwrap_or_default()),
            },
            Constraint::Length if min == max => format!("Exactly {} characters ({name}).", max.unwrap_or_default()),
            Constraint::Length => {
                let min = min.unwrap_or_default();
                match max {
                    Some(max) => format!("{min} to {max} characters ({name})."),
                    None => format!("At least {min} characters ({name})."),
                }
            }
            Constraint::Value => format!("One of the listed values ({name})."),
            Constraint::Pattern => {
                let extensions = &schema.constraints.file_extensions;
                format!("Must end in one of: {} ({name}).", extensions.join(", "))
            }
            Constraint::Format => format!("The service checks its format ({name})."),
        });
    }
    limits
}

fn describe_provenance(provenance: Provenance) -> &'static str {
    match provenance {
        Provenance::Observed => "The guide doesn't document this; it is known from public clients.",
        Provenance::Undocumented => "The guide doesn't document the shape, and no public client shows it.",
    }
}

fn code_link(code: &str) -> String {
    format!("[`{code}`](crate::codes::ErrorCode::{})", variant(code))
}

/// Returns the documentation of a call: what it does and returns, and its error codes and statuses.
pub fn describe_call(model: &Model, call: &Call) -> String {
    let mut text = format!("{}.\n\n{}", third_person(&call.summary), call.description);
    let _ = write!(text, "\n\n{}", describe_response(model, call));
    if let Some(provenance) = call.provenance {
        let _ = write!(text, " {}", describe_provenance(provenance));
    }
    let optional: Vec<_> = call
        .parameters_in(Place::Query)
        .filter(|parameter| !parameter.required)
        .map(|parameter| format!("`{}`", crate::names::argument(parameter)))
        .collect();
    if !optional.is_empty() {
        let _ = write!(text, " Optional arguments: {}.", optional.join(", "));
    }
    let codes: Vec<_> = model
        .codes_of(&call.id)
        .map(|code| {
            let inferred = if code.inferred.contains(&call.id) { " (inferred)" } else { "" };
            format!("{}{inferred}", code_link(&code.name))
        })
        .collect();
    if !codes.is_empty() {
        let _ = write!(text, "\n\nError codes: {}.", codes.join(", "));
    }
    let statuses: Vec<_> = call.responses.iter().map(|response| response.status.as_str()).collect();
    let _ = write!(text, "\n\nDeclared statuses: {}.", statuses.join(", "));
    let section = call.guide_section.as_ref().map(|section| format!(" ({section})")).unwrap_or_default();
    let _ = write!(
        text,
        "\n\nGuide section: `{}`{section}. Since version {} of the guide; sent with API version {}.",
        call.guide, call.since, call.api_version
    );
    text
}

/// Returns a sentence that states what a call returns.
pub fn describe_response(model: &Model, call: &Call) -> String {
    let nothing = || "Returns nothing.".to_owned();
    let Some(media) = call.success().and_then(|response| response.json()) else { return nothing() };
    let Some(schema) = &media.schema else { return nothing() };
    if let Some(id) = &schema.id {
        return format!("Returns the [`{id}`](crate::ids::{id}).");
    }
    let target = model.target(schema);
    let (list, record) = match &target.items {
        Some(items) => (true, items.as_ref()),
        None => (false, schema),
    };
    let name = record.reference.as_deref().and_then(|name| model.component(name)).map(type_name);
    match (name, list) {
        (Some(name), true) => format!("Returns a list of [`{name}`](crate::types::{name})."),
        (Some(name), false) => format!("Returns the [`{name}`](crate::types::{name}), or `None` if there is no data."),
        (None, true) => "Returns a list.".to_owned(),
        (None, false) => "Returns a value, or `None` if there is no data.".to_owned(),
    }
}

/// Turns a summary in the imperative, such as `Add or change a number`, into the third person, without a full stop.
pub fn third_person(summary: &str) -> String {
    let mut words: Vec<String> = summary.trim_end_matches('.').split(' ').map(str::to_owned).collect();
    let has_two_verbs = words.get(1).is_some_and(|word| word == "or");
    for (index, word) in words.iter_mut().enumerate() {
        if index == 0 || (index == 2 && has_two_verbs) {
            let takes_es = ["s", "x", "z", "ch", "sh", "o"].iter().any(|end| word.ends_with(end));
            word.push_str(if takes_es { "es" } else { "s" });
        }
    }
    words.join(" ")
}

/// Returns a text as doc comment lines, indented and wrapped.
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

/// Wraps a paragraph into lines of at most `width` characters. A longer word gets its own line; an empty paragraph
/// becomes one empty line.
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

/// Rewrites every doc comment in a file as wrapped `///` lines in place of progenitor's long blocks.
pub fn wrap_comments(file: &mut syn::File) {
    WrapComments.visit_file_mut(file);
}

struct WrapComments;

impl VisitMut for WrapComments {
    fn visit_attributes_mut(&mut self, attributes: &mut Vec<Attribute>) {
        let mut wrapped = Vec::with_capacity(attributes.len());
        for attribute in attributes.drain(..) {
            match doc_text(&attribute) {
                Some(text) => wrapped.extend(wrap_text(&text).iter().map(|line| -> Attribute {
                    let line = if line.is_empty() { String::new() } else { format!(" {line}") };
                    parse_quote!(#[doc = #line])
                })),
                None => wrapped.push(attribute),
            }
        }
        *attributes = wrapped;
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

fn wrap_text(text: &str) -> Vec<String> {
    // An empty text becomes an empty line, because progenitor writes each line as a separate comment.
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
        wrap_comments(&mut file);
        let text = prettyplease::unparse(&file);
        assert!(text.lines().count() > 2, "{text}");
        assert!(text.lines().all(|line| line.len() < 110), "{text}");
        assert!(text.starts_with("/// word"), "{text}");
    }

    #[test]
    fn summaries_are_put_into_the_third_person() {
        for (summary, expected) in [
            ("List employees.", "Lists employees"),
            ("Add or change a number", "Adds or changes a number"),
            ("Fetch it", "Fetches it"),
            ("Do it", "Does it"),
        ] {
            assert_eq!(third_person(summary), expected);
        }
    }

    #[test]
    fn comments_are_wrapped_and_keep_paragraphs() {
        let text = format!("{} end\n\nSecond.", "word ".repeat(30).trim());
        let doc = comment(&text, 4);
        assert!(doc.lines().all(|line| line.len() <= 120 && line.starts_with("    ///")), "{doc}");
        assert!(doc.contains("    ///\n    /// Second.\n"), "{doc}");
    }
}
