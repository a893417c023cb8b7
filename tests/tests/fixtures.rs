//! The fixtures that users' tests build records with.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use std::collections::BTreeSet;
use std::fmt::Debug;

use personeel_httpmock::fixtures::{Visitor, employee, visit_each};
use personeel_tests::document;
use personeel_tests::documented::{members, resolve};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The record schemas that a document's responses refer to.
fn records(document: &Value) -> BTreeSet<String> {
    let operations = members(&document["paths"]).flat_map(|(_, methods)| members(methods));
    let responses = operations.flat_map(|(_, operation)| members(&operation["responses"]));
    let media = responses.flat_map(|(_, response)| members(&resolve(document, response)["content"]));
    let mut waiting: Vec<_> = media.map(|(_, media)| &media["schema"]).collect();
    let (mut known, mut records) = (BTreeSet::new(), BTreeSet::new());
    while let Some(value) = waiting.pop() {
        if let Some(reference) = value["$ref"].as_str()
            && known.insert(reference)
        {
            let schema = resolve(document, value);
            if schema["type"] == "object" {
                records.insert(reference.rsplit('/').next().unwrap().to_owned());
            }
            waiting.push(schema);
        }
        match value {
            Value::Object(members) => waiting.extend(members.values()),
            Value::Array(items) => waiting.extend(items),
            _ => {}
        }
    }
    records
}

/// Writes and reads each fixture, and collects the schemas.
#[derive(Default)]
struct RoundTrip(BTreeSet<String>);

impl Visitor for RoundTrip {
    fn visit<T: Debug + PartialEq + Serialize + DeserializeOwned>(&mut self, schema: &'static str, fixture: T) {
        let text = serde_json::to_string(&fixture).unwrap();
        let again: T = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{schema}: {error} in {text}"));
        assert_eq!(again, fixture);
        assert!(self.0.insert(schema.to_owned()), "{schema} occurs twice");
    }
}

#[test]
fn every_record_of_the_document_has_a_fixture_that_round_trips() {
    let mut seen = RoundTrip::default();
    visit_each(&mut seen);
    assert_eq!(seen.0, records(&document().unwrap()));
}

#[test]
fn a_fixture_has_the_values_that_the_test_sets() {
    let changed = employee(|employee| employee.naam = Some("Maes".to_owned()));
    assert_eq!(changed.naam.as_deref(), Some("Maes"));
    assert_eq!(employee(|employee| employee.naam.clone_from(&changed.naam)), changed);
}
