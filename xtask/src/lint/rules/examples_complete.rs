//! A field that no example shows is one that nobody tries: mock servers, pages and tests live on examples. `null` shows
//! nothing of a value.

use std::collections::HashSet;

use crate::document::Pointer;
use crate::lint::context::{Context, Part};
use crate::lint::examples::values;
use crate::lint::{Report, Rule};

/// See the module.
pub const RULE: Rule = Rule {
    id: "examples-complete",
    about: "every property of a request, an answer or an error has a value in an example of a call that has it",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let mut seen = HashSet::new();
    for operation in &context.operations {
        let responses = operation.responses.iter().map(|(_, response)| response);
        for (_, media) in operation.body.iter().chain(responses).flat_map(Part::media) {
            let Some(schema) = media.member("schema") else { continue };
            for value in values(context.document, &media) {
                shown(context, &schema, &value, 0, &mut seen);
            }
        }
    }
    for schema in &context.schemas {
        let used = schema.reach.request || schema.in_answer();
        if let Some(name) = schema.property.filter(|_| used)
            && !seen.contains(&schema.part.pointer)
        {
            let message = format!("`{name}` has a value in no example of a call that has it: add a made-up one");
            report.add(&schema.part.pointer, message);
        }
    }
}

/// Deeper than any sane schema.
const DEEPEST: usize = 32;

/// Notes the places of the properties that a value has. A schema that several calls share has one place, and one example
/// of any call will do. A value ends, but a schema may be a part of itself: hence `depth`.
fn shown<'a>(context: &Context<'a>, schema: &Part<'a>, value: &Part<'a>, depth: usize, seen: &mut HashSet<Pointer>) {
    let Some(schema) = context.resolve(schema).filter(|_| depth < DEEPEST) else { return };
    for (name, property) in members(&schema) {
        if let Some(member) = value.member(name).filter(|member| !member.value.is_null()) {
            seen.insert(property.pointer.clone());
            shown(context, &property, &member, depth + 1, seen);
        }
    }
    for part in parts(&schema) {
        shown(context, &part, value, depth + 1, seen);
    }
    if let Some(items) = schema.member("items") {
        for item in value.items() {
            shown(context, &items, &item, depth + 1, seen);
        }
    }
}

fn members<'a>(schema: &Part<'a>) -> impl Iterator<Item = (&'a str, Part<'a>)> + use<'a> {
    schema.member("properties").into_iter().flat_map(|properties| properties.members())
}

/// The schemas that say more about the same value.
fn parts<'a>(schema: &Part<'a>) -> impl Iterator<Item = Part<'a>> + use<'a> {
    let schema = schema.clone();
    ["allOf", "anyOf", "oneOf"].into_iter().filter_map(move |key| schema.member(key)).flat_map(|parts| parts.items())
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::Fault;

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "        stakingUren:",
            old: "        ziekteverlofZonderBezoldiging:\n",
            new: "        nieuw:\n          type: string\n          nullable: true\n          description: New.\n        ziekteverlofZonderBezoldiging:\n",
            pointer: "#/components/schemas/Interruption/properties/nieuw",
            line: "nieuw:",
            says: "`nieuw` has a value in no example",
        },
        Fault {
            after: "    Employees:\n      summary:",
            old: "            inkomen: 1\n",
            new: "            inkomen: null\n",
            pointer: "#/components/schemas/Partner/properties/inkomen",
            line: "inkomen:",
            says: "`inkomen`",
        },
        Fault {
            after: "    PutInterruption:\n      summary:",
            old: "        naamGeneesheer: \"Dokter Voorbeeld\"\n",
            new: "",
            pointer: "#/components/schemas/PutInterruption/properties/naamGeneesheer",
            line: "naamGeneesheer:",
            says: "`naamGeneesheer`",
        },
        // An example that no call refers to shows nothing.
        Fault {
            after: "operationId: putCommunicationNumber",
            old: "              ChangedCommunicationNumber:\n                $ref: '#/components/examples/ChangedCommunicationNumber'\n",
            new: "",
            pointer: "#/components/schemas/PutCommunicationNumber/properties/id",
            line: "id:",
            says: "`id`",
        },
    ];
}
