//! The document as the rules see it: read once, so that many rules stay fast.

mod operation;
mod reach;
mod schema;

use serde_json::{Map, Value};

use crate::document::{Document, Pointer};

use super::examples::{Example, collect};
pub use operation::{METHODS, Operation, Part, object};
use reach::Reached;
pub use schema::Schema;

/// The document and what the rules ask about it again and again.
pub struct Context<'a> {
    /// The document.
    pub document: &'a Document,
    /// Every call, in the order of the text.
    pub operations: Vec<Operation<'a>>,
    /// Every place where a schema stands.
    pub schemas: Vec<Schema<'a>>,
    /// Every example, once for each schema that it illustrates.
    pub examples: Vec<Example<'a>>,
    /// Every mapping of the document, without the contents of examples.
    pub mappings: Vec<(Pointer, &'a Map<String, Value>)>,
}

impl<'a> Context<'a> {
    /// Reads a document.
    pub fn new(document: &'a Document) -> Self {
        let operations = operation::collect(document);
        let reached = Reached::new(document, &operations);
        let schemas = schema::collect(document, &operations, &reached);
        let examples = collect(document, &operations, &schemas);
        let mut mappings = Vec::new();
        let contents = Pointer::of(&["components", "examples"]).to_string() + "/";
        document.visit_mappings(|pointer, mapping| {
            if !pointer.to_string().starts_with(&contents) {
                mappings.push((pointer.clone(), mapping));
            }
        });
        Self { document, operations, schemas, examples, mappings }
    }

    /// The document's content.
    pub fn root(&self) -> &'a Value {
        &self.document.value
    }

    /// Follows a `$ref`, if there is one.
    pub fn resolve(&self, part: &Part<'a>) -> Option<Part<'a>> {
        part.resolve(self.root())
    }

    /// The shape behind a property: what it or the only part of its `allOf` refers to.
    pub fn target(&self, property: &Part<'a>) -> Option<Part<'a>> {
        let part = match property.value["allOf"].as_array().map(Vec::as_slice) {
            Some([only]) => Part { pointer: property.pointer.child("allOf").child("0"), value: only },
            _ => property.clone(),
        };
        self.resolve(&part)
    }

    /// The registry of error codes.
    pub fn codes(&self) -> impl Iterator<Item = (&'a String, &'a Value)> {
        object(&self.root()["x-error-codes"])
    }
}
