//! Open enumerations, from the schemas that name their values.

use std::fmt::Write as _;

use serde_json::Value;

use super::Error;
use super::lower::object;
use super::names::{doc, literal};
use super::settings::is_enumeration;

/// Generates the file.
pub fn generate(document: &Value) -> Result<String, Error> {
    let mut out = String::from(
        "//! Values that the guide names; those that it does not name decode too.\n\nuse ::personeel_wire::open_enum;\n",
    );
    for (name, schema) in object(document, "/components/schemas") {
        if is_enumeration(schema) {
            out.push('\n');
            out.push_str(&enumeration(name, schema)?);
        }
    }
    Ok(out)
}

fn enumeration(name: &str, schema: &Value) -> Result<String, Error> {
    let place = format!("#/components/schemas/{name}");
    let list = |key: &str| schema[key].as_array().cloned().unwrap_or_default();
    let values = if schema.get("enum").is_some() { list("enum") } else { list("x-extensible-enum") };
    let (names, docs) = (list("x-enum-varnames"), list("x-enum-descriptions"));
    if values.len() != names.len() || values.len() != docs.len() {
        return Err(Error::at(place, "needs one name and one description for each value"));
    }
    let kind = if schema["type"] == "integer" { "integer" } else { "text" };
    let mut text = schema["description"].as_str().unwrap_or_default().to_owned();
    if let Some(since) = schema["x-since"].as_str() {
        let _ = write!(text, " Since guide {since}.");
    }
    let mut out = String::from("open_enum! {\n");
    out.push_str(&doc(&text, 4));
    let _ = writeln!(out, "    pub enum {name}: {kind} {{");
    for ((value, variant), text) in values.iter().zip(&names).zip(&docs) {
        let shown = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
        let text = text.as_str().unwrap_or_default();
        out.push_str(&doc(&format!("`{shown}`: {text}").replace("``: ", "Empty: "), 8));
        let value = value.as_str().map_or_else(|| value.to_string(), literal);
        let _ = writeln!(out, "        {} = {value},", variant.as_str().unwrap_or_default());
    }
    out.push_str("    }\n}\n");
    Ok(out)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_keep_their_order_type_and_documentation() {
        let schema = json!({
            "type": "string", "description": "A status.", "x-since": "2.6", "x-extensible-enum": ["R", ""],
            "x-enum-varnames": ["Reaffectatie", "NietIngevuld"], "x-enum-descriptions": ["Reassigned.", "Not filled in."],
        });
        let text = enumeration("Status", &schema).unwrap();
        let expected = "open_enum! {\n    /// A status. Since guide 2.6.\n    pub enum Status: text {\n        \
                        /// `R`: Reassigned.\n        Reaffectatie = \"R\",\n        \
                        /// Empty: Not filled in.\n        NietIngevuld = \"\",\n    }\n}\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn numbers_are_written_as_numbers_and_uneven_lists_are_an_error() {
        let mut schema = json!({
            "type": "integer", "description": "A kind.", "enum": [3],
            "x-enum-varnames": ["Mobile"], "x-enum-descriptions": ["Mobile phone."],
        });
        assert!(
            enumeration("Kind", &schema)
                .unwrap()
                .contains("pub enum Kind: integer {\n        /// `3`: Mobile phone.\n        Mobile = 3,\n")
        );
        schema["enum"] = json!([3, 4]);
        assert!(enumeration("Kind", &schema).unwrap_err().to_string().starts_with("#/components/schemas/Kind: "));
    }
}
