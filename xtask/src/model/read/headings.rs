//! Under which heading of the guide an object stands: that of the first call that sends it or answers with it.

use crate::model::{Call, Component, JsonType, Model, Schema};

/// Notes the heading at each object.
pub(super) fn derive(model: &mut Model) {
    for call in &model.calls {
        for schema in sent_and_answered(call) {
            lead(&mut model.schemas, schema, &call.guide);
        }
    }
}

fn sent_and_answered(call: &Call) -> impl Iterator<Item = &Schema> {
    let answers = call.answer().into_iter().flat_map(|answer| &answer.media);
    call.body.iter().flat_map(|body| &body.media).chain(answers).filter_map(|media| media.schema.as_ref())
}

/// Follows a schema to every object that it leads to, save those that have a heading already.
fn lead(all: &mut [Component], schema: &Schema, heading: &str) {
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

/// The components that a schema names, at any depth.
fn references(schema: &Schema) -> Vec<String> {
    let own = schema.direct_reference().map(ToOwned::to_owned);
    own.into_iter().chain(schema.children().flat_map(references)).collect()
}
