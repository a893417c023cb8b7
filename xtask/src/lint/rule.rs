//! What a rule is, what it looks at, and where it reports.

use serde_json::{Map, Value};

use super::examples::{self, Illustration};
use crate::document::{Document, Finding, Node, Pointer};
use crate::model::{Model, Placed, Read};

/// A rule of the project.
pub struct Rule {
    /// Name of the rule, as findings show it.
    pub id: &'static str,
    /// What it asks for, in one line.
    pub about: &'static str,
    /// Looks for violations.
    pub check: fn(&Subject<'_>, &mut Report<'_>),
    /// Changes of the committed document that it must find.
    #[cfg(test)]
    pub faults: &'static [super::fault::Fault],
}

impl Rule {
    /// Its findings.
    pub fn apply(&self, subject: &Subject<'_>) -> Vec<Finding> {
        let mut report = Report { document: subject.document, rule: self.id, findings: Vec::new() };
        (self.check)(subject, &mut report);
        report.findings
    }
}

/// The document as the rules see it: read once, so that many rules stay fast.
pub struct Subject<'a> {
    /// The text, and what no tool knows by name.
    pub document: &'a Document,
    /// What the document says.
    pub model: &'a Model,
    /// Every place where a schema stands.
    pub schemas: Vec<Placed<'a>>,
    /// Every example, once for each schema that it illustrates.
    pub examples: Vec<Illustration<'a>>,
    /// Every mapping of the document, without the contents of examples.
    pub mappings: Vec<(Pointer, &'a Map<String, Value>)>,
    /// What has the wrong shape and is no part of the model.
    pub misshapen: &'a [Finding],
}

impl<'a> Subject<'a> {
    /// A document that was read.
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

    /// What the document has at a place, known or not.
    pub fn node(&self, pointer: &Pointer) -> Option<Node<'a>> {
        Some(Node { pointer: pointer.clone(), value: pointer.get(&self.document.value)? })
    }

    /// The names of what a place has, known or not.
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
    /// Adds a finding, unless it is known: shared parts of the document are visited once for each use.
    pub fn add(&mut self, pointer: &Pointer, message: impl Into<String>) {
        self.keep(self.document.finding(pointer, self.rule, message));
    }

    /// Adds what the reader found for this rule.
    pub fn keep_misshapen(&mut self, subject: &Subject<'_>) {
        let rule = self.rule;
        for finding in subject.misshapen.iter().filter(|finding| finding.rule == rule) {
            self.keep(finding.clone());
        }
    }

    fn keep(&mut self, finding: Finding) {
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }
}
