//! Lists every place with a schema.

use std::collections::HashSet;

use super::{Model, Property, Schema};

/// A schema, or a reference to one, with its context.
#[derive(Debug, Clone, Copy)]
pub struct Placed<'m> {
    /// The schema.
    pub schema: &'m Schema,
    /// The name, if it is a component.
    pub component: Option<&'m str>,
    /// The member that it describes, if any.
    pub property: Option<&'m Property>,
    /// The object with this member.
    pub owner: Option<&'m Schema>,
}

impl Model {
    /// Returns every place with a schema, each once, although several calls share parameters and responses.
    pub fn schema_places(&self) -> Vec<Placed<'_>> {
        let components = self.schemas.iter().map(|component| Placed {
            schema: &component.schema,
            component: Some(&component.name),
            property: None,
            owner: None,
        });
        let used = self.calls.iter().flat_map(|call| {
            let headers = call.responses.iter().flat_map(|response| &response.headers);
            let headers = headers.filter_map(|header| header.schema.as_ref());
            let parameters = call.parameters.iter().filter_map(|parameter| parameter.schema.as_ref());
            parameters.chain(call.media().filter_map(|media| media.schema.as_ref())).chain(headers)
        });
        let mut waiting: Vec<_> = components.chain(used.map(without_context)).collect();
        waiting.reverse();
        let (mut known, mut places) = (HashSet::new(), Vec::new());
        while let Some(place) = waiting.pop() {
            if !known.insert(&place.schema.pointer) {
                continue;
            }
            places.push(place);
            let members = place.schema.properties.iter().map(|property| Placed {
                property: Some(property),
                owner: Some(place.schema),
                ..without_context(&property.schema)
            });
            // `children` starts with the members.
            waiting.extend(
                members.chain(place.schema.children().skip(place.schema.properties.len()).map(without_context)),
            );
        }
        places
    }
}

fn without_context(schema: &Schema) -> Placed<'_> {
    Placed { schema, component: None, property: None, owner: None }
}
