//! Which schemas requests, answers and errors lead to.

use std::collections::HashMap;

use serde_json::Value;

use crate::document::{Document, Pointer};

use super::operation::{Operation, Part};
use super::schema::children;

/// Where a schema is used.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reach {
    /// By a parameter or a request body.
    pub request: bool,
    /// By an answer with a 2xx status.
    pub success: bool,
    /// By any other answer.
    pub error: bool,
}

/// The use of every schema that is used.
pub struct Reached<'a> {
    root: &'a Value,
    of: HashMap<Pointer, Reach>,
}

impl<'a> Reached<'a> {
    pub(super) fn new(document: &'a Document, operations: &[Operation<'a>]) -> Self {
        let mut reached = Self { root: &document.value, of: HashMap::new() };
        for operation in operations {
            for parameter in &operation.parameters {
                reached.schema_of(parameter, |reach| &mut reach.request);
            }
            for (_, media) in operation.body.iter().flat_map(Part::media) {
                reached.schema_of(&media, |reach| &mut reach.request);
            }
            for (status, response) in &operation.responses {
                let side: Side =
                    if status.starts_with('2') { |reach| &mut reach.success } else { |reach| &mut reach.error };
                for (_, media) in response.media() {
                    reached.schema_of(&media, side);
                }
                for (_, header) in response.member("headers").into_iter().flat_map(|headers| headers.members()) {
                    reached.schema_of(&header, side);
                }
            }
        }
        reached
    }

    /// The use of the schema at a place.
    pub fn get(&self, pointer: &Pointer) -> Reach {
        self.of.get(pointer).copied().unwrap_or_default()
    }

    fn schema_of(&mut self, holder: &Part<'a>, side: Side) {
        if let Some(schema) = holder.member("schema") {
            self.mark(&schema, side);
        }
    }

    fn mark(&mut self, schema: &Part<'a>, side: Side) {
        let known = side(self.of.entry(schema.pointer.clone()).or_default());
        if std::mem::replace(known, true) {
            return;
        }
        if let Some(target) = schema.resolve(self.root)
            && target.pointer != schema.pointer
        {
            self.mark(&target, side);
        }
        for child in children(schema) {
            self.mark(&child.part, side);
        }
    }
}

type Side = fn(&mut Reach) -> &mut bool;
