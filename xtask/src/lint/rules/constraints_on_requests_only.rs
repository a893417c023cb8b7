//! The service breaks its own rules, and a reader that insists on them loses whole lists.

use crate::lint::rule::{Report, Rule, Subject};

/// See the module.
pub const RULE: Rule = Rule {
    id: "constraints-on-requests-only",
    about: "no schema that an answer is read with has a pattern, a length or a limit",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    for schema in subject.schemas.iter().map(|place| place.schema).filter(|schema| schema.in_answer()) {
        for keyword in schema.constraints.keywords() {
            let message = "is read from answers: say it in the description, or use a schema of its own";
            report.add(&schema.pointer.child(keyword), message);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::fault::Fault;

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "        ambtcode:\n",
            old: "description: Code of the main function (`hoofdambt`), 8 digits.",
            new: "description: Code of the main function (`hoofdambt`), 8 digits.\n          maxLength: 8",
            pointer: "#/components/schemas/EmployeeV1/properties/ambtcode/maxLength",
            line: "maxLength: 8",
            says: "say it in the description",
        },
        Fault {
            after: "    Assignment:\n",
            old: "schemas/StructureSeen",
            new: "schemas/SchoolYear",
            pointer: "#/components/schemas/SchoolYear/pattern",
            line: "pattern: '^[0-9]{4}-[0-9]{2}$'",
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
