//! The service breaks its own rules. A reader that enforced them would reject complete lists.

use crate::lint::rule::{Report, Rule, Subject};

pub const RULE: Rule = Rule {
    id: "constraints-on-requests-only",
    about: "schemas of responses have no pattern, length or limit",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    for schema in subject.schemas.iter().map(|place| place.schema).filter(|schema| schema.in_response()) {
        for keyword in schema.constraints.keywords() {
            let message = "constrains responses: move it to the description, or use a separate schema for requests";
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
            says: "move it to the description",
        },
        Fault {
            after: "    Assignment:\n",
            old: "schemas/StructureSeen",
            new: "schemas/SchoolYear",
            pointer: "#/components/schemas/SchoolYear/pattern",
            line: "pattern: '^[0-9]{4}-[0-9]{2}$'",
            says: "a separate schema",
        },
        Fault {
            after: "        Message:\n",
            old: "type: string",
            new: "type: string\n          pattern: Id",
            pointer: "#/components/schemas/ErrorDetail/properties/Message/pattern",
            line: "pattern: Id",
            says: "constrains responses",
        },
    ];
}
