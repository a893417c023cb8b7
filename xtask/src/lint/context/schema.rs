//! The places where schemas stand.

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::document::{Document, Pointer};

use super::operation::{Operation, Part};
use super::reach::{Reach, Reached};

/// A schema, or a reference to one, at its place.
pub struct Schema<'a> {
    /// The schema.
    pub part: Part<'a>,
    /// Its name, if it is one of the components.
    pub component: Option<&'a str>,
    /// Its name, if it is a property.
    pub property: Option<&'a str>,
    /// The object whose property it is.
    pub owner: Option<&'a Map<String, Value>>,
    /// Whether the object requires it.
    pub required: bool,
    /// Where it is used.
    pub reach: Reach,
}

impl Schema<'_> {
    /// Whether answers of the service are read with it.
    pub fn in_answer(&self) -> bool {
        self.reach.success || self.reach.error
    }
}

pub(super) fn collect<'a>(
    document: &'a Document,
    operations: &[Operation<'a>],
    reached: &Reached<'a>,
) -> Vec<Schema<'a>> {
    let mut schemas: Vec<Schema<'a>> = Vec::new();
    let mut known = HashSet::new();
    let mut add = |schema: Schema<'a>| {
        let mut waiting = vec![schema];
        while let Some(mut schema) = waiting.pop() {
            // Parameters and answers that are components are met once for each call.
            if !known.insert(schema.part.pointer.clone()) {
                continue;
            }
            schema.reach = reached.get(&schema.part.pointer);
            waiting.extend(children(&schema.part));
            schemas.push(schema);
        }
    };
    let all =
        Part { pointer: Pointer::of(&["components", "schemas"]), value: &document.value["components"]["schemas"] };
    for (name, part) in all.members() {
        add(Schema { component: Some(name), ..bare(part) });
    }
    for operation in operations {
        let responses = operation.responses.iter().map(|(_, response)| response);
        let headers = responses.clone().filter_map(|response| response.member("headers"));
        let media = operation.body.iter().chain(responses).flat_map(Part::media).map(|(_, media)| media);
        let holders = media.chain(headers.flat_map(|headers| headers.members()).map(|(_, header)| header));
        for schema in operation.parameters.iter().cloned().chain(holders).filter_map(|holder| holder.member("schema")) {
            add(bare(schema));
        }
    }
    schemas
}

/// The schemas directly inside a schema.
pub(super) fn children<'a>(schema: &Part<'a>) -> Vec<Schema<'a>> {
    let mut found = Vec::new();
    let owner = schema.value.as_object();
    let required = schema.value["required"].as_array();
    for (name, part) in schema.member("properties").into_iter().flat_map(|properties| properties.members()) {
        let required = required.is_some_and(|names| names.iter().any(|required| required == name));
        found.push(Schema { property: Some(name), owner, required, ..bare(part) });
    }
    found.extend(["items", "not", "additionalProperties"].iter().filter_map(|key| schema.member(key)).map(bare));
    for key in ["allOf", "anyOf", "oneOf"] {
        found.extend(schema.member(key).into_iter().flat_map(|parts| parts.items()).map(bare));
    }
    found.retain(|child| child.part.value.is_object());
    found
}

fn bare(part: Part<'_>) -> Schema<'_> {
    Schema { part, component: None, property: None, owner: None, required: false, reach: Reach::default() }
}
