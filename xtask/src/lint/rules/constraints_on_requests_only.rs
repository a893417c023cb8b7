//! The service breaks its own rules, and a reader that insists on them loses whole lists.

use crate::lint::context::Context;
use crate::lint::{Report, Rule};

/// See the module.
pub const RULE: Rule = Rule {
    id: "constraints-on-requests-only",
    about: "no schema that an answer is read with has a pattern, a length or a limit",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

const CONSTRAINTS: [&str; 13] = [
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
];

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for schema in context.schemas.iter().filter(|schema| schema.in_answer()) {
        for constraint in CONSTRAINTS.iter().filter_map(|key| schema.part.member(key)) {
            report.add(
                &constraint.pointer,
                "is read from answers: say it in the description, or use a schema of its own",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::Fault;

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "        ambtcode:\n",
            old: "description: Code of the main function, 8 digits.",
            new: "description: Code of the main function, 8 digits.\n          maxLength: 8",
            pointer: "#/components/schemas/EmployeeV1/properties/ambtcode/maxLength",
            line: "maxLength: 8",
            says: "say it in the description",
        },
        Fault {
            after: "    Assignment:\n",
            old: "schemas/StructureSeen",
            new: "schemas/Structure",
            pointer: "#/components/schemas/Structure/minLength",
            line: "minLength: 3",
            says: "a schema of its own",
        },
        Fault {
            after: "        Message:\n",
            old: "type: string",
            new: "type: string\n          pattern: Id",
            pointer: "#/components/schemas/ErrorDetail/properties/Message/pattern",
            line: "pattern: Id",
            says: "is read from answers",
        },
    ];
}
