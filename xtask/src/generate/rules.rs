//! The rules that requests must meet, with the code that a violation earns.

use std::fmt::Write as _;

use serde_json::Value;

use super::Error;
use super::lower::{object, resolve};
use super::names::{literal, variant};

/// Generates the file.
pub fn generate(document: &Value) -> Result<String, Error> {
    let mut out = String::from(
        "//! The rules of requests.\n\nuse super::codes::ErrorCode;\nuse super::operations::Operation;\n\
         use crate::rules::{Constraint, FieldRule, NotBefore, RequestRules};\n\n\
         /// The rules of every call that has any, in the order of the document.\n\
         pub(crate) static RULES: &[RequestRules] = &[\n",
    );
    for (path, item) in object(document, "/paths") {
        for (method, operation) in item.as_object().into_iter().flatten() {
            let place = format!("{method} {path}");
            let parameters = parameters(document, operation, &place)?;
            let (fields, relations) = body(document, operation, &place)?;
            if parameters.is_empty() && fields.is_empty() {
                continue;
            }
            let id = variant(operation["operationId"].as_str().unwrap_or_default());
            let _ = write!(
                out,
                "    RequestRules {{\n        operation: Operation::{id},\n        parameters: &[\n{parameters}        ],\n        \
                 body: &[\n{fields}        ],\n        relations: &[{relations}],\n    }},\n"
            );
        }
    }
    out.push_str("];\n");
    Ok(out)
}

fn parameters(document: &Value, operation: &Value, place: &str) -> Result<String, Error> {
    let mut out = String::new();
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let parameter = resolve(document, parameter, place)?;
        if let Some(codes) = parameter["x-codes"].as_object() {
            let name = parameter["name"].as_str().unwrap_or_default();
            // A path parameter that is missing and one that is no GUID are the same violation.
            for code in codes.values() {
                let _ = writeln!(out, "            (\"{name}\", ErrorCode::{}),", code_name(code));
            }
        }
    }
    Ok(out)
}

fn body(document: &Value, operation: &Value, place: &str) -> Result<(String, String), Error> {
    let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
    if schema.is_null() {
        return Ok(Default::default());
    }
    let schema = resolve(document, schema, place)?;
    let mut fields = String::new();
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let Some(codes) = property["x-codes"].as_object() else { continue };
        let place = format!("{place}: {name}");
        let target = match property["allOf"].as_array().map(Vec::as_slice) {
            Some([only]) => resolve(document, only, &place)?,
            _ => property,
        };
        let mut required = "None".to_owned();
        let mut constraints = Vec::new();
        for (key, code) in codes {
            let code = format!("ErrorCode::{}", code_name(code));
            if key == "required" {
                required = format!("Some({code})");
            } else {
                constraints.push(format!("({}, {code})", constraint(key, property, target, &place)?));
            }
        }
        let _ = writeln!(
            fields,
            "            FieldRule {{ field: {}, required: {required}, constraints: &[{}] }},",
            literal(name),
            constraints.join(", ")
        );
    }
    let relations: Result<Vec<_>, Error> =
        schema["x-rules"].as_array().into_iter().flatten().map(|rule| relation(rule, place)).collect();
    Ok((fields, relations?.join(", ")))
}

fn constraint(key: &str, property: &Value, target: &Value, place: &str) -> Result<String, Error> {
    let number = |name: &str| {
        property[name]
            .as_u64()
            .or_else(|| target[name].as_u64())
            .ok_or_else(|| Error::at(place, format!("`x-codes.{key}` asks for `{name}`")))
    };
    Ok(match key {
        "maxLength" if property.get("x-max-decoded-bytes").is_some() => {
            format!("Constraint::MaxDecodedBytes({})", grouped(number("x-max-decoded-bytes")?))
        }
        "maxLength" => format!("Constraint::MaxLength({})", number("maxLength")?),
        "length" => format!("Constraint::Length({}, {})", number("minLength")?, number("maxLength")?),
        "value" => values(target, place)?,
        "format" if target["x-wire"] == "SchoolYear" => "Constraint::SchoolYear".to_owned(),
        // The guide names the code and keeps the rule to itself.
        "format" => "Constraint::Undocumented".to_owned(),
        "pattern" => {
            let extensions = property["x-file-extensions"].as_array().into_iter().flatten().filter_map(Value::as_str);
            let extensions: Vec<_> = extensions.map(literal).collect();
            if extensions.is_empty() {
                return Err(Error::at(place, "`x-codes.pattern` asks for `x-file-extensions`"));
            }
            format!("Constraint::FileExtension(&[{}])", extensions.join(", "))
        }
        _ => return Err(Error::at(place, format!("`x-codes.{key}` is no constraint that the generator knows"))),
    })
}

fn values(target: &Value, place: &str) -> Result<String, Error> {
    let values = target["enum"].as_array().ok_or_else(|| Error::at(place, "`x-codes.value` asks for `enum`"))?;
    let list: Vec<_> = values.iter().map(ToString::to_string).collect();
    let kind = if target["type"] == "integer" { "Numbers" } else { "Texts" };
    Ok(format!("Constraint::{kind}(&[{}])", list.join(", ")))
}

fn relation(rule: &Value, place: &str) -> Result<String, Error> {
    let text = |key: &str| rule[key].as_str().ok_or_else(|| Error::at(place, format!("`x-rules` asks for `{key}`")));
    if text("kind")? != "notBefore" {
        return Err(Error::at(place, "`x-rules` knows one kind, `notBefore`"));
    }
    Ok(format!(
        "NotBefore {{ field: {}, other: {}, code: ErrorCode::{} }}",
        literal(text("field")?),
        literal(text("other")?),
        variant(text("code")?)
    ))
}

/// A number in groups of three digits, as the lints ask for.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let first = digits.len() % 3;
    let groups = digits.as_bytes()[first..].chunks(3).map(|group| String::from_utf8_lossy(group).into_owned());
    let head = (first > 0).then(|| digits[..first].to_owned());
    head.into_iter().chain(groups).collect::<Vec<_>>().join("_")
}

fn code_name(code: &Value) -> String {
    variant(code.as_str().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn document(property: &Value) -> Value {
        json!({
            "paths": { "/a": { "put": {
                "operationId": "putA",
                "parameters": [{ "name": "id", "in": "path", "x-codes": { "format": "BR001" } }],
                "requestBody": { "content": { "application/json": { "schema": {
                    "properties": { "a": property },
                    "x-rules": [{ "kind": "notBefore", "field": "a", "other": "b", "code": "BR008B" }],
                } } } },
            } } },
            "components": { "schemas": {
                "Code": { "type": "string", "enum": ["1", "2"] },
                "Number": { "type": "integer", "enum": [1, 3] },
                "Structure": { "type": "string", "minLength": 3, "maxLength": 3 },
                "SchoolYear": { "type": "string", "x-wire": "SchoolYear" },
            } },
        })
    }

    fn constraint_of(property: &Value) -> String {
        let text = generate(&document(property)).unwrap();
        text.split("constraints: &[").nth(1).unwrap().split("] },\n").next().unwrap().to_owned()
    }

    #[test]
    fn each_constraint_is_told_with_its_code() {
        let one_of = |name: &str| json!([{ "$ref": format!("#/components/schemas/{name}") }]);
        let cases = [
            (
                json!({ "maxLength": 5, "x-codes": { "maxLength": "BR009" } }),
                "(Constraint::MaxLength(5), ErrorCode::Br009)",
            ),
            (
                json!({ "maxLength": 8, "x-max-decoded-bytes": 10_485_760, "x-codes": { "maxLength": "BR017B" } }),
                "(Constraint::MaxDecodedBytes(10_485_760), ErrorCode::Br017B)",
            ),
            (
                json!({ "allOf": one_of("Structure"), "x-codes": { "length": "BR005B" } }),
                "(Constraint::Length(3, 3), ErrorCode::Br005B)",
            ),
            (
                json!({ "allOf": one_of("Code"), "x-codes": { "value": "BR006B" } }),
                "(Constraint::Texts(&[\"1\", \"2\"]), ErrorCode::Br006B)",
            ),
            (
                json!({ "allOf": one_of("Number"), "x-codes": { "value": "BR020" } }),
                "(Constraint::Numbers(&[1, 3]), ErrorCode::Br020)",
            ),
            (
                json!({ "allOf": one_of("SchoolYear"), "x-codes": { "format": "BR004B" } }),
                "(Constraint::SchoolYear, ErrorCode::Br004B)",
            ),
            (json!({ "x-codes": { "format": "BR023" } }), "(Constraint::Undocumented, ErrorCode::Br023)"),
            (
                json!({ "x-file-extensions": ["pdf"], "x-codes": { "pattern": "BR016C" } }),
                "(Constraint::FileExtension(&[\"pdf\"]), ErrorCode::Br016C)",
            ),
        ];
        for (property, expected) in cases {
            assert_eq!(constraint_of(&property), expected);
        }
    }

    #[test]
    fn parameters_and_relations_have_their_codes() {
        let text = generate(&document(&json!({ "x-codes": { "required": "BR003A" } }))).unwrap();
        assert!(text.contains("(\"id\", ErrorCode::Br001)"), "{text}");
        assert!(text.contains("field: \"a\", required: Some(ErrorCode::Br003A), constraints: &[]"), "{text}");
        assert!(text.contains("NotBefore { field: \"a\", other: \"b\", code: ErrorCode::Br008B }"), "{text}");
    }

    #[test]
    fn a_constraint_that_is_not_there_or_not_known_is_an_error_with_its_place() {
        for key in ["maxLength", "length", "value", "pattern", "maximum"] {
            let error = generate(&document(&json!({ "x-codes": { (key): "BR009" } }))).unwrap_err().to_string();
            assert!(error.starts_with("put /a: a: ") && error.contains('`'), "{error}");
        }
    }
}
