//! Responses contain values that the guide doesn't list. One of them must not make a complete list unreadable.

use crate::lint::rule::{Report, Rule, Subject};

pub const RULE: Rule = Rule {
    id: "closed-enums",
    about: "schemas of responses list values in `x-extensible-enum`; only schemas of requests use `enum`",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    let lists = subject.schemas.iter().filter(|place| place.schema.in_response());
    for values in lists.filter_map(|place| place.schema.enumeration.as_ref()).filter(|values| !values.open) {
        report.add(
            &values.pointer,
            "closes a list of values in responses, which contain unlisted ones: use `x-extensible-enum`",
        );
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
