//! Each rule finds the faults that it names in `faultless.yaml`: the document as it was at guide 2.9, so that a revision of it changes no test.

use std::collections::HashSet;
use std::path::Path;

use crate::document::{Document, Finding, PATH};

use super::rule::Subject;
use super::{RULES, lint};
use crate::model::read;

fn faultless() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lint/faultless.yaml");
    std::fs::read_to_string(path).expect("the faultless document")
}

fn parsed(text: String) -> Document {
    Document::parse(Path::new(PATH), text).unwrap_or_else(|fault| panic!("{fault}"))
}

fn findings(document: &Document) -> Vec<Finding> {
    lint(document, &read(document))
}

#[test]
fn every_rule_finds_its_faults() {
    let faultless = faultless();
    let mut silent = Vec::new();
    for rule in RULES {
        for fault in rule.faults {
            let document = parsed(fault.apply(&faultless));
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
fn findings_come_in_the_order_of_the_text() {
    let text = faultless()
        .replacen("operationId: listEmployees\n", "operationId: ListEmployees\n", 1)
        .replacen("description: The body of a refusal by the rules.", "description: TBD", 1)
        .replacen("x-since: \"1\"", "x-since: \"0\"", 1);
    let findings = findings(&parsed(text));
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
        assert!(!findings(&parsed(text.to_owned())).is_empty(), "{text}");
    }
}
