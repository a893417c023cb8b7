//! Generates the table of calls: everything a program needs to offer a call without code written for it.

use std::fmt::Write as _;

use super::Error;
use super::docs::comment;
use crate::model::{Call, Format, JsonType, Model, Parameter, Place, Scalar, Schema};
use crate::names::{argument, literal, method, type_name, variant};

/// Generates the file.
pub fn generate(model: &Model) -> Result<String, Error> {
    let mut variants = String::new();
    let mut table = String::new();
    for call in &model.calls {
        let name = variant(&call.id);
        let summary = format!(
            "{} (`{} {}`, API version {}).",
            call.summary.trim_end_matches('.'),
            call.method,
            call.path,
            call.api_version
        );
        variants.push_str(&comment(&summary, 4));
        let _ = writeln!(variants, "    {name},");
        table.push_str(&render_row(model, call)?);
    }
    Ok(format!(
        "//! The table of calls.\n\nuse crate::answer::ResponseKind;\nuse crate::operations::{{OperationInfo, ParameterInfo, ParameterKind, ParameterPlace}};\n\n/// A call of the API.\n\
         #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]\n\
         #[non_exhaustive]\npub enum Operation {{\n{variants}}}\n\n\
         /// The document's description of each call, in the order of the variants.\n\
         pub(crate) static OPERATIONS: &[OperationInfo] = &[\n{table}];\n"
    ))
}

fn render_row(model: &Model, call: &Call) -> Result<String, Error> {
    let mut out = format!("    OperationInfo {{\n        operation: Operation::{},\n", variant(&call.id));
    let mut field = |name: &str, value: &str| {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "        {name}: {value},");
    };
    field("id", &literal(&call.id));
    field("method", &literal(call.method.name()));
    field("path", &literal(&call.path));
    field("api_version", &literal(&call.api_version.to_string()));
    field("guide", &literal(&call.guide));
    field("since", &literal(&call.since));
    field("resource", &literal(call.tag()));
    field("name", &literal(&method(call)));
    field("summary", &literal(&call.summary));
    field("description", &literal(&call.description));
    let mut parameters = String::new();
    for parameter in call.parameters.iter().filter(|parameter| matches!(parameter.place, Place::Path | Place::Query)) {
        parameters.push_str(&render_parameter(model, call, parameter)?);
    }
    field("parameters", &if parameters.is_empty() { "&[]".to_owned() } else { format!("&[\n{parameters}        ]") });
    let body = call.body.as_ref().and_then(|body| body.json()?.schema.as_ref()?.reference.as_deref());
    field("body", &render_option(body.map(literal)));
    field("response", response_kind(model, call));
    let record = record_of(model, call);
    let name = record
        .and_then(|record| model.schemas.iter().find(|component| std::ptr::eq(&raw const component.schema, record)));
    field("record", &render_option(name.map(|component| literal(type_name(component)))));
    let key: Vec<_> = record.iter().flat_map(|record| &record.key).map(|member| literal(member)).collect();
    field("key", &format!("&[{}]", key.join(", ")));
    out.push_str("    },\n");
    Ok(out)
}

fn render_parameter(model: &Model, call: &Call, parameter: &Parameter) -> Result<String, Error> {
    let kind = parameter.schema.as_ref().and_then(|schema| parameter_kind(model, schema)).ok_or_else(|| {
        Error::at(
            parameter.pointer.to_string(),
            format!("no kind of parameter fits the schema of `{}`", parameter.name),
        )
    })?;
    let place = if parameter.place == Place::Path { "Path" } else { "Query" };
    let effective: Vec<_> = parameter.effective_values.iter().map(|value| literal(value)).collect();
    Ok(format!(
        "            ParameterInfo {{\n                name: {},\n                argument: {},\n                \
         place: ParameterPlace::{place},\n                required: {},\n                kind: ParameterKind::{kind},\n                \
         description: {},\n                effective_values: &[{}],\n                since: {},\n            }},\n",
        literal(&parameter.name),
        literal(&argument(parameter)),
        parameter.required,
        literal(&parameter.description),
        effective.join(", "),
        literal(parameter.since.as_ref().unwrap_or(&call.since)),
    ))
}

fn parameter_kind(model: &Model, schema: &Schema) -> Option<String> {
    let target = model.target(schema);
    let named = match (target.scalar(), target.json_type?) {
        (Some(Scalar::Guid), _) => {
            return Some(format!("Guid({})", render_option(target.id.as_ref().map(|id| literal(id)))));
        }
        (Some(Scalar::SchoolYear), _) => "SchoolYear",
        (Some(Scalar::Structure), _) => "Structure",
        (Some(Scalar::InstituteNumber), _) => "InstituteNumber",
        (Some(Scalar::Date | Scalar::DateTime), _) => "Date",
        (_, JsonType::Boolean) => "Boolean",
        (_, JsonType::Integer | JsonType::Number) => "Number",
        (_, JsonType::String) if target.format != Some(Format::Byte) => "Text",
        _ => return None,
    };
    Some(named.to_owned())
}

/// Returns the kind of response that a call returns, in the client's terms.
fn response_kind(model: &Model, call: &Call) -> &'static str {
    let schema = call.success().and_then(|response| response.json()?.schema.as_ref());
    match schema {
        None => "ResponseKind::Done",
        Some(schema) if schema.id.is_some() => "ResponseKind::Id",
        Some(schema) if model.target(schema).items.is_some() => "ResponseKind::List",
        Some(_) => "ResponseKind::Record",
    }
}

fn record_of<'m>(model: &'m Model, call: &'m Call) -> Option<&'m Schema> {
    model.record(call).filter(|record| record.id.is_none())
}

fn render_option(value: Option<String>) -> String {
    value.map_or_else(|| "None".to_owned(), |value| format!("Some({value})"))
}
