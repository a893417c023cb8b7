//! Generates the table of fields: the paths in each record and their meaning, for programs that let users choose
//! columns.

use std::fmt::Write as _;

use crate::model::{Call, JsonType, Model, Scalar, Schema, View};
use crate::names::{literal, type_name};

/// Generates the file.
pub fn generate(model: &Model) -> String {
    let mut tables = String::new();
    let mut known: Vec<&str> = Vec::new();
    for call in &model.calls {
        let Some((name, record)) = record_of(model, call) else { continue };
        if known.contains(&name) {
            continue;
        }
        known.push(name);
        let mut rows = String::new();
        add_rows(model, &model.view(record), "", &mut rows);
        let _ = write!(tables, "    ({}, &[\n{rows}    ]),\n", literal(name));
    }
    format!(
        "//! The table of fields.\n\nuse crate::fields::{{Field, Kind}};\n\n\
         /// The fields of every type of record, in document order.\n\
         #[rustfmt::skip]\npub(crate) static FIELDS: &[(&str, &[Field])] = &[\n{tables}];\n"
    )
}

/// Returns the record that a call reads, with its name.
fn record_of<'m>(model: &'m Model, call: &'m Call) -> Option<(&'m str, &'m Schema)> {
    let record = model.record(call).filter(|record| call.method.name() == "GET" && record.id.is_none())?;
    let component = model.schemas.iter().find(|component| std::ptr::eq(&raw const component.schema, record))?;
    Some((type_name(component), record))
}

/// Adds a row for each member of a record. The paths of records in a list continue after `[]`.
fn add_rows(model: &Model, record: &View<'_>, path: &str, rows: &mut String) {
    for member in record.members() {
        let view = model.view_all(member.schemas.iter().copied());
        let place = if path.is_empty() { member.name.to_owned() } else { format!("{path}.{}", member.name) };
        // The member's own description is more specific than that of the schema it refers to.
        let own = member.schemas.iter().find_map(|schema| schema.description.as_deref());
        let meaning = own.or_else(|| view.first(|part| part.description.as_deref())).unwrap_or_default();
        add_row(rows, &place, &view, meaning);
        match view.json_type() {
            Some(JsonType::Object) => add_rows(model, &view, &place, rows),
            Some(JsonType::Array) => add_rows(model, &model.view_all(view.items()), &format!("{place}[]"), rows),
            _ => {}
        }
    }
}

fn add_row(rows: &mut String, path: &str, view: &View<'_>, meaning: &str) {
    let kind = match view.json_type() {
        Some(JsonType::Array) => "List",
        Some(JsonType::Object) => "Record",
        Some(JsonType::Boolean) => "Boolean",
        Some(JsonType::Integer | JsonType::Number) => "Number",
        Some(JsonType::String) if matches!(view.first(|part| part.scalar()), Some(Scalar::Date | Scalar::DateTime)) => {
            "Date"
        }
        Some(JsonType::String) => "Text",
        None => "Any",
    };
    let listed = view.enumeration().into_iter().flat_map(|listed| &listed.values);
    let values: Vec<_> = listed.map(|value| literal(&value.to_string())).collect();
    let _ = writeln!(
        rows,
        "        Field {{ path: {}, kind: Kind::{kind}, meaning: {}, values: &[{}] }},",
        literal(path),
        literal(meaning.trim()),
        values.join(", "),
    );
}
