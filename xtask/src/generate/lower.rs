//! Lowers the document to the subset that progenitor supports.
//!
//! The document is written for people and for all kinds of tools; progenitor supports less. Each step works around one
//! of its limitations:
//!
//! - it always sends `info.version` as `api-version` and appends header parameters to that, so headers are removed here,
//!   and the header it adds is removed in `methods`;
//! - it has one type per group of responses and loses the status of a response that it cannot decode, so responses other
//!   than 2xx are removed from the client (the mocks keep them);
//! - it enforces constraints on what it decodes, so they are removed, and the checks are generated separately;
//! - its formats are strict, so they are replaced by names that stand for the lenient scalars of `personeel-wire`.

use serde_json::{Map, Value, json};

use super::{Error, docs};
use crate::model::{Additional, Call, Format, Model, Parameter, Place, Response, Schema};
use crate::names::type_name;

/// What the document is lowered for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For {
    /// The client, which receives errors as raw responses.
    Client,
    /// The mocks, which have typed helpers for errors.
    Mocks,
}

/// Returns the document in the form that progenitor reads.
pub fn lower(model: &Model, target: For) -> Result<openapiv3::OpenAPI, Error> {
    let lowered = lower_model(model, target)?;
    serde_json::from_value(lowered).map_err(|error| Error::at("the lowered document", error.to_string()))
}

fn lower_model(model: &Model, target: For) -> Result<Value, Error> {
    let mut schemas = Map::new();
    for component in &model.schemas {
        let mut lowered = lower_schema(model, &component.schema);
        set_description(&mut lowered, &docs::describe_schema(&component.schema));
        schemas.insert(type_name(component).to_owned(), lowered);
    }
    let mut paths: Map<String, Value> = Map::new();
    for call in &model.calls {
        let key = if call.older_version { format!("{}#v{}", call.path, call.api_version) } else { call.path.clone() };
        let item = paths.entry(key).or_insert_with(|| json!({}));
        item[call.method.key()] = lower_call(model, call, target)?;
    }
    Ok(json!({
        "openapi": "3.0.3",
        "info": { "title": model.title, "version": model.api_version },
        "paths": paths,
        "components": { "schemas": schemas },
    }))
}

fn lower_call(model: &Model, call: &Call, target: For) -> Result<Value, Error> {
    let kept = call.parameters.iter().filter(|parameter| matches!(parameter.place, Place::Path | Place::Query));
    let parameters: Vec<_> = kept.map(|parameter| lower_parameter(model, parameter)).collect();
    let mut responses = Map::new();
    for response in &call.responses {
        if response.is_success() || target == For::Mocks {
            responses.insert(response.status.clone(), lower_response(model, response));
        }
    }
    let mut lowered = json!({ "operationId": call.id, "parameters": parameters, "responses": responses });
    if let Some(body) = &call.body {
        let Some(schema) = body.json().and_then(|media| media.schema.as_ref()) else {
            let kinds: Vec<_> = body.media.iter().map(|media| media.kind.as_str()).collect();
            return Err(Error::at(
                body.pointer.to_string(),
                format!(
                    "`{}` sends {}, but code can only be generated for application/json",
                    call.id,
                    kinds.join(", ")
                ),
            ));
        };
        lowered["requestBody"] = json!({
            "required": true,
            "content": { "application/json": { "schema": lower_schema(model, schema) } },
        });
    }
    Ok(lowered)
}

fn lower_parameter(model: &Model, parameter: &Parameter) -> Value {
    json!({
        "name": parameter.name,
        "in": parameter.place.name(),
        "required": parameter.required,
        "schema": parameter.schema.as_ref().map_or_else(|| json!({}), |schema| lower_schema(model, schema)),
    })
}

fn lower_response(model: &Model, response: &Response) -> Value {
    let mut lowered = json!({ "description": response.description });
    if response.raw_body {
        lowered["content"] = json!({ "*/*": {} });
    } else if let Some(schema) = response.json().and_then(|media| media.schema.as_ref()) {
        lowered["content"] = json!({ "application/json": { "schema": lower_schema(model, schema) } });
    }
    lowered
}

/// Lowers a schema: drops its constraints, extensions and examples. `nullable` is dropped as well, because a property
/// that is not required becomes an `Option`, which reads `null` and an absent member as `None`.
fn lower_schema(model: &Model, schema: &Schema) -> Value {
    if let Some(name) = schema.reference.as_deref() {
        let name = model.component(name).map_or(name, type_name);
        return json!({ "$ref": format!("#/components/schemas/{name}") });
    }
    let mut lowered = Map::new();
    if let Some(json_type) = schema.json_type {
        lowered.insert("type".to_owned(), json!(json_type.name()));
    }
    if let Some(format) = wire_format(schema) {
        lowered.insert("format".to_owned(), Value::String(format));
    }
    if !schema.required.is_empty() {
        lowered.insert("required".to_owned(), json!(schema.required));
    }
    match &schema.additional {
        Some(Additional::Allowed) => drop(lowered.insert("additionalProperties".to_owned(), json!(true))),
        Some(Additional::Of(inner)) => {
            lowered.insert("additionalProperties".to_owned(), lower_schema(model, inner));
        }
        // Additional members, from a newer guide for example, are not an error.
        Some(Additional::Refused) | None => {}
    }
    if let Some(items) = &schema.items {
        lowered.insert("items".to_owned(), lower_schema(model, items));
    }
    if !schema.properties.is_empty() {
        let properties = schema.properties.iter().map(|property| {
            let mut lowered = lower_schema(model, &property.schema);
            set_description(&mut lowered, &docs::describe_property(model, property));
            (property.name.clone(), lowered)
        });
        lowered.insert("properties".to_owned(), Value::Object(properties.collect()));
    }
    Value::Object(lowered)
}

fn set_description(lowered: &mut Value, text: &str) {
    if text.is_empty() {
        return;
    }
    // A description next to a reference is ignored.
    if lowered.get("$ref").is_some() {
        *lowered = json!({ "allOf": [lowered.take()] });
    }
    lowered["description"] = json!(text);
}

/// Returns the format name that `settings` maps to the Rust type of a scalar.
fn wire_format(schema: &Schema) -> Option<String> {
    if let Some(id) = &schema.id {
        return Some(format!("wire-{id}"));
    }
    if let Some(scalar) = schema.scalar() {
        return Some(format!("wire-{}", scalar.name()));
    }
    schema.format.as_ref().filter(|format| **format != Format::Byte).map(|format| format.name().to_owned())
}
