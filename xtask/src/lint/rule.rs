//! The types of a rule, its subject and its report.

use serde_json::{Map, Value};

use super::examples::{self, Illustration};
use crate::document::{Document, Finding, Node, Pointer};
use crate::model::{Model, Placed, Read};

/// A rule of the project.
pub struct Rule {
    /// The name of the rule in findings.
    pub id: &'static str,
    /// What the rule requires, in one line.
    pub about: &'static str,
    /// Reports violations.
    pub check: fn(&Subject<'_>, &mut Report<'_>),
    /// Faults that the rule must find.
    #[cfg(test)]
    pub faults: &'static [super::fault::Fault],
}

impl Rule {
    /// Returns the findings of this rule.
    pub fn apply(&self, subject: &Subject<'_>) -> Vec<Finding> {
        let mut report = Report { document: subject.document, rule: self.id, findings: Vec::new() };
        (self.check)(subject, &mut report);
        report.findings
    }
}

/// The document as the rules see it. It is read once for all of them.
pub struct Subject<'a> {
    /// The text and its values, including keys that the model does not contain.
    pub document: &'a Document,
    /// The document as the generator reads it.
    pub model: &'a Model,
    /// Every schema, at each place where it occurs.
    pub schemas: Vec<Placed<'a>>,
    /// Every example, once for each schema that it illustrates.
    pub examples: Vec<Illustration<'a>>,
    /// Every mapping of the document, except inside examples.
    pub mappings: Vec<(Pointer, &'a Map<String, Value>)>,
    /// Findings of the reader: values that have the wrong shape and are missing from the model.
    pub misshapen: &'a [Finding],
}

impl<'a> Subject<'a> {
    /// Prepares a document for the rules.
    pub fn new(document: &'a Document, read: &'a Read) -> Self {
        let schemas = read.model.schema_places();
        let contents = Pointer::of(&["components", "examples"]).to_string() + "/";
        let mut mappings = Vec::new();
        document.visit_mappings(|pointer, mapping| {
            if !pointer.to_string().starts_with(&contents) {
                mappings.push((pointer.clone(), mapping));
            }
        });
        Self {
            document,
            model: &read.model,
            examples: examples::collect(&read.model, &schemas),
            schemas,
            mappings,
            misshapen: &read.findings,
        }
    }

    /// Returns the value at a place, whether the model contains it or not.
    pub fn node(&self, pointer: &Pointer) -> Option<Node<'a>> {
        Some(Node { pointer: pointer.clone(), value: pointer.get(&self.document.value)? })
    }

    /// Returns the keys at a place, whether the model contains them or not.
    pub fn keys(&self, pointer: &Pointer) -> impl Iterator<Item = &'a str> + use<'a> {
        self.node(pointer).into_iter().flat_map(|node| node.members()).map(|(key, _)| key)
    }
}

/// The findings of one rule.
pub struct Report<'a> {
    document: &'a Document,
    rule: &'static str,
    findings: Vec<Finding>,
}

impl Report<'_> {
    /// Adds a finding once. Shared parts of the document are visited once for each use.
    pub fn add(&mut self, pointer: &Pointer, message: impl Into<String>) {
        self.add_finding(self.document.finding(pointer, self.rule, message));
    }

    /// Adds the findings of the reader that belong to this rule.
    pub fn add_misshapen(&mut self, subject: &Subject<'_>) {
        let rule = self.rule;
        for finding in subject.misshapen.iter().filter(|finding| finding.rule == rule) {
            self.add_finding(finding.clone());
        }
    }

    fn add_finding(&mut self, finding: Finding) {
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }
}
