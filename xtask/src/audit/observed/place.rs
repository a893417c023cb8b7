//! Where in the document something belongs that a report names by call and path.

use crate::document::Pointer;
use crate::model::{Call, Model, Response, Schema};

/// The schemas that hold for a path of a call's answers.
pub struct Found<'m> {
    /// The name that people know it by: the component with the member, or the call.
    pub name: String,
    /// The place of the member, or where it would stand.
    pub pointer: Pointer,
    /// The object that has it, or would.
    pub owner: Option<&'m Schema>,
    /// The member, where the document has it.
    pub schema: Option<&'m Schema>,
    /// Its own name.
    pub member: String,
}

/// The answer that a report's status means; the good one where it has none.
pub fn answer(call: &Call, status: Option<u16>) -> Option<&Response> {
    match status {
        None => call.answer(),
        Some(status) => call.responses.iter().find(|response| response.status == status.to_string()),
    }
}

/// The place of a path; `None` where the document has nothing that it leads through.
pub fn find<'m>(model: &'m Model, call: &'m Call, status: Option<u16>, path: &str) -> Option<Found<'m>> {
    let schema = answer(call, status)?.json()?.schema.as_ref()?;
    let (mut owner, mut name) = (model.shape(schema), component(model, model.shape(schema)));
    let whole = || name.clone().unwrap_or_else(|| call.id.clone());
    if path.is_empty() {
        return Some(Found {
            name: whole(),
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
        name = Some(component(model, owner).unwrap_or_else(|| format!("{holder}.{step}")));
    }
    None
}

/// The name of a component schema.
fn component(model: &Model, schema: &Schema) -> Option<String> {
    let known = model.schemas.iter().find(|known| std::ptr::eq(&raw const known.schema, schema))?;
    Some(known.name.clone())
}
