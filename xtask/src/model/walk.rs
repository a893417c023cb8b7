//! Every place where a schema stands.

use std::collections::HashSet;

use super::{Model, Property, Schema};

/// A schema, or a reference to one, at its place.
#[derive(Debug, Clone, Copy)]
pub struct Placed<'m> {
    /// The schema.
    pub schema: &'m Schema,
    /// Its name, if it is one of the components.
    pub component: Option<&'m str>,
    /// The member that it describes, if it is one's.
    pub property: Option<&'m Property>,
    /// The object that has this member.
    pub owner: Option<&'m Schema>,
}

impl Model {
    /// Every place where a schema stands, each once: shared parameters and answers are met with each of their calls.
    pub fn schema_places(&self) -> Vec<Placed<'_>> {
        let components = self.schemas.iter().map(|component| Placed {
            schema: &component.schema,
            component: Some(&component.name),
            property: None,
            owner: None,
        });
        let held = self.calls.iter().flat_map(|call| {
            let headers = call.responses.iter().flat_map(|response| &response.headers);
            let headers = headers.filter_map(|header| header.schema.as_ref());
            let parameters = call.parameters.iter().filter_map(|parameter| parameter.schema.as_ref());
            parameters.chain(call.media().filter_map(|media| media.schema.as_ref())).chain(headers)
        });
        let mut waiting: Vec<_> = components.chain(held.map(bare)).collect();
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
                ..bare(&property.schema)
            });
            // `children` begins with the members.
            waiting.extend(members.chain(place.schema.children().skip(place.schema.properties.len()).map(bare)));
        }
        places
    }
}

fn bare(schema: &Schema) -> Placed<'_> {
    Placed { schema, component: None, property: None, owner: None }
}
