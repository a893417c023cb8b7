//! Each rule finds the faults that it names, and nothing in the committed document.

use std::collections::HashSet;
use std::path::Path;

use crate::document::{Document, PATH};

use super::context::Context;
use super::rules::RULES;
use super::{apply, lint};

/// A change that makes the committed document faulty, and what its rule says then.
pub struct Fault {
    /// The change is looked for after this text; empty for the whole document.
    pub after: &'static str,
    /// The text to replace.
    pub old: &'static str,
    /// What stands there instead.
    pub new: &'static str,
    /// Where the finding points to.
    pub pointer: &'static str,
    /// The line that the finding names, without its indentation.
    pub line: &'static str,
    /// A part of the message.
    pub says: &'static str,
}

fn committed() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(PATH);
    std::fs::read_to_string(path).expect("the committed document")
}

fn parsed(text: String) -> Document {
    Document::parse(Path::new(PATH), text).unwrap_or_else(|fault| panic!("{fault}"))
}

impl Fault {
    fn apply(&self, text: &str) -> String {
        const ADAPT: &str = "where the document rightly changed, adapt this fault in xtask/src/lint/rules";
        let start = text.find(self.after).unwrap_or_else(|| panic!("the document has no {:?}: {ADAPT}", self.after));
        let at = text[start..]
            .find(self.old)
            .unwrap_or_else(|| panic!("the document has no {:?} after {:?}: {ADAPT}", self.old, self.after));
        let (before, rest) = text.split_at(start + at);
        format!("{before}{}{}", self.new, &rest[self.old.len()..])
    }
}

#[test]
fn every_rule_finds_its_faults() {
    let committed = committed();
    let mut silent = Vec::new();
    for rule in RULES {
        for fault in rule.faults {
            let document = parsed(fault.apply(&committed));
            let findings = apply(rule, &Context::new(&document));
            let lines: Vec<_> = document.text.lines().collect();
            let found = findings.iter().any(|finding| {
                let line = finding.position.and_then(|position| lines.get(position.line - 1)).map(|line| line.trim());
                finding.rule == rule.id
                    && finding.pointer.as_ref().is_some_and(|pointer| pointer.to_string() == fault.pointer)
                    && line == Some(fault.line)
                    && finding.message.contains(fault.says)
            });
            if !found {
                let findings: Vec<_> = findings.iter().map(ToString::to_string).collect();
                silent.push(format!("{}: {:?}: {findings:#?}", rule.id, fault.new));
            }
        }
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}

#[test]
fn every_rule_has_a_name_of_its_own_a_line_about_it_and_a_fault() {
    let mut names = HashSet::new();
    for rule in RULES {
        assert!(names.insert(rule.id), "{} twice", rule.id);
        assert!(rule.id.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", rule.id);
        assert!(!rule.about.is_empty() && !rule.about.contains('\n'), "{}", rule.id);
        assert!(!rule.faults.is_empty(), "{} has no fault that it finds", rule.id);
    }
}

#[test]
fn the_committed_document_has_no_finding() {
    let findings: Vec<_> = lint(&parsed(committed())).iter().map(ToString::to_string).collect();
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

#[test]
fn findings_come_in_the_order_of_the_text() {
    let text = committed()
        .replacen("operationId: listEmployees\n", "operationId: ListEmployees\n", 1)
        .replacen("description: The body of a refusal by the rules.", "description: TBD", 1)
        .replacen("x-since: \"1\"", "x-since: \"0\"", 1);
    let findings = lint(&parsed(text));
    let lines: Vec<_> = findings.iter().map(|finding| finding.position.map(|position| position.line)).collect();
    let rules: HashSet<_> = findings.iter().map(|finding| finding.rule).collect();
    assert!(lines.is_sorted() && lines.iter().all(Option::is_some), "{lines:?}");
    assert!(["operation-id", "descriptions", "since-known"].iter().all(|rule| rules.contains(rule)), "{rules:?}");
}

#[test]
fn a_document_without_anything_has_findings_and_no_panic() {
    for text in [
        "a: 1",
        "- 1",
        "x",
        "paths: 3\ncomponents: []\n",
        "paths:\n  /a:\n    get: 1\n",
        "paths:\n  /a: {get: {parameters: [1], responses: {'200': 3}}}\ncomponents: {schemas: {A: 1, B: {properties: [], allOf: [{$ref: '#/components/schemas/B'}]}}}\n",
    ] {
        assert!(!lint(&parsed(text.to_owned())).is_empty(), "{text}");
    }
}
