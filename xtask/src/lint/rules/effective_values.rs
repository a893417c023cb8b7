//! Values of a parameter that have an effect. The description names them, for readers as well as callers.

use crate::lint::rule::{Report, Rule, Subject};

pub const RULE: Rule = Rule {
    id: "effective-values",
    about: "a parameter with x-effective-values is optional, and its description names each value",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    for parameter in subject.model.calls.iter().flat_map(|call| &call.parameters) {
        let values = &parameter.effective_values;
        if values.is_empty() {
            continue;
        }
        let place = parameter.pointer.child("x-effective-values");
        if parameter.required {
            report.add(&place, "is only for optional parameters: remove it, or make the parameter optional");
        }
        for value in values.iter().filter(|value| !parameter.description.contains(&format!("`{value}`"))) {
            report.add(&place, format!("contains `{value}`, which the description does not name"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::fault::Fault;

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "    StructureOfEmployees:\n",
            old: "[\"311\", \"312\"]",
            new: "[\"311\", \"313\"]",
            pointer: "#/components/parameters/StructureOfEmployees/x-effective-values",
            line: "x-effective-values: [\"311\", \"313\"]",
            says: "contains `313`",
        },
        Fault {
            after: "    StructureOfEmployees:\n",
            old: "required: false",
            new: "required: true",
            pointer: "#/components/parameters/StructureOfEmployees/x-effective-values",
            line: "x-effective-values: [\"311\", \"312\"]",
            says: "only for optional parameters",
        },
    ];
}
