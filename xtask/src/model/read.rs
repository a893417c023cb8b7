//! Reads the model from a document.

mod calls;
mod circles;
mod headings;
mod schemas;
mod service;
mod typed_reader;
mod usage;

use serde_json::Value;

use crate::document::{Document, Finding, Findings, Node, Pointer};

use super::Model;
use typed_reader::TypedReader;

/// A model, and the findings from reading it.
#[derive(Debug)]
pub struct Read {
    /// The model, without values of the wrong shape.
    pub model: Model,
    /// Values of the wrong shape, and dangling or circular references.
    pub findings: Vec<Finding>,
}

impl Read {
    /// Returns the model, or the findings if there are any.
    pub fn sound(self) -> Result<Model, Findings> {
        if self.findings.is_empty() { Ok(self.model) } else { Err(Findings(self.findings)) }
    }
}

/// Reads a document.
pub fn read(document: &Document) -> Read {
    let mut reader = TypedReader::new(document);
    let mut model = Model::default();
    let root = document.root();
    if reader.is_mapping(&root) {
        check_version(&mut reader, &root);
        check_external_references(&mut reader, document);
        service::read(&mut reader, &root, &mut model);
        model.schemas = schemas::read_components(&mut reader, &root);
        circles::remove_circles(&mut reader, &mut model.schemas);
        calls::read(&mut reader, &root, &mut model);
        usage::mark(&mut model);
        headings::derive(&mut model);
    }
    Read { model, findings: reader.findings() }
}

/// Checks that the document is OpenAPI 3.0.
fn check_version<'a>(reader: &mut TypedReader<'a>, root: &Node<'a>) {
    if let Some(swagger) = root.member("swagger") {
        reader.report(&swagger.pointer, "OpenAPI 2.0 is not supported; convert the document to 3.0");
        return;
    }
    let known = |node: &Node<'_>| node.value.as_str().is_some_and(|version| version.starts_with("3.0."));
    match root.member("openapi") {
        Some(node) if known(&node) => {}
        Some(node) => {
            let message =
                format!("OpenAPI {} is not supported; convert the document to 3.0, whose schemas differ", node.value);
            reader.report(&node.pointer, message);
        }
        None => reader.report(&root.pointer, "`openapi` is missing; this is not an OpenAPI document"),
    }
}

/// Reports references to other files, wherever they occur. In examples, `$ref` is plain data.
fn check_external_references<'a>(reader: &mut TypedReader<'a>, document: &'a Document) {
    let example = |pointer: &Pointer| {
        pointer.keys().any(|key| ["example", "examples", "default", "enum"].contains(&key.as_str()))
    };
    document.visit_mappings(|pointer, mapping| {
        let outside = mapping.get("$ref").and_then(Value::as_str).filter(|target| !target.starts_with('#'));
        if let Some(target) = outside.filter(|_| !example(pointer)) {
            reader.report_reference(
                pointer,
                format!("refers to `{target}` outside this document, which is not supported; include it here"),
            );
        }
    });
}

#[cfg(test)]
mod tests;
