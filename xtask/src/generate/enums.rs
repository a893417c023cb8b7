//! Generates open enumerations from the schemas that list their values.

use std::fmt::Write as _;

use super::Error;
use super::docs::comment;
use crate::model::{Component, JsonType, Literal, Model};
use crate::names::{literal, type_name};

/// Generates the file.
pub fn generate(model: &Model) -> Result<String, Error> {
    let mut out = String::from(
        "//! Values that the guide lists; other values decode as `Unknown`.\n\nuse personeel_wire::open_enum;\n",
    );
    for component in model.schemas.iter().filter(|component| component.schema.is_enumeration()) {
        out.push('\n');
        out.push_str(&render_enumeration(component)?);
    }
    Ok(out)
}

fn render_enumeration(component: &Component) -> Result<String, Error> {
    let schema = &component.schema;
    let Some(listed) = &schema.enumeration else { return Ok(String::new()) };
    if listed.values.len() != listed.names.len() || listed.values.len() != listed.descriptions.len() {
        return Err(Error::at(schema.pointer.to_string(), "needs one name and one description for each value"));
    }
    let kind = if schema.json_type == Some(JsonType::Integer) { "integer" } else { "text" };
    let mut text = schema.description.clone().unwrap_or_default();
    if let Some(since) = &schema.since {
        let _ = write!(text, " Since version {since} of the guide.");
    }
    let mut out = String::from("open_enum! {\n");
    out.push_str(&comment(&text, 4));
    let _ = writeln!(out, "    pub enum {}: {kind} {{", type_name(component));
    for ((value, variant), text) in listed.values.iter().zip(&listed.names).zip(&listed.descriptions) {
        out.push_str(&comment(&format!("`{value}`: {text}").replace("``: ", "Empty: "), 8));
        let value = match value {
            Literal::Text(text) => literal(text),
            other => other.to_string(),
        };
        let _ = writeln!(out, "        {variant} = {value},");
    }
    out.push_str("    }\n}\n");
    Ok(out)
}
