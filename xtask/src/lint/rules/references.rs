//! References resolve. The reader reports those that don't, and omits them from the model.

use crate::lint::rule::{Report, Rule, Subject};

pub const RULE: Rule = Rule {
    id: "references",
    about: "every $ref refers to an existing component of the right kind",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    report.add_misshapen(subject);
}

#[cfg(test)]
mod tests {
    use crate::lint::fault::Fault;

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "        bank:\n",
            old: "'#/components/schemas/Bank'",
            new: "'#/components/schemas/Banc'",
            pointer: "#/components/schemas/Employee/properties/bank/allOf/0/$ref",
            line: "- $ref: '#/components/schemas/Banc'",
            says: "does not exist",
        },
        Fault {
            after: "        bank:\n",
            old: "'#/components/schemas/Bank'",
            new: "'bank.yaml#/Bank'",
            pointer: "#/components/schemas/Employee/properties/bank/allOf/0/$ref",
            line: "- $ref: 'bank.yaml#/Bank'",
            says: "expected #/components/schemas/",
        },
        Fault {
            after: "operationId: listEmployees\n",
            old: "'#/components/parameters/InstituteNo'",
            new: "'#/components/responses/NotFound'",
            pointer: "#/paths/~1employees/get/parameters/0/$ref",
            line: "- $ref: '#/components/responses/NotFound'",
            says: "expected #/components/parameters/",
        },
    ];
}
