//! Lowering: the document as the generator can take it.
//!
//! The document is written for people and for tools of every kind; progenitor understands less. Each step here answers
//! one of its limits:
//!
//! - it sends `info.version` as `api-version` by itself, and appends header parameters to that: both headers that the
//!   seam sets are taken out here, and what it adds by itself in `requests`;
//! - it has one type per group of responses and loses the status of what it cannot decode: responses other than 2xx are
//!   taken out of the client (the mocks keep them);
//! - it enforces constraints on what it decodes: they are taken out, and the checks are generated apart;
//! - its formats are strict: they become names that stand for the lenient scalars of `personeel-wire`.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::Error;

/// For whom the document is lowered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For {
    /// The client: errors arrive as unread responses.
    Client,
    /// The mocks: errors have typed helpers.
    Mocks,
}

/// Headers that the seam sets on every request.
const SEAM_HEADERS: [&str; 2] = ["InstituteNo", "Api-Version"];

/// The lowered copy of a document.
pub fn lower(document: &Value, target: For) -> Result<Value, Error> {
    let mut schemas = Map::new();
    for (name, schema) in object(document, "/components/schemas") {
        schemas.insert(name.clone(), lower_schema(schema));
    }
    let mut paths = Map::new();
    for (path, item) in object(document, "/paths") {
        let mut operations = Map::new();
        for (method, operation) in item.as_object().into_iter().flatten() {
            let place = format!("{method} {path}");
            operations.insert(method.clone(), lower_operation(document, operation, target, &place)?);
        }
        paths.insert(path.clone(), Value::Object(operations));
    }
    Ok(json!({
        "openapi": document["openapi"],
        "info": { "title": document["info"]["title"], "version": document["info"]["version"] },
        "paths": paths,
        "components": { "schemas": schemas },
    }))
}

fn lower_operation(document: &Value, operation: &Value, target: For, place: &str) -> Result<Value, Error> {
    let mut parameters = Vec::new();
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let parameter = resolve(document, parameter, place)?;
        let name = parameter["name"].as_str().unwrap_or_default();
        if parameter["in"] == "header" && SEAM_HEADERS.contains(&name) {
            continue;
        }
        parameters.push(json!({
            "name": name,
            "in": parameter["in"],
            "required": parameter["required"],
            "description": describe(parameter),
            "schema": lower_schema(&parameter["schema"]),
        }));
    }
    let mut responses = Map::new();
    for (status, response) in operation["responses"].as_object().into_iter().flatten() {
        let response = resolve(document, response, place)?;
        let success = status.starts_with('2');
        if success || target == For::Mocks {
            responses.insert(status.clone(), lower_response(response));
        }
    }
    let mut lowered = json!({
        "operationId": operation["operationId"],
        "summary": operation["summary"],
        "description": describe_operation(document, operation),
        "parameters": parameters,
        "responses": responses,
    });
    if let Some(body) = operation.get("requestBody") {
        lowered["requestBody"] = json!({
            "required": true,
            "content": { "application/json": { "schema": body["content"]["application/json"]["schema"] } },
        });
    }
    Ok(lowered)
}

fn lower_response(response: &Value) -> Value {
    let mut lowered = json!({ "description": response["description"] });
    let schema = &response["content"]["application/json"]["schema"];
    if response["x-raw-body"] == true {
        lowered["content"] = json!({ "*/*": {} });
    } else if !schema.is_null() {
        lowered["content"] = json!({ "application/json": { "schema": lower_schema(schema) } });
    }
    lowered
}

/// A schema without constraints, extensions and examples. `nullable` goes too: a property that is not required is
/// an `Option`, and `None` reads from `null` as well as from absence.
fn lower_schema(schema: &Value) -> Value {
    let Some(schema) = schema.as_object() else { return schema.clone() };
    if let Some(reference) = schema.get("$ref") {
        return json!({ "$ref": reference });
    }
    if let Some(Value::Array(parts)) = schema.get("allOf")
        && let [only] = parts.as_slice()
    {
        let mut lowered = lower_schema(only);
        if let Some(text) = describe_text(schema) {
            lowered = json!({ "allOf": [lowered], "description": text });
        }
        return lowered;
    }
    let mut lowered = Map::new();
    for key in ["type", "required", "additionalProperties"] {
        if let Some(value) = schema.get(key) {
            lowered.insert(key.to_owned(), value.clone());
        }
    }
    if let Some(text) = describe_text(schema) {
        lowered.insert("description".to_owned(), Value::String(text));
    }
    if let Some(format) = wire_format(schema) {
        lowered.insert("format".to_owned(), Value::String(format));
    }
    if let Some(items) = schema.get("items") {
        lowered.insert("items".to_owned(), lower_schema(items));
    }
    if let Some(Value::Object(properties)) = schema.get("properties") {
        let properties = properties.iter().map(|(name, property)| (name.clone(), lower_schema(property)));
        lowered.insert("properties".to_owned(), Value::Object(properties.collect()));
    }
    Value::Object(lowered)
}

/// The format under which `settings` knows the Rust type of a scalar.
fn wire_format(schema: &Map<String, Value>) -> Option<String> {
    if let Some(Value::String(wire)) = schema.get("x-wire") {
        return Some(format!("wire-{wire}"));
    }
    match schema.get("format")?.as_str()? {
        "uuid" => Some("wire-Guid".to_owned()),
        "date" | "date-time-local" => Some("wire-Date".to_owned()),
        "decimal" => Some("wire-Decimal".to_owned()),
        "byte" => None,
        other => Some(other.to_owned()),
    }
}

fn describe_operation(document: &Value, operation: &Value) -> String {
    let mut text = operation["description"].as_str().unwrap_or_default().to_owned();
    let heading = operation["x-guide"].as_str().unwrap_or_default();
    let section = operation["x-guide-section"].as_str().map(|section| format!(", {section}")).unwrap_or_default();
    let since = operation["x-since"].as_str().unwrap_or_default();
    let version = &operation["x-api-version"];
    // Writing to a string cannot fail.
    let _ = write!(text, "\n\nGuide: `{heading}`{section}; since guide {since}. Sent as API version {version}.");
    let codes: Vec<_> = object(document, "/x-error-codes")
        .filter(|(_, code)| {
            let operations = code["operations"].as_array();
            operations.is_some_and(|ids| ids.contains(&operation["operationId"]))
        })
        .map(|(name, _)| name.as_str())
        .collect();
    if !codes.is_empty() {
        let _ = write!(text, "\n\nRefusals: {}.", codes.join(", "));
    }
    text
}

fn describe(node: &Value) -> Option<String> {
    node.as_object().and_then(describe_text)
}

/// The description, with the guide version that brought the thing where it came later than its surroundings.
fn describe_text(node: &Map<String, Value>) -> Option<String> {
    let text = node.get("description")?.as_str()?.to_owned();
    let since = node.get("x-since").and_then(Value::as_str);
    let heading = node.get("x-guide").and_then(Value::as_str);
    Some(match (heading, since) {
        (Some(heading), Some(since)) => format!("{text}\n\nGuide: `{heading}`; since guide {since}."),
        (_, Some(since)) => format!("{text} Since guide {since}."),
        _ => text,
    })
}

/// The members of the mapping at a JSON pointer.
pub fn object<'a>(document: &'a Value, pointer: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    document.pointer(pointer).and_then(Value::as_object).into_iter().flatten()
}

/// Follows a local `$ref`.
pub fn resolve<'a>(document: &'a Value, node: &'a Value, place: &str) -> Result<&'a Value, Error> {
    let Some(reference) = node.get("$ref").and_then(Value::as_str) else { return Ok(node) };
    reference
        .strip_prefix('#')
        .and_then(|pointer| document.pointer(pointer))
        .ok_or_else(|| Error::at(place, format!("`{reference}` leads nowhere")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nullable_reference_keeps_its_description_and_loses_the_rest() {
        let schema = json!({
            "nullable": true, "allOf": [{ "$ref": "#/components/schemas/Bank" }], "description": "The bank.",
            "x-since": "2.6", "x-personal": true,
        });
        assert_eq!(
            lower_schema(&schema),
            json!({ "allOf": [{ "$ref": "#/components/schemas/Bank" }], "description": "The bank. Since guide 2.6." })
        );
    }

    #[test]
    fn constraints_and_defaults_go_and_formats_become_wire_scalars() {
        let schema = json!({
            "type": "object", "required": ["a"],
            "properties": {
                "a": { "type": "string", "maxLength": 3, "pattern": "x", "default": "y" },
                "b": { "type": "string", "format": "date-time-local", "nullable": true },
                "c": { "type": "string", "format": "date-time-local", "x-wire": "DateTime" },
            },
        });
        assert_eq!(
            lower_schema(&schema)["properties"],
            json!({
                "a": { "type": "string" },
                "b": { "type": "string", "format": "wire-Date" },
                "c": { "type": "string", "format": "wire-DateTime" },
            })
        );
    }
}
