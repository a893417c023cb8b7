//! Operation ids name the calls in every language, so each is present, unique, and in one style.

use std::collections::HashMap;

use crate::lint::rule::{Report, Rule, Subject};

pub const RULE: Rule = Rule {
    id: "operation-id",
    about: "every call has a unique operationId in camelCase",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    let mut known = HashMap::new();
    for call in &subject.model.calls {
        let (place, id) = (call.pointer.child("operationId"), &call.id);
        if id.is_empty() {
            report.add(&place, "is missing: add a name in camelCase");
        } else if !is_camel_case(id) {
            let message =
                format!("`{id}` is not camelCase: start with a lower case letter, use only letters and digits");
            report.add(&place, message);
        } else if let Some(first) = known.insert(id.to_lowercase(), &call.pointer) {
            report.add(&place, format!("`{id}` is also the id of {first}: choose another"));
        }
    }
}

fn is_camel_case(id: &str) -> bool {
    id.starts_with(|c: char| c.is_ascii_lowercase()) && id.chars().all(|c| c.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use crate::lint::fault::Fault;

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "",
            old: "      operationId: listEmployees\n",
            new: "",
            pointer: "#/paths/~1employees/get/operationId",
            line: "get:",
            says: "is missing",
        },
        Fault {
            after: "",
            old: "operationId: listEmployees\n",
            new: "operationId: list-employees\n",
            pointer: "#/paths/~1employees/get/operationId",
            line: "operationId: list-employees",
            says: "not camelCase",
        },
        Fault {
            after: "",
            old: "operationId: listEmployees\n",
            new: "operationId: listEmployeesV1\n",
            pointer: "#/paths/~1employees/get/operationId",
            line: "operationId: listEmployeesV1",
            says: "also the id of #/paths/~1employees#v1/get",
        },
    ];
}
