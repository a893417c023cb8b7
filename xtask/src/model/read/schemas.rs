//! Reads schemas.

use serde_json::Value;

use super::typed_reader::TypedReader;
use crate::document::Node;
use crate::model::{
    Additional, CodeUse, Component, Constraint, Constraints, Enumeration, Format, JsonType, Literal, Property,
    Provenance, Relation, Rule, Scalar, Schema, parse_reference,
};

/// Reads the component schemas.
pub(super) fn read_components<'a>(reader: &mut TypedReader<'a>, root: &Node<'a>) -> Vec<Component> {
    let Some(components) = reader.object(root, "components") else { return Vec::new() };
    let schemas = reader.mapping(&components, "schemas");
    let read =
        |(name, node): (&str, Node<'a>)| Some(Component { name: name.to_owned(), schema: read_schema(reader, &node)? });
    schemas.into_iter().filter_map(read).collect()
}

/// Reads the schema under a key.
pub(super) fn read_member<'a>(reader: &mut TypedReader<'a>, node: &Node<'a>, key: &str) -> Option<Schema> {
    read_schema(reader, &node.member(key)?)
}

fn read_schemas<'a>(reader: &mut TypedReader<'a>, node: &Node<'a>, key: &str) -> Vec<Schema> {
    reader.list(node, key).iter().filter_map(|part| read_schema(reader, part)).collect()
}

fn read_schema<'a>(reader: &mut TypedReader<'a>, node: &Node<'a>) -> Option<Schema> {
    if !reader.is_mapping(node) {
        return None;
    }
    if node.member("$ref").is_some() {
        return Some(Schema {
            pointer: node.pointer.clone(),
            reference: read_reference(reader, node),
            ..Schema::default()
        });
    }
    let all_of = read_schemas(reader, node, "allOf");
    let reference = match all_of.as_slice() {
        [only] => only.reference.clone(),
        _ => None,
    };
    Some(Schema {
        pointer: node.pointer.clone(),
        reference,
        all_of,
        any_of: read_schemas(reader, node, "anyOf"),
        one_of: read_schemas(reader, node, "oneOf"),
        not: read_member(reader, node, "not").map(Box::new),
        json_type: reader.one_of(node, "type", &JsonType::ALL, JsonType::name),
        format: reader.text(node, "format").map(|name| Format::of_name(&name)),
        wire: read_wire(reader, node),
        id: read_id(reader, node),
        nullable: reader.flag(node, "nullable").unwrap_or(false),
        description: reader.text(node, "description"),
        since: reader.text(node, "x-since"),
        guide: None,
        provenance: read_provenance(reader, node),
        personal: reader.flag(node, "x-personal"),
        read_only: reader.flag(node, "readOnly").unwrap_or(false),
        write_only: reader.flag(node, "writeOnly").unwrap_or(false),
        deprecated: reader.flag(node, "deprecated").unwrap_or(false),
        rust_name: reader.text(node, "x-rust-name"),
        aliases: reader.texts(node, "x-alias"),
        key: reader.texts(node, "x-key"),
        repeated_keys: reader.one_of(node, "x-repeated-keys", &["first"], |word| word).is_some(),
        properties: read_properties(reader, node),
        required: reader.texts(node, "required"),
        items: read_member(reader, node, "items").map(Box::new),
        additional: read_additional(reader, node),
        enumeration: read_enumeration(reader, node),
        constraints: read_constraints(reader, node),
        default: node.member("default").map(|default| default.value.clone()),
        example: node.member("example").map(|example| example.value.clone()),
        codes: read_codes(reader, node),
        rules: read_rules(reader, node),
        usage: crate::model::Usage::default(),
    })
}

/// Returns the component that a `$ref` refers to, if it exists.
fn read_reference(reader: &mut TypedReader<'_>, node: &Node<'_>) -> Option<String> {
    let text = node.value.get("$ref").and_then(Value::as_str).unwrap_or_default();
    let name = match parse_reference(text, "schemas") {
        Ok(name) => name,
        Err(message) => {
            reader.report_reference(&node.pointer, message);
            return None;
        }
    };
    let known = reader.root().value.get("components").and_then(|all| all.get("schemas")?.get(&name)).is_some();
    if !known {
        reader.report_reference(&node.pointer, format!("`{text}` does not exist"));
    }
    known.then_some(name)
}

/// Reads `x-provenance`.
pub(super) fn read_provenance<'a>(reader: &mut TypedReader<'a>, node: &Node<'a>) -> Option<Provenance> {
    let all = [Provenance::Observed, Provenance::Undocumented];
    reader.one_of(node, "x-provenance", &all, Provenance::name)
}

/// Reads `x-id`, which must be listed in `x-ids`.
fn read_id<'a>(reader: &mut TypedReader<'a>, node: &Node<'a>) -> Option<String> {
    let name = reader.text(node, "x-id")?;
    let known = reader.root().member("x-ids").is_some_and(|ids| ids.member(&name).is_some());
    if !known {
        reader.report(&node.pointer.child("x-id"), format!("`{name}` is not listed in x-ids"));
    }
    Some(name).filter(|_| known)
}

fn read_wire<'a>(reader: &mut TypedReader<'a>, node: &Node<'a>) -> Option<Scalar> {
    let name = reader.text(node, "x-wire")?;
    let scalar = Scalar::ALL.into_iter().find(|scalar| scalar.name() == name);
    if scalar.is_none() {
        let known: Vec<_> = Scalar::ALL.into_iter().map(Scalar::name).collect();
        let message = format!("`{name}` is not a scalar of personeel-wire; expected one of {}", known.join(", "));
        reader.report(&node.pointer.child("x-wire"), message);
    }
    scalar
}

fn read_properties<'a>(reader: &mut TypedReader<'a>, node: &Node<'a>) -> Vec<Property> {
    let required = node.value.get("required").and_then(Value::as_array);
    let mut properties = Vec::new();
    for (name, member) in reader.mapping(node, "properties") {
        if member.value.is_null() {
            reader.report(&member.pointer, format!("is empty; describe what `{name}` is"));
            continue;
        }
        let required = required.is_some_and(|names| names.iter().any(|required| required == name));
        properties.extend(read_schema(reader, &member).map(|schema| Property {
            name: name.to_owned(),
            required,
            schema,
        }));
    }
    properties
}

fn read_additional<'a>(reader: &mut TypedReader<'a>, node: &Node<'a>) -> Option<Additional> {
    match node.value.get("additionalProperties")? {
        Value::Bool(true) => Some(Additional::Allowed),
        Value::Bool(false) => Some(Additional::Refused),
        _ => read_member(reader, node, "additionalProperties").map(|schema| Additional::Of(Box::new(schema))),
    }
}

fn read_enumeration<'a>(reader: &mut TypedReader<'a>, node: &Node<'a>) -> Option<Enumeration> {
    let names = reader.texts(node, "x-enum-varnames");
    let descriptions = reader.texts(node, "x-enum-descriptions");
    let (closed, open) = (node.member("enum"), node.member("x-extensible-enum"));
    if let (Some(_), Some(open)) = (&closed, &open) {
        reader.report(&open.pointer, "conflicts with `enum`; keep only one of them");
    }
    let (key, list) = match (&closed, &open) {
        (Some(list), _) => ("enum", list),
        (None, Some(list)) => ("x-extensible-enum", list),
        (None, None) => {
            if !names.is_empty() || !descriptions.is_empty() {
                reader.report(&node.pointer, "names or describes values without listing any; add `x-extensible-enum`");
            }
            return None;
        }
    };
    let values = reader.list(node, key).iter().filter_map(|item| read_literal(reader, item)).collect();
    let partial = reader.flag(node, "x-enum-partial").unwrap_or(false);
    Some(Enumeration { pointer: list.pointer.clone(), open: closed.is_none(), partial, values, names, descriptions })
}

fn read_literal(reader: &mut TypedReader<'_>, item: &Node<'_>) -> Option<Literal> {
    let literal = match item.value {
        Value::String(text) => Some(Literal::Text(text.clone())),
        Value::Bool(flag) => Some(Literal::Boolean(*flag)),
        Value::Number(number) => number.as_i64().map(Literal::Integer),
        _ => None,
    };
    if literal.is_none() {
        reader.report(&item.pointer, "must be a string, an integer, true or false");
    }
    literal
}

fn read_constraints<'a>(reader: &mut TypedReader<'a>, node: &Node<'a>) -> Constraints {
    Constraints {
        min_length: reader.count(node, "minLength"),
        max_length: reader.count(node, "maxLength"),
        pattern: reader.text(node, "pattern"),
        minimum: reader.number(node, "minimum"),
        exclusive_minimum: reader.flag(node, "exclusiveMinimum").unwrap_or(false),
        maximum: reader.number(node, "maximum"),
        exclusive_maximum: reader.flag(node, "exclusiveMaximum").unwrap_or(false),
        multiple_of: reader.number(node, "multipleOf"),
        min_items: reader.count(node, "minItems"),
        max_items: reader.count(node, "maxItems"),
        unique_items: reader.flag(node, "uniqueItems").unwrap_or(false),
        min_properties: reader.count(node, "minProperties"),
        max_properties: reader.count(node, "maxProperties"),
        max_decoded_bytes: reader.count(node, "x-max-decoded-bytes"),
        file_extensions: reader.texts(node, "x-file-extensions"),
    }
}

/// Reads `x-codes`.
pub(super) fn read_codes<'a>(reader: &mut TypedReader<'a>, node: &Node<'a>) -> Vec<CodeUse> {
    let mut codes = Vec::new();
    for (key, code) in reader.mapping(node, "x-codes") {
        let Some(constraint) = Constraint::ALL.into_iter().find(|known| known.name() == key) else {
            let known: Vec<_> = Constraint::ALL.into_iter().map(Constraint::name).collect();
            reader.report(&code.pointer, format!("unknown constraint `{key}`; expected one of {}", known.join(", ")));
            continue;
        };
        codes.extend(reader.item_text(&code).map(|name| CodeUse {
            pointer: code.pointer.clone(),
            constraint,
            code: name,
        }));
    }
    codes
}

fn read_rules<'a>(reader: &mut TypedReader<'a>, node: &Node<'a>) -> Vec<Rule> {
    let rules = reader.mappings(node, "x-rules");
    let mut read = |rule: &Node<'a>| Rule {
        pointer: rule.pointer.clone(),
        field: reader.text_or_empty(rule, "field"),
        relation: match reader.text_or_empty(rule, "kind") {
            kind if kind == "notBefore" => Relation::NotBefore,
            kind => Relation::Other(kind),
        },
        other: reader.text_or_empty(rule, "other"),
        code: reader.text_or_empty(rule, "code"),
    };
    rules.iter().map(&mut read).collect()
}
