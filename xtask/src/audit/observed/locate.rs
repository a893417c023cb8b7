//! Locates the paths of a report in the document.

use crate::document::Pointer;
use crate::model::{Call, Model, Response, Schema};

/// The schema at a path of a call's response.
pub struct Found<'m> {
    /// A name for people: the component or the call, followed by the member.
    pub name: String,
    /// The place of the member, or where to add it.
    pub pointer: Pointer,
    /// The object that has the member, or to which to add it.
    pub owner: Option<&'m Schema>,
    /// The member's schema, if the document has the member.
    pub schema: Option<&'m Schema>,
    /// The member's name.
    pub member: String,
}

/// Returns the response with a status, or the success response if the report gives no status.
pub fn response_for(call: &Call, status: Option<u16>) -> Option<&Response> {
    match status {
        None => call.success(),
        Some(status) => call.responses.iter().find(|response| response.status == status.to_string()),
    }
}

/// Finds a path, or returns `None` if the document lacks a schema on the way.
pub fn find<'m>(model: &'m Model, call: &'m Call, status: Option<u16>, path: &str) -> Option<Found<'m>> {
    let schema = response_for(call, status)?.json()?.schema.as_ref()?;
    let (mut owner, mut name) = (model.shape(schema), component_name(model, model.shape(schema)));
    let root_name = || name.clone().unwrap_or_else(|| call.id.clone());
    if path.is_empty() {
        return Some(Found {
            name: root_name(),
            pointer: owner.pointer.clone(),
            owner: Some(owner),
            schema: Some(owner),
            member: String::new(),
        });
    }
    let mut steps = path.split('.').peekable();
    while let Some(step) = steps.next() {
        let member = step.trim_end_matches("[]");
        let holder = name.clone().unwrap_or_else(|| call.id.clone());
        let known = model.view(owner).members().into_iter().find(|known| known.name == member);
        let found = known.and_then(|known| known.schemas.first().copied());
        if steps.peek().is_none() {
            let (pointer, schema) = match found {
                Some(schema) if step.ends_with("[]") => {
                    let item = model.shape(schema);
                    (item.pointer.clone(), Some(item))
                }
                Some(schema) => (schema.pointer.clone(), Some(schema)),
                None => (owner.pointer.child("properties").child(member), None),
            };
            return Some(Found {
                name: format!("{holder}.{step}"),
                pointer,
                owner: Some(owner),
                schema,
                member: member.to_owned(),
            });
        }
        let schema = found?;
        owner = model.shape(schema);
        name = Some(component_name(model, owner).unwrap_or_else(|| format!("{holder}.{step}")));
    }
    None
}

/// Returns the name of a schema that is a component.
fn component_name(model: &Model, schema: &Schema) -> Option<String> {
    let known = model.schemas.iter().find(|known| std::ptr::eq(&raw const known.schema, schema))?;
    Some(known.name.clone())
}
