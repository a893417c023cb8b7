//! Everything is described: the reference page and the crates' documentation have no other source.

use crate::document::Pointer;
use crate::lint::context::{Context, Part};
use crate::lint::{Report, Rule, sentence};

/// See the module.
pub const RULE: Rule = Rule {
    id: "descriptions",
    about: "every call, parameter, body, answer, header, schema, property, tag and server has a description in sentences",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for operation in &context.operations {
        one(&operation.part, report);
        for part in operation.parameters.iter().chain(operation.responses.iter().map(|(_, response)| response)) {
            one(part, report);
        }
        for (_, response) in &operation.responses {
            for (_, header) in response.member("headers").into_iter().flat_map(|headers| headers.members()) {
                one(&header, report);
            }
        }
    }
    for schema in context.schemas.iter().filter(|schema| schema.component.is_some() || schema.property.is_some()) {
        one(&schema.part, report);
    }
    let root = Part { pointer: Pointer::root(), value: context.root() };
    for part in root.member("info").into_iter().chain(root.member("x-identity-server")) {
        one(&part, report);
    }
    for part in ["tags", "servers"].iter().filter_map(|key| root.member(key)).flat_map(|list| list.items()) {
        one(&part, report);
    }
}

fn one(part: &Part<'_>, report: &mut Report<'_>) {
    if let Some(fault) = sentence::fault(part.text("description")) {
        report.add(&part.pointer.child("description"), fault);
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::Fault;

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "        rijksregisternr:\n",
            old: "          description: >-\n            National register number of a resident of Belgium, 11 digits that begin with the date of birth.\n",
            new: "",
            pointer: "#/components/schemas/Employee/properties/rijksregisternr/description",
            line: "rijksregisternr:",
            says: "say what this is",
        },
        Fault {
            after: "        initialen:\n",
            old: "description: Initials.",
            new: "description: Initials",
            pointer: "#/components/schemas/Employee/properties/initialen/description",
            line: "description: Initials",
            says: "full stop",
        },
        Fault {
            after: "        initialen:\n",
            old: "description: Initials.",
            new: "description: TBD.",
            pointer: "#/components/schemas/Employee/properties/initialen/description",
            line: "description: TBD.",
            says: "`TBD`",
        },
        Fault {
            after: "operationId: listAssignments",
            old: "description: All assignments within a school year at this institute.",
            new: "description: Every assignment, every one of them, that somebody at this institute has or had or will have, in any structure, under any code, in any grade, year, form or level of education, in hours that are subsidised or are not, with all substitutions, remarks, scales and places, if only one day of it falls between the first and the last day of the school year that the query names, which has to be there, because otherwise the call fails.",
            pointer: "#/paths/~1employees~1assignments/get/description",
            line: "description: Every assignment, every one of them, that somebody at this institute has or had or will have, in any structure, under any code, in any grade, year, form or level of education, in hours that are subsidised or are not, with all substitutions, remarks, scales and places, if only one day of it falls between the first and the last day of the school year that the query names, which has to be there, because otherwise the call fails.",
            says: "400 or fewer",
        },
        Fault {
            after: "operationId: listAssignments",
            old: "          description: Keeps the assignments of this structure. Every structure counts here.\n",
            new: "",
            pointer: "#/paths/~1employees~1assignments/get/parameters/3/description",
            line: "- name: structure",
            says: "is empty",
        },
        Fault {
            after: "tags:\n",
            old: "description: Portrait photos.",
            new: "description: Portrait photos",
            pointer: "#/tags/5/description",
            line: "description: Portrait photos",
            says: "full stop",
        },
    ];
}
