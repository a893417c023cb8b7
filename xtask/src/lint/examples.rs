//! The examples of the document, each with the schema that it illustrates.

use crate::document::{Node, Pointer};
use crate::model::{Example, Model, Placed, Schema};

/// An example with its schema.
#[derive(Debug)]
pub struct Illustration<'a> {
    /// The value.
    pub value: Node<'a>,
    /// The schema.
    pub schema: &'a Schema,
}

/// Returns every example. A shared example occurs once for each schema that it illustrates.
pub fn collect<'a>(model: &'a Model, schemas: &[Placed<'a>]) -> Vec<Illustration<'a>> {
    let mut found: Vec<Illustration<'a>> = Vec::new();
    let mut add = |value: Node<'a>, schema: &'a Schema| {
        let known =
            |other: &Illustration<'_>| other.value.pointer == value.pointer && other.schema.pointer == schema.pointer;
        if !found.iter().any(known) {
            found.push(Illustration { value, schema });
        }
    };
    for call in &model.calls {
        let parameters = call.parameters.iter().map(|parameter| (&parameter.schema, &parameter.examples));
        let headers = call.responses.iter().flat_map(|response| &response.headers);
        let headers = headers.map(|header| (&header.schema, &header.examples));
        let media = call.media().map(|media| (&media.schema, &media.examples));
        for (schema, examples) in parameters.chain(headers).chain(media) {
            let Some(schema) = schema else { continue };
            // Each use of a shared schema has its own pointer, so compare the schemas that they refer to.
            let schema = model.resolve(schema);
            for example in examples {
                add(example_node(example), schema);
            }
        }
    }
    for Placed { schema, .. } in schemas {
        for (key, value) in [("example", &schema.example), ("default", &schema.default)] {
            if let Some(value) = value {
                add(Node { pointer: schema.pointer.child(key), value }, schema);
            }
        }
    }
    found
}

/// Returns the value of an example, with its place in the document.
pub fn example_node(example: &Example) -> Node<'_> {
    Node { pointer: example.pointer.clone(), value: &example.value }
}

/// Calls `visit` with every string in an example, with the name of the member that contains it.
pub fn visit_texts<'a>(value: &Node<'a>, name: &'a str, visit: &mut impl FnMut(&'a str, &'a str, &Pointer)) {
    if let Some(text) = value.value.as_str() {
        visit(name, text, &value.pointer);
    }
    for (name, member) in value.members() {
        visit_texts(&member, name, visit);
    }
    for item in value.items() {
        visit_texts(&item, name, visit);
    }
}
