//! From a document to the model.

mod calls;
mod circles;
mod headings;
mod schemas;
mod service;
mod source;
mod usage;

use serde_json::Value;

use crate::document::{Document, Finding, Findings, Node, Pointer};

use super::Model;
use source::Source;

/// What was read.
#[derive(Debug)]
pub struct Read {
    /// The model, without what has the wrong shape.
    pub model: Model,
    /// What has the wrong shape, and references that lead nowhere or in a circle.
    pub findings: Vec<Finding>,
}

impl Read {
    /// The model, if nothing was found.
    pub fn sound(self) -> Result<Model, Findings> {
        if self.findings.is_empty() { Ok(self.model) } else { Err(Findings(self.findings)) }
    }
}

/// Reads a document.
pub fn read(document: &Document) -> Read {
    let mut source = Source::new(document);
    let mut model = Model::default();
    let root = document.root();
    if source.is_mapping(&root) {
        version(&mut source, &root);
        external(&mut source, document);
        service::read(&mut source, &root, &mut model);
        model.schemas = schemas::components(&mut source, &root);
        circles::open(&mut source, &mut model.schemas);
        calls::read(&mut source, &root, &mut model);
        usage::mark(&mut model);
        headings::derive(&mut model);
    }
    Read { model, findings: source.findings() }
}

/// The one dialect that is read.
fn version<'a>(source: &mut Source<'a>, root: &Node<'a>) {
    if let Some(swagger) = root.member("swagger") {
        source.fault(&swagger.pointer, "OpenAPI 2.0 is not read; convert the document to 3.0");
        return;
    }
    let known = |node: &Node<'_>| node.value.as_str().is_some_and(|version| version.starts_with("3.0."));
    match root.member("openapi") {
        Some(node) if known(&node) => {}
        Some(node) => {
            let message =
                format!("{} is not read; only OpenAPI 3.0 is, whose schemas say some things otherwise", node.value);
            source.fault(&node.pointer, message);
        }
        None => source.fault(&root.pointer, "has no `openapi`, and is no OpenAPI document"),
    }
}

/// References out of the document, wherever they stand. What is an example refers to nothing.
fn external<'a>(source: &mut Source<'a>, document: &'a Document) {
    let example = |pointer: &Pointer| {
        pointer.keys().any(|key| ["example", "examples", "default", "enum"].contains(&key.as_str()))
    };
    document.visit_mappings(|pointer, mapping| {
        let outside = mapping.get("$ref").and_then(Value::as_str).filter(|target| !target.starts_with('#'));
        if let Some(target) = outside.filter(|_| !example(pointer)) {
            source.dangling(
                pointer,
                format!("leads to `{target}`, outside this document, which is not read; bring it in"),
            );
        }
    });
}

#[cfg(test)]
mod tests;
