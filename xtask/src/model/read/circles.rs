//! References of schemas that never end.

use super::source::Source;
use crate::document::Pointer;
use crate::model::{Component, Schema};

/// Takes references out by which a schema would be a part of itself. A member that refers to the object that has it is
/// no such reference: the value ends where the schema doesn't.
pub(super) fn open(source: &mut Source<'_>, components: &mut [Component]) {
    let links: Vec<Vec<(Pointer, usize)>> =
        components.iter().map(|component| links(&component.schema, components)).collect();
    for start in 0..components.len() {
        for (pointer, target) in &links[start] {
            if leads_to(&links, *target, start) {
                source.dangling(pointer, format!("leads in a circle, back to `{}`", components[start].name));
                cut(&mut components[start].schema, pointer);
            }
        }
    }
}

fn leads_to(links: &[Vec<(Pointer, usize)>], from: usize, to: usize) -> bool {
    let (mut waiting, mut seen) = (vec![from], vec![false; links.len()]);
    while let Some(component) = waiting.pop() {
        if component == to {
            return true;
        }
        if !std::mem::replace(&mut seen[component], true) {
            waiting.extend(links[component].iter().map(|(_, target)| target));
        }
    }
    false
}

/// The references by which other components are part of a schema.
fn links(schema: &Schema, components: &[Component]) -> Vec<(Pointer, usize)> {
    let mut found = Vec::new();
    if let Some(name) = schema.direct_reference()
        && let Some(target) = components.iter().position(|component| component.name == name)
    {
        found.push((schema.pointer.clone(), target));
    }
    found.extend(schema.all_of.iter().flat_map(|part| links(part, components)));
    found
}

/// Takes out the reference that stands at a place.
fn cut(schema: &mut Schema, pointer: &Pointer) {
    if schema.pointer == *pointer {
        schema.reference = None;
    }
    schema.all_of.iter_mut().for_each(|part| cut(part, pointer));
    if let [only] = schema.all_of.as_slice() {
        schema.reference.clone_from(&only.reference);
    }
}
