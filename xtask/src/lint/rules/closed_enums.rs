//! Answers carry values that no guide names; one of them must not cost a list.

use crate::lint::context::Context;
use crate::lint::{Report, Rule};

/// See the module.
pub const RULE: Rule = Rule {
    id: "closed-enums",
    about: "only requests are closed by `enum`; answers have `x-extensible-enum`",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for schema in context.schemas.iter().filter(|schema| schema.in_answer()) {
        if let Some(values) = schema.part.member("enum") {
            report.add(&values.pointer, "is read from answers, which bring unknown values: use `x-extensible-enum`");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::Fault;

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "    BurgStand:\n",
            old: "x-extensible-enum:",
            new: "enum:",
            pointer: "#/components/schemas/BurgStand/enum",
            line: "enum:",
            says: "use `x-extensible-enum`",
        },
        Fault {
            after: "    Comnr:\n",
            old: "schemas/ComnrType",
            new: "schemas/CommunicationNumberType",
            pointer: "#/components/schemas/CommunicationNumberType/enum",
            line: "enum:",
            says: "use `x-extensible-enum`",
        },
    ];
}
