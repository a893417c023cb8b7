//! The examples of the document, each with the schema that it illustrates.

use crate::document::{Document, Pointer};

use super::context::{Operation, Part, Schema};

/// An example.
#[derive(Debug)]
pub struct Example<'a> {
    /// The value.
    pub value: Part<'a>,
    /// The schema.
    pub schema: Part<'a>,
}

/// Reads every example. One that several places refer to is there once for each schema.
pub fn collect<'a>(document: &'a Document, operations: &[Operation<'a>], schemas: &[Schema<'a>]) -> Vec<Example<'a>> {
    let mut found: Vec<Example<'a>> = Vec::new();
    let mut add = |value: Part<'a>, schema: &Part<'a>| {
        let known =
            |other: &Example<'a>| other.value.pointer == value.pointer && other.schema.pointer == schema.pointer;
        if !found.iter().any(known) {
            found.push(Example { value, schema: schema.clone() });
        }
    };
    for operation in operations {
        let responses = operation.responses.iter().map(|(_, response)| response);
        let headers = responses.clone().filter_map(|response| response.member("headers"));
        let media = operation.body.iter().chain(responses).flat_map(Part::media).map(|(_, media)| media);
        let holders = media.chain(headers.flat_map(|headers| headers.members()).map(|(_, header)| header));
        for holder in operation.parameters.iter().cloned().chain(holders) {
            let Some(schema) = holder.member("schema") else { continue };
            // The place of the schema itself differs from use to use; what it refers to doesn't.
            let schema = schema.resolve(&document.value).unwrap_or(schema);
            for value in values(document, &holder) {
                add(value, &schema);
            }
        }
    }
    for schema in schemas {
        for key in ["example", "default"] {
            if let Some(value) = schema.part.member(key) {
                add(value, &schema.part);
            }
        }
    }
    found
}

/// The examples of a parameter, header or media type.
pub fn values<'a>(document: &'a Document, holder: &Part<'a>) -> Vec<Part<'a>> {
    let several = holder.member("examples").into_iter().flat_map(|examples| examples.members());
    let several = several.filter_map(|(_, example)| example.resolve(&document.value)?.member("value"));
    holder.member("example").into_iter().chain(several).collect()
}

/// Calls `visit` with every scalar inside an example, with the name of the member that holds it.
pub fn each_scalar<'a>(value: &Part<'a>, name: &'a str, visit: &mut impl FnMut(&'a str, &'a str, &Pointer)) {
    if let Some(text) = value.value.as_str() {
        visit(name, text, &value.pointer);
    }
    for (name, member) in value.members() {
        each_scalar(&member, name, visit);
    }
    for item in value.items() {
        each_scalar(&item, name, visit);
    }
}
