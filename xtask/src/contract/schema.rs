//! Schemas into fields: references, `allOf` and names of schemas leave no trace.

use serde_json::{Map, Value};

use super::{Element, Facet, Kind, Place};
use crate::document::{Document, Pointer};

/// Keywords that are facts as they stand.
const FACTS: [(&str, Facet); 17] = [
    ("pattern", Facet::Pattern),
    ("minLength", Facet::MinLength),
    ("maxLength", Facet::MaxLength),
    ("minimum", Facet::Minimum),
    ("maximum", Facet::Maximum),
    ("multipleOf", Facet::MultipleOf),
    ("minItems", Facet::MinItems),
    ("maxItems", Facet::MaxItems),
    ("uniqueItems", Facet::UniqueItems),
    ("default", Facet::Default),
    ("deprecated", Facet::Deprecated),
    ("x-since", Facet::Since),
    ("x-personal", Facet::Personal),
    ("x-max-decoded-bytes", Facet::MaxBytes),
    ("x-file-extensions", Facet::Extensions),
    ("x-codes", Facet::Codes),
    ("x-repeated-keys", Facet::RepeatedKeys),
];

/// A schema with everything that references and `allOf` add to it, its own words first.
struct View<'a> {
    parts: Vec<(Pointer, &'a Map<String, Value>)>,
    nullable: bool,
    cyclic: bool,
}

/// Reads schemas of one document.
#[derive(Clone, Copy)]
pub(super) struct Schemas<'a> {
    pub(super) document: &'a Document,
}

impl<'a> Schemas<'a> {
    /// Where a pointer stands in the text.
    pub(super) fn place(self, pointer: &Pointer) -> Place {
        let line = self.document.finding(pointer, "", "").position.map(|position| position.line);
        Place { location: pointer.to_string(), line }
    }

    /// Follows local references; gives the end and its place.
    pub(super) fn resolve(self, pointer: &Pointer) -> Option<(Pointer, &'a Value)> {
        let mut pointer = pointer.clone();
        // Chains of references are short; a circle of them has no end.
        for _ in 0..20 {
            let value = pointer.get(&self.document.value)?;
            let Some(reference) = value.get("$ref").and_then(Value::as_str) else { return Some((pointer, value)) };
            let keys: Vec<String> =
                reference.strip_prefix("#/")?.split('/').map(|k| k.replace("~1", "/").replace("~0", "~")).collect();
            pointer = keys.iter().fold(Pointer::root(), |place, key| place.child(key));
        }
        None
    }

    /// Adds what the schema at a place says to an element.
    pub(super) fn describe(self, element: Element, schema: &Pointer) -> Element {
        self.element(element, schema, &mut Vec::new())
    }

    fn element(self, mut element: Element, schema: &Pointer, above: &mut Vec<Pointer>) -> Element {
        let view = self.view(schema, above);
        if view.cyclic {
            return element.with(Facet::Type, "recursive");
        }
        let depth = above.len();
        above.extend(view.parts.iter().map(|(pointer, _)| pointer.clone()));
        for (keyword, facet) in FACTS {
            // A list's own `default` or length says nothing about what surrounds it; a fact of the element itself wins.
            if let Some((_, value)) = view.get(keyword) {
                element.facets.entry(facet).or_insert_with(|| text(value));
            }
        }
        element.facets.insert(Facet::Nullable, view.nullable.to_string());
        element.facets.insert(Facet::Type, view.type_name());
        element.facets.insert(Facet::Shape, view.shape().to_owned());
        if let Some(rust) = view.rust() {
            element.facets.insert(Facet::Rust, rust);
        }
        if let Some(additional) = view.additional() {
            element.facets.insert(Facet::Additional, additional);
        }
        let choice: Vec<_> = ["oneOf", "anyOf", "not"]
            .iter()
            .filter_map(|keyword| Some(format!("{keyword} {}", view.get(keyword)?.1)))
            .collect();
        if !choice.is_empty() {
            element.facets.insert(Facet::Choice, choice.join("; "));
        }
        self.values(&mut element, &view);
        self.rules(&mut element, &view);
        if let Some((pointer, _)) = view.get("items") {
            let item = Element::new(Kind::Field, "[]", self.place(&pointer));
            element.children.push(self.element(item, &pointer, above));
        }
        let required: Vec<&str> = view
            .parts
            .iter()
            .filter_map(|(_, part)| part.get("required")?.as_array())
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        for (pointer, part) in &view.parts {
            for name in part.get("properties").and_then(Value::as_object).into_iter().flat_map(Map::keys) {
                if element.of(Kind::Field).any(|field| field.name == *name) {
                    continue;
                }
                let pointer = pointer.child("properties").child(name);
                let field = Element::new(Kind::Field, name, self.place(&pointer))
                    .with(Facet::Name, name)
                    .with(Facet::Required, required.contains(&name.as_str()).to_string());
                element.children.push(self.element(field, &pointer, above));
            }
        }
        above.truncate(depth);
        element
    }

    fn values(self, element: &mut Element, view: &View<'a>) {
        for (keyword, open) in [("enum", "false"), ("x-extensible-enum", "true")] {
            let Some((pointer, values)) = view.get(keyword) else { continue };
            element.facets.insert(Facet::Open, open.to_owned());
            let names = view.get("x-enum-varnames").map(|(_, names)| names);
            for (index, value) in values.as_array().into_iter().flatten().enumerate() {
                let place = self.place(&pointer.child(&index.to_string()));
                let mut child = Element::new(Kind::Value, text(value), place);
                if let Some(name) = names.and_then(|names| names.get(index)) {
                    child.facets.insert(Facet::VariantName, text(name));
                }
                element.children.push(child);
            }
            return;
        }
    }

    fn rules(self, element: &mut Element, view: &View<'a>) {
        let Some((pointer, rules)) = view.get("x-rules") else { return };
        for (index, rule) in rules.as_array().into_iter().flatten().enumerate() {
            let word = |key: &str| rule.get(key).map(text).unwrap_or_default();
            let name = format!("{} {} {}", word("field"), word("kind"), word("other"));
            let place = self.place(&pointer.child(&index.to_string()));
            element.children.push(Element::new(Kind::Rule, name, place).with(Facet::Codes, word("code")));
        }
    }

    fn view(self, schema: &Pointer, above: &[Pointer]) -> View<'a> {
        let Some((pointer, Value::Object(own))) = self.resolve(schema) else {
            return View { parts: Vec::new(), nullable: true, cyclic: false };
        };
        let cyclic = above.contains(&pointer);
        // `nullable` only counts beside `type` (OpenAPI 3.0.3); every part of `allOf` must let null in.
        let mut nullable = own.get("type").is_none() || own.get("nullable") == Some(&Value::Bool(true));
        let mut parts = vec![(pointer.clone(), own)];
        for index in 0..own.get("allOf").and_then(Value::as_array).map_or(0, Vec::len) {
            let mut above = above.to_vec();
            above.push(pointer.clone());
            let part = self.view(&pointer.child("allOf").child(&index.to_string()), &above);
            nullable &= part.nullable;
            if !part.cyclic {
                parts.extend(part.parts);
            }
        }
        View { parts, nullable, cyclic }
    }
}

impl<'a> View<'a> {
    fn get(&self, keyword: &str) -> Option<(Pointer, &'a Value)> {
        self.parts.iter().find_map(|(pointer, part)| Some((pointer.child(keyword), part.get(keyword)?)))
    }

    fn word(&self, keyword: &str) -> Option<&'a str> {
        self.get(keyword).and_then(|(_, value)| value.as_str())
    }

    fn json_type(&self) -> &'a str {
        let implied = || if self.get("properties").is_some() { "object" } else { "any" };
        self.word("type").unwrap_or_else(implied)
    }

    fn type_name(&self) -> String {
        match self.word("format") {
            Some(format) => format!("{} ({format})", self.json_type()),
            None => self.json_type().to_owned(),
        }
    }

    fn shape(&self) -> &'a str {
        match (self.json_type(), self.word("format"), self.word("x-wire")) {
            ("string", Some("uuid"), _) => "guid",
            ("string", Some("date-time"), _) | ("string", _, Some("DateTime")) => "datetime",
            ("string", Some("date" | "date-time-local"), _) => "date",
            ("number", _, _) => "decimal",
            ("boolean", _, _) => "bool",
            (other, _, _) => other,
        }
    }

    /// What the generator makes of it; nothing for lists and objects, which show in their members. Follows
    /// `generate::lower`.
    fn rust(&self) -> Option<String> {
        let json = self.json_type();
        let name = match (json, self.word("x-wire"), self.word("format")) {
            ("array" | "object", _, _) => return None,
            (_, Some(wire), _) => wire,
            _ if self.get("x-enum-varnames").is_some() => "an open enumeration",
            ("string", _, Some("uuid")) => "Guid",
            ("string", _, Some("date" | "date-time-local")) => "Date",
            ("string", _, Some("date-time")) => "DateTime",
            ("string", _, _) => "String",
            ("number", _, Some("decimal")) => "Decimal",
            ("number", _, Some("float")) => "f32",
            ("number", _, _) => "f64",
            ("integer", _, Some("int32")) => "i32",
            ("integer", _, _) => "i64",
            ("boolean", _, _) => "bool",
            _ => "open JSON",
        };
        Some(if name == "an open enumeration" { format!("{name} ({json})") } else { name.to_owned() })
    }

    fn additional(&self) -> Option<String> {
        if self.json_type() != "object" {
            return None;
        }
        Some(match self.get("additionalProperties") {
            None | Some((_, Value::Bool(true))) => "allowed".to_owned(),
            Some((_, Value::Bool(false))) => "refused".to_owned(),
            Some((_, schema)) => format!("of schema {schema}"),
        })
    }
}

/// A value as people write it; mappings as `key=value`.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(", "),
        Value::Object(members) => {
            let mut words: Vec<_> = members.iter().map(|(key, value)| format!("{key}={}", text(value))).collect();
            words.sort();
            words.join(", ")
        }
        other => other.to_string(),
    }
}
