//! The examples of the document, each with the schema that it illustrates.

use crate::document::{Node, Pointer};
use crate::model::{Example, Model, Placed, Schema};

/// An example and what it shows.
#[derive(Debug)]
pub struct Illustration<'a> {
    /// The value.
    pub value: Node<'a>,
    /// The schema.
    pub schema: &'a Schema,
}

/// Every example. One that several places refer to is there once for each schema.
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
            // The place of the schema itself differs from use to use; what it refers to doesn't.
            let schema = model.resolve(schema);
            for example in examples {
                add(value(example), schema);
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

/// The value of an example at its place.
pub fn value(example: &Example) -> Node<'_> {
    Node { pointer: example.pointer.clone(), value: &example.value }
}

/// Calls `visit` with every text inside an example, with the name of the member that holds it.
pub fn each_text<'a>(value: &Node<'a>, name: &'a str, visit: &mut impl FnMut(&'a str, &'a str, &Pointer)) {
    if let Some(text) = value.value.as_str() {
        visit(name, text, &value.pointer);
    }
    for (name, member) in value.members() {
        each_text(&member, name, visit);
    }
    for item in value.items() {
        each_text(&item, name, visit);
    }
}
