//! Every property has a value in an example. Mock servers, the reference page and tests use the examples, so a property
//! without one is never tried. `null` doesn't count as a value.

use std::collections::HashSet;

use crate::document::{Node, Pointer};
use crate::lint::examples::example_node;
use crate::lint::rule::{Report, Rule, Subject};
use crate::model::{Call, Model, Schema};

pub const RULE: Rule = Rule {
    id: "examples-complete",
    about: "every property of a request or a response has a value in an example of a call that uses it",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    let mut seen = HashSet::new();
    for media in subject.model.calls.iter().flat_map(Call::media) {
        if let Some(schema) = &media.schema {
            for example in &media.examples {
                collect_shown(subject.model, schema, &example_node(example), &mut seen);
            }
        }
    }
    for place in &subject.schemas {
        let used = place.schema.usage.request || place.schema.in_response();
        if let Some(property) = place.property.filter(|_| used)
            && !seen.contains(&place.schema.pointer)
        {
            let message =
                format!("`{}` has no value in any example of a call that uses it: add a made-up value", property.name);
            report.add(&place.schema.pointer, message);
        }
    }
}

/// Adds the places of the properties that an example has a value for. A schema that several calls share has one place, so
/// an example of any of them is enough.
fn collect_shown<'a>(model: &'a Model, schema: &'a Schema, value: &Node<'a>, seen: &mut HashSet<Pointer>) {
    let schema = model.resolve(schema);
    for property in &schema.properties {
        if let Some(member) = value.member(&property.name).filter(|member| !member.value.is_null()) {
            seen.insert(property.schema.pointer.clone());
            collect_shown(model, &property.schema, &member, seen);
        }
    }
    for part in schema.all_of.iter().chain(&schema.any_of).chain(&schema.one_of) {
        collect_shown(model, part, value, seen);
    }
    if let Some(items) = &schema.items {
        value.items().for_each(|item| collect_shown(model, items, &item, seen));
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::fault::Fault;

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "        stakingUren:",
            old: "        ziekteverlofZonderBezoldiging:\n",
            new: "        nieuw:\n          type: string\n          nullable: true\n          description: New.\n        ziekteverlofZonderBezoldiging:\n",
            pointer: "#/components/schemas/Interruption/properties/nieuw",
            line: "nieuw:",
            says: "`nieuw` has no value in any example",
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
        // An example that no call refers to doesn't count.
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
