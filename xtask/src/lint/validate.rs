//! Validates values against schemas, for the subset of OpenAPI 3.0 that the document uses.

use std::collections::HashMap;

use regex::Regex;
use serde_json::Value;

use super::known_formats;
use crate::document::Node;
use crate::model::{Constraints, JsonType, Model, Schema};

/// A violation, with its place in the value.
pub type Violation<'a> = (Node<'a>, String);

/// Validates values. Each pattern is compiled once.
pub struct Validator<'a> {
    model: &'a Model,
    patterns: HashMap<&'a str, Option<Regex>>,
}

impl<'a> Validator<'a> {
    /// Creates a validator for the schemas of a model.
    pub fn new(model: &'a Model) -> Self {
        Self { model, patterns: HashMap::new() }
    }

    /// Returns every violation of the schema. A property that the schema doesn't declare is a violation.
    pub fn check(&mut self, schema: &'a Schema, value: &Node<'a>) -> Vec<Violation<'a>> {
        let mut violations = Vec::new();
        if value.value.is_null() {
            if !self.model.admits_null(schema) {
                violations.push((value.clone(), "is null, but its schema is not nullable".to_owned()));
            }
        } else {
            self.check_non_null(schema, value, &mut violations);
        }
        violations
    }

    fn check_non_null(&mut self, schema: &'a Schema, value: &Node<'a>, out: &mut Vec<Violation<'a>>) {
        let schema = self.model.resolve(schema);
        for part in &schema.all_of {
            self.check_non_null(part, value, out);
        }
        if let Some(kind) = schema.json_type.filter(|kind| !has_type(value.value, *kind)) {
            out.push((value.clone(), format!("is not of the type {kind}")));
            return;
        }
        if let Some(list) = schema.enumeration.as_ref().filter(|list| !list.open)
            && !list.values.iter().any(|listed| listed.is(value.value))
        {
            out.push((value.clone(), "is not one of the values of `enum`".to_owned()));
        }
        self.check_scalar(schema, value, out);
        if let Some(number) = value.value.as_f64()
            && !is_within(&schema.constraints, number)
        {
            out.push((value.clone(), "is outside `minimum` and `maximum`".to_owned()));
        }
        if let Some(items) = &schema.items {
            value.items().for_each(|item| out.extend(self.check(items, &item)));
        }
        self.check_object(schema, value, out);
    }

    fn check_scalar(&mut self, schema: &'a Schema, value: &Node<'a>, out: &mut Vec<Violation<'a>>) {
        let written = value.value.as_str().map_or_else(|| value.value.to_string(), ToOwned::to_owned);
        if let Some(format) = &schema.format
            && known_formats::type_and_check(format).is_some_and(|(_, is_valid)| !is_valid(&written))
        {
            out.push((value.clone(), format!("is not a valid {}", format.name())));
        }
        let Some(text) = value.value.as_str() else { return };
        let limits = &schema.constraints;
        let length = text.chars().count() as u64;
        if limits.min_length.is_some_and(|least| length < least) || limits.max_length.is_some_and(|most| length > most)
        {
            out.push((value.clone(), "is outside `minLength` and `maxLength`".to_owned()));
        }
        if let Some(pattern) = &limits.pattern {
            let pattern = self.patterns.entry(pattern).or_insert_with(|| Regex::new(pattern).ok());
            if pattern.as_ref().is_some_and(|pattern| !pattern.is_match(text)) {
                out.push((value.clone(), "does not match `pattern`".to_owned()));
            }
        }
    }

    fn check_object(&mut self, schema: &'a Schema, value: &Node<'a>, out: &mut Vec<Violation<'a>>) {
        if !value.value.is_object() {
            return;
        }
        for name in schema.required.iter().filter(|name| value.member(name).is_none()) {
            out.push((value.clone(), format!("is missing the required property `{name}`")));
        }
        for (name, member) in value.members() {
            if let Some(property) = schema.property(name) {
                out.extend(self.check(&property.schema, &member));
            } else if schema.json_type == Some(JsonType::Object) && schema.additional.is_none() {
                out.push((member, "is a property that the schema does not declare".to_owned()));
            }
        }
    }
}

fn is_within(limits: &Constraints, number: f64) -> bool {
    limits.minimum.is_none_or(|least| number > least || (number >= least && !limits.exclusive_minimum))
        && limits.maximum.is_none_or(|most| number < most || (number <= most && !limits.exclusive_maximum))
}

fn has_type(value: &Value, kind: JsonType) -> bool {
    match kind {
        JsonType::String => value.is_string(),
        JsonType::Integer => value.is_i64() || value.is_u64(),
        JsonType::Number => value.is_number(),
        JsonType::Boolean => value.is_boolean(),
        JsonType::Array => value.is_array(),
        JsonType::Object => value.is_object(),
    }
}
