//! Which schemas requests, answers and errors lead to.

use std::collections::HashMap;

use crate::model::{Call, Component, Model, Schema, Usage};

type Side = fn(&mut Usage) -> &mut bool;

/// Notes at each schema what leads to it.
pub(super) fn mark(model: &mut Model) {
    let mut components: HashMap<String, Usage> = HashMap::new();
    for call in &mut model.calls {
        let sides = sides(call);
        for (schema, side) in sides {
            lead(&model.schemas, schema, side, &mut components);
            set(schema, side);
        }
    }
    for Component { name, schema } in &mut model.schemas {
        if let Some(usage) = components.get(name) {
            spread(schema, *usage);
        }
    }
}

/// The schemas that stand in a call, each with the side that it is on.
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

/// Follows a schema to every component that it leads to.
fn lead(all: &[Component], schema: &Schema, side: Side, known: &mut HashMap<String, Usage>) {
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

fn set(schema: &mut Schema, side: Side) {
    *side(&mut schema.usage) = true;
    schema.children_mut().for_each(|child| set(child, side));
}

fn spread(schema: &mut Schema, usage: Usage) {
    schema.usage = usage;
    schema.children_mut().for_each(|child| spread(child, usage));
}
