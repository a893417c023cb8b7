//! Generates records for users' tests: every response type, with harmless values in its required members.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::Error;
use crate::model::{Component, JsonType, Literal, Model, Scalar, Schema};
use crate::names::{literal, snake, type_name};

/// Generates the file.
pub fn generate(model: &Model) -> Result<String, Error> {
    let mut out = String::from(
        "//! Fixtures for tests.\n//!\n//! Each function creates a record with harmless, invented values in its required \
         members, leaves the others empty,\n//! and lets the test change it.\n\nuse personeel_client::types;\n\nuse crate::fixture::make;\npub use crate::fixture::Visitor;\n",
    );
    let mut visits = String::new();
    for component in &model.schemas {
        let schema = &component.schema;
        let is_record = schema.json_type == Some(JsonType::Object) && schema.in_response();
        if !is_record {
            continue;
        }
        let name = type_name(component);
        let function = snake(name);
        let text = literal(&example_record(model, component)?.to_string());
        let _ = write!(
            out,
            "\n/// Creates a fixture of [`{name}`](types::{name}) and applies `change` to it.\npub fn {function}(change: impl FnOnce(&mut types::{name})) -> types::{name} {{\n    make({text}, change)\n}}\n"
        );
        let _ = writeln!(visits, "    visitor.visit({}, {function}(|_| ()));", literal(&component.name));
    }
    let _ = write!(
        out,
        "\n/// Passes a fixture of every type of record to a visitor, with the name of its schema in the document.\n///\n\
         /// Use it for tests that apply to every type of record.\npub fn visit_each(visitor: &mut impl Visitor) {{\n{visits}}}\n"
    );
    Ok(out)
}

fn example_record(model: &Model, component: &Component) -> Result<Value, Error> {
    let mut members = Map::new();
    for property in component.schema.properties.iter().filter(|property| property.required) {
        members.insert(property.name.clone(), example_value(model, &property.schema)?);
    }
    Ok(Value::Object(members))
}

fn example_value(model: &Model, schema: &Schema) -> Result<Value, Error> {
    let target = model.target(schema);
    if let Some(listed) = &target.enumeration {
        return Ok(match listed.values.first() {
            Some(Literal::Text(text)) => json!(text),
            Some(Literal::Integer(number)) => json!(number),
            Some(Literal::Boolean(flag)) => json!(flag),
            None => Value::Null,
        });
    }
    Ok(match (target.scalar(), target.json_type) {
        (Some(Scalar::Guid), _) => json!("00000000-0000-4000-8000-000000000001"),
        (Some(Scalar::Date | Scalar::DateTime), _) => json!("2000-01-01"),
        (Some(Scalar::InstituteNumber), _) => json!("999999"),
        (Some(Scalar::SchoolYear), _) => json!("2023-24"),
        (Some(Scalar::Structure), _) => json!("311"),
        (Some(Scalar::Decimal), _) | (None, Some(JsonType::Integer | JsonType::Number)) => json!(1),
        (None, Some(JsonType::String)) => json!(""),
        (None, Some(JsonType::Boolean)) => json!(false),
        (None, Some(JsonType::Array)) => json!([]),
        (None, Some(JsonType::Object)) => match schema.reference.as_deref().and_then(|name| model.component(name)) {
            Some(component) => example_record(model, component)?,
            None => json!({}),
        },
        (None, None) => Value::Null,
    })
}
