//! A field that no example shows is one that nobody tries: mock servers, pages and tests live on examples. `null` shows
//! nothing of a value.

use std::collections::HashSet;

use crate::document::{Node, Pointer};
use crate::lint::examples::value;
use crate::lint::rule::{Report, Rule, Subject};
use crate::model::{Call, Model, Schema};

/// See the module.
pub const RULE: Rule = Rule {
    id: "examples-complete",
    about: "every property of a request, an answer or an error has a value in an example of a call that has it",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    let mut seen = HashSet::new();
    for media in subject.model.calls.iter().flat_map(Call::media) {
        for (schema, example) in
            media.schema.iter().flat_map(|schema| media.examples.iter().map(move |one| (schema, one)))
        {
            shown(subject.model, schema, &value(example), &mut seen);
        }
    }
    for place in &subject.schemas {
        let used = place.schema.usage.request || place.schema.in_answer();
        if let Some(property) = place.property.filter(|_| used)
            && !seen.contains(&place.schema.pointer)
        {
            let message =
                format!("`{}` has a value in no example of a call that has it: add a made-up one", property.name);
            report.add(&place.schema.pointer, message);
        }
    }
}

/// Notes the places of the properties that a value has. A schema that several calls share has one place, and one example
/// of any call will do.
fn shown<'a>(model: &'a Model, schema: &'a Schema, value: &Node<'a>, seen: &mut HashSet<Pointer>) {
    let schema = model.resolve(schema);
    for property in &schema.properties {
        if let Some(member) = value.member(&property.name).filter(|member| !member.value.is_null()) {
            seen.insert(property.schema.pointer.clone());
            shown(model, &property.schema, &member, seen);
        }
    }
    for part in schema.all_of.iter().chain(&schema.any_of).chain(&schema.one_of) {
        shown(model, part, value, seen);
    }
    if let Some(items) = &schema.items {
        value.items().for_each(|item| shown(model, items, &item, seen));
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
