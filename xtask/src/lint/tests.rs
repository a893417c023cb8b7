//! Checks that each rule finds its faults in `faultless.yaml`. That file is the document as of guide 2.9, so that a
//! revision of the document does not affect these tests.

use std::collections::HashSet;
use std::path::Path;

use crate::document::{Document, Finding, PATH};

use super::rule::Subject;
use super::{RULES, lint};
use crate::model::read;

fn read_faultless() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lint/faultless.yaml");
    std::fs::read_to_string(path).expect("the faultless document")
}

fn parse(text: String) -> Document {
    Document::parse(Path::new(PATH), text).unwrap_or_else(|finding| panic!("{finding}"))
}

fn lint_document(document: &Document) -> Vec<Finding> {
    lint(document, &read(document))
}

#[test]
fn every_rule_finds_its_faults() {
    let faultless = read_faultless();
    let mut missed = Vec::new();
    for rule in RULES {
        for fault in rule.faults {
            let document = parse(fault.apply(&faultless));
            let read = read(&document);
            let findings = rule.apply(&Subject::new(&document, &read));
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
                missed.push(format!("{}: {:?}: {findings:#?}", rule.id, fault.new));
            }
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn every_rule_has_a_unique_id_one_line_of_description_and_a_fault() {
    let mut ids = HashSet::new();
    for rule in RULES {
        assert!(ids.insert(rule.id), "{} twice", rule.id);
        assert!(rule.id.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", rule.id);
        assert!(!rule.about.is_empty() && !rule.about.contains('\n'), "{}", rule.id);
        assert!(!rule.faults.is_empty(), "{} has no faults", rule.id);
    }
}

#[test]
fn findings_come_in_the_order_of_the_text() {
    let text = read_faultless()
        .replacen("operationId: listEmployees\n", "operationId: ListEmployees\n", 1)
        .replacen("description: The body of a refusal by the rules.", "description: TBD", 1)
        .replacen("x-since: \"1\"", "x-since: \"0\"", 1);
    let findings = lint_document(&parse(text));
    let lines: Vec<_> = findings.iter().map(|finding| finding.position.map(|position| position.line)).collect();
    let rules: HashSet<_> = findings.iter().map(|finding| finding.rule).collect();
    assert!(lines.is_sorted() && lines.iter().all(Option::is_some), "{lines:?}");
    assert!(["operation-id", "descriptions", "since-known"].iter().all(|rule| rules.contains(rule)), "{rules:?}");
}

#[test]
fn a_malformed_document_causes_findings_and_no_panic() {
    for text in [
        "a: 1",
        "- 1",
        "x",
        "paths: 3\ncomponents: []\n",
        "paths:\n  /a:\n    get: 1\n",
        "paths:\n  /a: {get: {parameters: [1], responses: {'200': 3}}}\ncomponents: {schemas: {A: 1, B: {properties: [], allOf: [{$ref: '#/components/schemas/B'}]}}}\n",
    ] {
        assert!(!lint_document(&parse(text.to_owned())).is_empty(), "{text}");
    }
}
