//! Schemas.

use serde_json::Value;

use super::source::Source;
use crate::document::Node;
use crate::model::{
    Additional, CodeUse, Component, Constraint, Constraints, Enumeration, Format, JsonType, Literal, Property,
    Provenance, Relation, Rule, Scalar, Schema, parse_reference,
};

/// Reads the component schemas.
pub(super) fn components<'a>(source: &mut Source<'a>, root: &Node<'a>) -> Vec<Component> {
    let Some(components) = source.object(root, "components") else { return Vec::new() };
    let schemas = source.mapping(&components, "schemas");
    let read = |(name, node): (&str, Node<'a>)| Some(Component { name: name.to_owned(), schema: one(source, &node)? });
    schemas.into_iter().filter_map(read).collect()
}

/// Reads the schema below a key.
pub(super) fn member<'a>(source: &mut Source<'a>, node: &Node<'a>, key: &str) -> Option<Schema> {
    one(source, &node.member(key)?)
}

fn list<'a>(source: &mut Source<'a>, node: &Node<'a>, key: &str) -> Vec<Schema> {
    source.list(node, key).iter().filter_map(|part| one(source, part)).collect()
}

fn one<'a>(source: &mut Source<'a>, node: &Node<'a>) -> Option<Schema> {
    if !source.is_mapping(node) {
        return None;
    }
    if node.member("$ref").is_some() {
        return Some(Schema { pointer: node.pointer.clone(), reference: named(source, node), ..Schema::default() });
    }
    let all_of = list(source, node, "allOf");
    let reference = match all_of.as_slice() {
        [only] => only.reference.clone(),
        _ => None,
    };
    Some(Schema {
        pointer: node.pointer.clone(),
        reference,
        all_of,
        any_of: list(source, node, "anyOf"),
        one_of: list(source, node, "oneOf"),
        not: member(source, node, "not").map(Box::new),
        json_type: source.one_of(node, "type", &JsonType::ALL, JsonType::name),
        format: source.text(node, "format").map(|name| Format::of_name(&name)),
        wire: wire(source, node),
        id: id(source, node),
        nullable: source.flag(node, "nullable").unwrap_or(false),
        description: source.text(node, "description"),
        since: source.text(node, "x-since"),
        guide: None,
        provenance: provenance(source, node),
        personal: source.flag(node, "x-personal"),
        read_only: source.flag(node, "readOnly").unwrap_or(false),
        write_only: source.flag(node, "writeOnly").unwrap_or(false),
        deprecated: source.flag(node, "deprecated").unwrap_or(false),
        rust_name: source.text(node, "x-rust-name"),
        key: source.texts(node, "x-key"),
        repeated_keys: source.one_of(node, "x-repeated-keys", &["first"], |word| word).is_some(),
        properties: properties(source, node),
        required: source.texts(node, "required"),
        items: member(source, node, "items").map(Box::new),
        additional: additional(source, node),
        enumeration: enumeration(source, node),
        constraints: constraints(source, node),
        default: node.member("default").map(|default| default.value.clone()),
        example: node.member("example").map(|example| example.value.clone()),
        codes: codes(source, node),
        rules: rules(source, node),
        usage: crate::model::Usage::default(),
    })
}

/// The component that a `$ref` leads to, if there is one.
fn named(source: &mut Source<'_>, node: &Node<'_>) -> Option<String> {
    let text = node.value.get("$ref").and_then(Value::as_str).unwrap_or_default();
    let name = match parse_reference(text, "schemas") {
        Ok(name) => name,
        Err(message) => {
            source.dangling(&node.pointer, message);
            return None;
        }
    };
    let known = source.root().value.get("components").and_then(|all| all.get("schemas")?.get(&name)).is_some();
    if !known {
        source.dangling(&node.pointer, format!("`{text}` leads nowhere"));
    }
    known.then_some(name)
}

/// Where something comes from that the guide leaves out.
pub(super) fn provenance<'a>(source: &mut Source<'a>, node: &Node<'a>) -> Option<Provenance> {
    let all = [Provenance::Observed, Provenance::Undocumented];
    source.one_of(node, "x-provenance", &all, Provenance::name)
}

/// `x-id`: one of the identifiers that the document lists.
fn id<'a>(source: &mut Source<'a>, node: &Node<'a>) -> Option<String> {
    let name = source.text(node, "x-id")?;
    let known = source.root().member("x-ids").is_some_and(|ids| ids.member(&name).is_some());
    if !known {
        source.fault(&node.pointer.child("x-id"), format!("`{name}` is not listed in x-ids"));
    }
    Some(name).filter(|_| known)
}

fn wire<'a>(source: &mut Source<'a>, node: &Node<'a>) -> Option<Scalar> {
    let name = source.text(node, "x-wire")?;
    let scalar = Scalar::ALL.into_iter().find(|scalar| scalar.name() == name);
    if scalar.is_none() {
        let known: Vec<_> = Scalar::ALL.into_iter().map(Scalar::name).collect();
        let message = format!("`{name}` is not a scalar of personeel-wire: {}", known.join(", "));
        source.fault(&node.pointer.child("x-wire"), message);
    }
    scalar
}

fn properties<'a>(source: &mut Source<'a>, node: &Node<'a>) -> Vec<Property> {
    let required = node.value.get("required").and_then(Value::as_array);
    let mut properties = Vec::new();
    for (name, member) in source.mapping(node, "properties") {
        if member.value.is_null() {
            source.fault(&member.pointer, format!("is empty: say what `{name}` is"));
            continue;
        }
        let required = required.is_some_and(|names| names.iter().any(|required| required == name));
        properties.extend(one(source, &member).map(|schema| Property { name: name.to_owned(), required, schema }));
    }
    properties
}

fn additional<'a>(source: &mut Source<'a>, node: &Node<'a>) -> Option<Additional> {
    match node.value.get("additionalProperties")? {
        Value::Bool(true) => Some(Additional::Allowed),
        Value::Bool(false) => Some(Additional::Refused),
        _ => member(source, node, "additionalProperties").map(|schema| Additional::Of(Box::new(schema))),
    }
}

fn enumeration<'a>(source: &mut Source<'a>, node: &Node<'a>) -> Option<Enumeration> {
    let names = source.texts(node, "x-enum-varnames");
    let descriptions = source.texts(node, "x-enum-descriptions");
    let (closed, open) = (node.member("enum"), node.member("x-extensible-enum"));
    if let (Some(_), Some(open)) = (&closed, &open) {
        source.fault(&open.pointer, "stands beside `enum`: keep the one that is meant");
    }
    let (key, list) = match (&closed, &open) {
        (Some(list), _) => ("enum", list),
        (None, Some(list)) => ("x-extensible-enum", list),
        (None, None) => {
            if !names.is_empty() || !descriptions.is_empty() {
                source.fault(&node.pointer, "names values and has none: add `x-extensible-enum`");
            }
            return None;
        }
    };
    let values = source.list(node, key).iter().filter_map(|item| literal(source, item)).collect();
    Some(Enumeration { pointer: list.pointer.clone(), open: closed.is_none(), values, names, descriptions })
}

fn literal(source: &mut Source<'_>, item: &Node<'_>) -> Option<Literal> {
    let literal = match item.value {
        Value::String(text) => Some(Literal::Text(text.clone())),
        Value::Bool(flag) => Some(Literal::Boolean(*flag)),
        Value::Number(number) => number.as_i64().map(Literal::Integer),
        _ => None,
    };
    if literal.is_none() {
        source.fault(&item.pointer, "must be a string, a whole number, true or false");
    }
    literal
}

fn constraints<'a>(source: &mut Source<'a>, node: &Node<'a>) -> Constraints {
    Constraints {
        min_length: source.count(node, "minLength"),
        max_length: source.count(node, "maxLength"),
        pattern: source.text(node, "pattern"),
        minimum: source.number(node, "minimum"),
        exclusive_minimum: source.flag(node, "exclusiveMinimum").unwrap_or(false),
        maximum: source.number(node, "maximum"),
        exclusive_maximum: source.flag(node, "exclusiveMaximum").unwrap_or(false),
        multiple_of: source.number(node, "multipleOf"),
        min_items: source.count(node, "minItems"),
        max_items: source.count(node, "maxItems"),
        unique_items: source.flag(node, "uniqueItems").unwrap_or(false),
        min_properties: source.count(node, "minProperties"),
        max_properties: source.count(node, "maxProperties"),
        max_decoded_bytes: source.count(node, "x-max-decoded-bytes"),
        file_extensions: source.texts(node, "x-file-extensions"),
    }
}

/// `x-codes`.
pub(super) fn codes<'a>(source: &mut Source<'a>, node: &Node<'a>) -> Vec<CodeUse> {
    let mut codes = Vec::new();
    for (key, code) in source.mapping(node, "x-codes") {
        let Some(constraint) = Constraint::ALL.into_iter().find(|known| known.name() == key) else {
            let known: Vec<_> = Constraint::ALL.into_iter().map(Constraint::name).collect();
            source.fault(
                &code.pointer,
                format!("`{key}` is not a constraint that the checks know: {}", known.join(", ")),
            );
            continue;
        };
        codes.extend(source.item_text(&code).map(|name| CodeUse {
            pointer: code.pointer.clone(),
            constraint,
            code: name,
        }));
    }
    codes
}

fn rules<'a>(source: &mut Source<'a>, node: &Node<'a>) -> Vec<Rule> {
    let rules = source.mappings(node, "x-rules");
    let mut read = |rule: &Node<'a>| Rule {
        pointer: rule.pointer.clone(),
        field: source.words(rule, "field"),
        relation: match source.words(rule, "kind") {
            kind if kind == "notBefore" => Relation::NotBefore,
            kind => Relation::Other(kind),
        },
        other: source.words(rule, "other"),
        code: source.words(rule, "code"),
    };
    rules.iter().map(&mut read).collect()
}
