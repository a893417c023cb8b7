//! Removes circular references between schemas.

use super::typed_reader::TypedReader;
use crate::document::Pointer;
use crate::model::{Component, Schema};

/// Removes references that would make a schema part of itself, and reports them. A member that refers to its own object
/// is fine, since values are finite even if the schema is recursive.
pub(super) fn remove_circles(reader: &mut TypedReader<'_>, components: &mut [Component]) {
    let links: Vec<Vec<(Pointer, usize)>> =
        components.iter().map(|component| component_links(&component.schema, components)).collect();
    for start in 0..components.len() {
        for (pointer, target) in &links[start] {
            if leads_to(&links, *target, start) {
                reader.report_reference(
                    pointer,
                    format!("circular reference: leads back to `{}`", components[start].name),
                );
                remove_reference(&mut components[start].schema, pointer);
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

/// Returns the references that make other components part of a schema.
fn component_links(schema: &Schema, components: &[Component]) -> Vec<(Pointer, usize)> {
    let mut found = Vec::new();
    if let Some(name) = schema.direct_reference()
        && let Some(target) = components.iter().position(|component| component.name == name)
    {
        found.push((schema.pointer.clone(), target));
    }
    found.extend(schema.all_of.iter().flat_map(|part| component_links(part, components)));
    found
}

/// Removes the reference at a place.
fn remove_reference(schema: &mut Schema, pointer: &Pointer) {
    if schema.pointer == *pointer {
        schema.reference = None;
    }
    schema.all_of.iter_mut().for_each(|part| remove_reference(part, pointer));
    if let [only] = schema.all_of.as_slice() {
        schema.reference.clone_from(&only.reference);
    }
}
