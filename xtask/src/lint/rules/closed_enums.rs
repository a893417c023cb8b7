//! Answers carry values that no guide names; one of them must not cost a list.

use crate::lint::rule::{Report, Rule, Subject};

/// See the module.
pub const RULE: Rule = Rule {
    id: "closed-enums",
    about: "only requests are closed by `enum`; answers have `x-extensible-enum`",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    let lists = subject.schemas.iter().filter(|place| place.schema.in_answer());
    for values in lists.filter_map(|place| place.schema.enumeration.as_ref()).filter(|values| !values.open) {
        report.add(&values.pointer, "is read from answers, which bring unknown values: use `x-extensible-enum`");
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::fault::Fault;

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
