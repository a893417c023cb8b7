//! Values that make a difference: whoever reads about a parameter learns of them, and so does whoever calls.

use crate::lint::rule::{Report, Rule, Subject};

/// See the module.
pub const RULE: Rule = Rule {
    id: "effective-values",
    about: "a parameter with x-effective-values may be left out, takes texts, and names each of them in its description",
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
            report.add(&place, "is for a parameter that may be left out: without effect, a required one says nothing");
        }
        for value in values.iter().filter(|value| !parameter.description.contains(&format!("`{value}`"))) {
            report.add(&place, format!("has `{value}`, which the description does not name"));
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
            says: "has `313`",
        },
        Fault {
            after: "    StructureOfEmployees:\n",
            old: "required: false",
            new: "required: true",
            pointer: "#/components/parameters/StructureOfEmployees/x-effective-values",
            line: "x-effective-values: [\"311\", \"312\"]",
            says: "may be left out",
        },
    ];
}
