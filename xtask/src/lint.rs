//! `cargo xtask lint`: the project's own rules about the document.
//!
//! They hold what the tools of others don't see: what the generator needs, what the guide's transcription must say, and
//! what staff records ask for. Each rule has a file of its own in `rules`, with the faults that it must find.

mod context;
mod examples;
mod formats;
pub mod rules;
mod sentence;
#[cfg(test)]
mod tests;
mod validate;

use crate::document::{Document, Finding, Pointer};

use context::Context;

/// A rule of the project.
pub struct Rule {
    /// Name of the rule, as findings show it.
    pub id: &'static str,
    /// What it asks for, in one line.
    pub about: &'static str,
    check: fn(&Context<'_>, &mut Report<'_>),
    #[cfg(test)]
    faults: &'static [tests::Fault],
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
        let finding = self.document.finding(pointer, self.rule, message);
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }
}

/// Every violation, in the order of the text.
pub fn lint(document: &Document) -> Vec<Finding> {
    let context = Context::new(document);
    let mut findings: Vec<_> = rules::RULES.iter().flat_map(|rule| apply(rule, &context)).collect();
    findings.sort_by_key(|finding| finding.position);
    findings
}

fn apply(rule: &Rule, context: &Context<'_>) -> Vec<Finding> {
    let mut report = Report { document: context.document, rule: rule.id, findings: Vec::new() };
    (rule.check)(context, &mut report);
    report.findings
}
