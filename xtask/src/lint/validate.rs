//! Whether a value fits a schema, in the part of OpenAPI 3.0 that the document uses.

use std::collections::HashMap;

use regex::Regex;
use serde_json::Value;

use super::context::Part;
use super::formats::FORMATS;

/// What a value violates, and where in the value.
pub type Violation<'a> = (Part<'a>, String);

/// Checks values; patterns are compiled once.
pub struct Validator<'a> {
    root: &'a Value,
    patterns: HashMap<&'a str, Option<Regex>>,
}

impl<'a> Validator<'a> {
    /// For the document whose content is `root`.
    pub fn new(root: &'a Value) -> Self {
        Self { root, patterns: HashMap::new() }
    }

    /// Everything that keeps the value from fitting the schema. A property that the schema doesn't declare is one.
    pub fn check(&mut self, schema: &Part<'a>, value: &Part<'a>) -> Vec<Violation<'a>> {
        let mut violations = Vec::new();
        self.schema(schema, value, &mut violations);
        violations
    }

    fn schema(&mut self, schema: &Part<'a>, value: &Part<'a>, out: &mut Vec<Violation<'a>>) {
        let Some(schema) = schema.resolve(self.root) else { return };
        if value.value.is_null() {
            if !admits_null(self.root, &schema) {
                out.push((value.clone(), "is null, and its schema is not nullable".to_owned()));
            }
            return;
        }
        for part in schema.member("allOf").into_iter().flat_map(|parts| parts.items()) {
            self.schema(&part, value, out);
        }
        let kind = schema.text("type");
        if !kind.is_empty() && !has_type(value.value, kind) {
            out.push((value.clone(), format!("is no {kind}")));
            return;
        }
        if let Some(values) = schema.value["enum"].as_array()
            && !values.contains(value.value)
        {
            out.push((value.clone(), "is none of the values of `enum`".to_owned()));
        }
        self.text(&schema, value, out);
        if let Some(number) = value.value.as_f64() {
            let too_small = schema.value["minimum"].as_f64().is_some_and(|least| number < least);
            let too_large = schema.value["maximum"].as_f64().is_some_and(|most| number > most);
            if too_small || too_large {
                out.push((value.clone(), "is outside `minimum` and `maximum`".to_owned()));
            }
        }
        if let Some(items) = schema.member("items") {
            value.items().for_each(|item| self.schema(&items, &item, out));
        }
        self.object(&schema, value, out);
    }

    fn text(&mut self, schema: &Part<'a>, value: &Part<'a>, out: &mut Vec<Violation<'a>>) {
        let format = FORMATS.iter().find(|(format, ..)| *format == schema.text("format"));
        let written = value.value.as_str().map_or_else(|| value.value.to_string(), ToOwned::to_owned);
        if let Some((format, _, fits)) = format
            && !fits(&written)
        {
            out.push((value.clone(), format!("is no {format}")));
        }
        let Some(text) = value.value.as_str() else { return };
        let length = text.chars().count() as u64;
        let too_short = schema.value["minLength"].as_u64().is_some_and(|least| length < least);
        let too_long = schema.value["maxLength"].as_u64().is_some_and(|most| length > most);
        if too_short || too_long {
            out.push((value.clone(), "is outside `minLength` and `maxLength`".to_owned()));
        }
        if let Some(pattern) = schema.value["pattern"].as_str() {
            let pattern = self.patterns.entry(pattern).or_insert_with(|| Regex::new(pattern).ok());
            if pattern.as_ref().is_some_and(|pattern| !pattern.is_match(text)) {
                out.push((value.clone(), "does not match `pattern`".to_owned()));
            }
        }
    }

    fn object(&mut self, schema: &Part<'a>, value: &Part<'a>, out: &mut Vec<Violation<'a>>) {
        if !value.value.is_object() {
            return;
        }
        for name in schema.value["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if value.value.get(name).is_none() {
                out.push((value.clone(), format!("lacks the required property `{name}`")));
            }
        }
        let properties = schema.member("properties");
        for (name, member) in value.members() {
            if let Some(property) = properties.as_ref().and_then(|properties| properties.member(name)) {
                self.schema(&property, &member, out);
            } else if schema.text("type") == "object" && schema.value["additionalProperties"].is_null() {
                out.push((member, "is a property that the schema does not declare".to_owned()));
            }
        }
    }
}

/// Whether a schema lets null in. `nullable` counts only beside `type`, and every part of an `allOf` has its say.
pub fn admits_null<'a>(root: &'a Value, schema: &Part<'a>) -> bool {
    let Some(schema) = schema.resolve(root) else { return true };
    let own = schema.value.get("type").is_none() || schema.value["nullable"] == true;
    own && schema.member("allOf").into_iter().flat_map(|parts| parts.items()).all(|part| admits_null(root, &part))
}

fn has_type(value: &Value, kind: &str) -> bool {
    match kind {
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    }
}
