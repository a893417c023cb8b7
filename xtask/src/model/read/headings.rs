//! Derives the guide's heading of each object: that of the first call that uses it.

use crate::model::{Call, Component, JsonType, Model, Schema};

/// Sets the heading of each object.
pub(super) fn derive(model: &mut Model) {
    for call in &model.calls {
        for schema in bodies(call) {
            set_headings(&mut model.schemas, schema, &call.guide);
        }
    }
}

/// Returns the schemas of a call's request body and of its success response.
fn bodies(call: &Call) -> impl Iterator<Item = &Schema> {
    let response = call.success().into_iter().flat_map(|response| &response.media);
    call.body.iter().flat_map(|body| &body.media).chain(response).filter_map(|media| media.schema.as_ref())
}

/// Sets the heading of all objects that a schema refers to, except for those that have a heading already.
fn set_headings(all: &mut [Component], schema: &Schema, heading: &str) {
    let mut waiting = references(schema);
    while let Some(name) = waiting.pop() {
        let Some(component) = all.iter_mut().find(|component| component.name == name) else { continue };
        let found = &mut component.schema;
        if found.json_type == Some(JsonType::Object) && found.guide.is_none() && !heading.is_empty() {
            found.guide = Some(heading.to_owned());
            waiting.extend(references(found));
        }
    }
}

/// Returns the components that a schema refers to, at any depth.
fn references(schema: &Schema) -> Vec<String> {
    let own = schema.direct_reference().map(ToOwned::to_owned);
    own.into_iter().chain(schema.children().flat_map(references)).collect()
}
