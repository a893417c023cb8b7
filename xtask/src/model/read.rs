//! From a document to the model.

mod calls;
mod circles;
mod headings;
mod schemas;
mod service;
mod source;
mod usage;

use crate::document::{Document, Finding, Findings};

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
        service::read(&mut source, &root, &mut model);
        model.schemas = schemas::components(&mut source, &root);
        circles::open(&mut source, &mut model.schemas);
        calls::read(&mut source, &root, &mut model);
        usage::mark(&mut model);
        headings::derive(&mut model);
    }
    Read { model, findings: source.findings() }
}

#[cfg(test)]
mod tests;
