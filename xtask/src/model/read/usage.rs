//! Marks which schemas requests, successful responses and errors use.

use std::collections::HashMap;

use crate::model::{Call, Component, Model, Schema, Usage};

type Side = fn(&mut Usage) -> &mut bool;

/// Marks where each schema is used.
pub(super) fn mark(model: &mut Model) {
    let mut components: HashMap<String, Usage> = HashMap::new();
    for call in &mut model.calls {
        let sides = sides(call);
        for (schema, side) in sides {
            mark_components(&model.schemas, schema, side, &mut components);
            mark_tree(schema, side);
        }
    }
    for Component { name, schema } in &mut model.schemas {
        if let Some(usage) = components.get(name) {
            set_usage(schema, *usage);
        }
    }
}

/// Returns the schemas written in a call, each with its side.
fn sides(call: &mut Call) -> Vec<(&mut Schema, Side)> {
    let request: Side = |usage| &mut usage.request;
    let parameters = call.parameters.iter_mut().filter_map(|parameter| parameter.schema.as_mut());
    let body = call.body.iter_mut().flat_map(|body| &mut body.media).filter_map(|media| media.schema.as_mut());
    let mut found: Vec<_> = parameters.chain(body).map(|schema| (schema, request)).collect();
    for response in &mut call.responses {
        let side: Side = if response.is_success() { |usage| &mut usage.success } else { |usage| &mut usage.error };
        let headers = response.headers.iter_mut().filter_map(|header| header.schema.as_mut());
        let media = response.media.iter_mut().filter_map(|media| media.schema.as_mut());
        found.extend(headers.chain(media).map(|schema| (schema, side)));
    }
    found
}

/// Marks all components that a schema refers to.
fn mark_components(all: &[Component], schema: &Schema, side: Side, known: &mut HashMap<String, Usage>) {
    let mut waiting = vec![schema];
    while let Some(schema) = waiting.pop() {
        waiting.extend(schema.children());
        let Some(name) = schema.direct_reference() else { continue };
        let usage = side(known.entry(name.to_owned()).or_default());
        if !std::mem::replace(usage, true) {
            waiting.extend(all.iter().find(|component| component.name == name).map(|component| &component.schema));
        }
    }
}

fn mark_tree(schema: &mut Schema, side: Side) {
    *side(&mut schema.usage) = true;
    schema.children_mut().for_each(|child| mark_tree(child, side));
}

fn set_usage(schema: &mut Schema, usage: Usage) {
    schema.usage = usage;
    schema.children_mut().for_each(|child| set_usage(child, usage));
}
