//! Generates the rules for requests, with the code for each violation.

use std::fmt::Write as _;

use super::Error;
use crate::model::{Call, CodeUse, Constraint, JsonType, Literal, Model, Place, Relation, Scalar, Schema};
use crate::names::{grouped, literal, variant};

/// Generates the file.
pub fn generate(model: &Model) -> Result<String, Error> {
    let mut out = String::from(
        "//! The rules of requests.\n\nuse super::codes::ErrorCode;\nuse super::operations::Operation;\n\
         use crate::rules::{Constraint, FieldRule, NotBefore, RequestRules};\n\n\
         /// The rules of every call that has any, in document order.\n\
         pub(crate) static RULES: &[RequestRules] = &[\n",
    );
    for call in &model.calls {
        let parameters = render_parameters(call);
        let queries = render_queries(model, call);
        let (fields, relations) = render_body(model, call)?;
        if parameters.is_empty() && queries.is_empty() && fields.is_empty() {
            continue;
        }
        let list = |items: String| if items.is_empty() { "&[]".to_owned() } else { format!("&[\n{items}        ]") };
        let _ = write!(
            out,
            "    RequestRules {{\n        operation: Operation::{},\n        parameters: {},\n        queries: {},\n        \
             body: {},\n        relations: &[{relations}],\n    }},\n",
            variant(&call.id),
            list(parameters),
            list(queries),
            list(fields),
        );
    }
    out.push_str("];\n");
    Ok(out)
}

fn render_parameters(call: &Call) -> String {
    let mut out = String::new();
    for parameter in &call.parameters {
        // A missing path parameter and one that is not a GUID are the same violation.
        for code in &parameter.codes {
            let _ = writeln!(out, "            ({}, {}),", literal(&parameter.name), code_path(&code.code));
        }
    }
    out
}

fn render_queries(model: &Model, call: &Call) -> String {
    let mut out = String::new();
    for parameter in call.parameters_in(Place::Query) {
        if let Some(constraint) = parameter.schema.as_ref().and_then(|schema| query_constraint(model, schema)) {
            let _ = writeln!(out, "            ({}, {constraint}),", literal(&parameter.name));
        }
    }
    out
}

/// Returns the constraint on a query parameter, if its type can hold a value that violates it.
pub fn query_constraint(model: &Model, schema: &Schema) -> Option<String> {
    let target = model.target(schema);
    let constraints = &target.constraints;
    match (target.scalar(), constraints.min_length, constraints.max_length) {
        // A structure taken from a response may be any text.
        (None | Some(Scalar::Structure), Some(min), Some(max)) => Some(format!("Constraint::Length({min}, {max})")),
        (None, None, Some(max)) => Some(format!("Constraint::MaxLength({max})")),
        _ => None,
    }
}

fn render_body(model: &Model, call: &Call) -> Result<(String, String), Error> {
    let Some(schema) = call.body.as_ref().and_then(|body| body.json()?.schema.as_ref()) else {
        return Ok(Default::default());
    };
    let schema = model.target(schema);
    let mut fields = String::new();
    for property in schema.properties.iter().filter(|property| !property.schema.codes.is_empty()) {
        let mut required = "None".to_owned();
        let mut constraints = Vec::new();
        for code in &property.schema.codes {
            let name = code_path(&code.code);
            match code.constraint {
                Constraint::Required => required = format!("Some({name})"),
                _ => constraints.push(format!("({}, {name})", render_constraint(model, &property.schema, code)?)),
            }
        }
        let _ = writeln!(
            fields,
            "            FieldRule {{ field: {}, required: {required}, constraints: &[{}] }},",
            literal(&property.name),
            constraints.join(", ")
        );
    }
    let relations: Result<Vec<_>, Error> = schema
        .rules
        .iter()
        .map(|rule| match rule.relation {
            Relation::NotBefore => Ok(format!(
                "NotBefore {{ field: {}, other: {}, code: {} }}",
                literal(&rule.field),
                literal(&rule.other),
                code_path(&rule.code)
            )),
            Relation::Other(_) => Err(Error::at(rule.pointer.to_string(), "`x-rules` only supports `notBefore`")),
        })
        .collect();
    Ok((fields, relations?.join(", ")))
}

fn render_constraint(model: &Model, schema: &Schema, code: &CodeUse) -> Result<String, Error> {
    let target = model.target(schema);
    let requires = |keyword: &str| {
        Error::at(code.pointer.to_string(), format!("`x-codes.{}` requires `{keyword}`", code.constraint.name()))
    };
    let number = |of: fn(&Schema) -> Option<u64>, keyword: &str| {
        of(schema).or_else(|| of(target)).ok_or_else(|| requires(keyword))
    };
    Ok(match code.constraint {
        Constraint::Required => return Err(requires("a value")),
        Constraint::MaxLength => match schema.constraints.max_decoded_bytes {
            Some(bytes) => format!("Constraint::MaxDecodedBytes({})", grouped(bytes)),
            None => format!("Constraint::MaxLength({})", number(|schema| schema.constraints.max_length, "maxLength")?),
        },
        Constraint::Length => format!(
            "Constraint::Length({}, {})",
            number(|schema| schema.constraints.min_length, "minLength")?,
            number(|schema| schema.constraints.max_length, "maxLength")?
        ),
        Constraint::Value => {
            let listed = target.enumeration.as_ref().filter(|listed| !listed.open).ok_or_else(|| requires("enum"))?;
            let kind = if target.json_type == Some(JsonType::Integer) { "Numbers" } else { "Texts" };
            let values: Vec<_> = listed
                .values
                .iter()
                .map(|value| match value {
                    Literal::Text(text) => literal(text),
                    other => other.to_string(),
                })
                .collect();
            format!("Constraint::{kind}(&[{}])", values.join(", "))
        }
        Constraint::Pattern => {
            let extensions: Vec<_> = schema.constraints.file_extensions.iter().map(|text| literal(text)).collect();
            if extensions.is_empty() {
                return Err(requires("x-file-extensions"));
            }
            format!("Constraint::FileExtension(&[{}])", extensions.join(", "))
        }
        Constraint::Format if target.scalar() == Some(Scalar::SchoolYear) => "Constraint::SchoolYear".to_owned(),
        // The guide lists the code but not the rule.
        Constraint::Format => "Constraint::Undocumented".to_owned(),
    })
}

fn code_path(code: &str) -> String {
    format!("ErrorCode::{}", variant(code))
}
