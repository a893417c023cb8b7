//! A path and the parameters of its calls say the same.

use crate::contract::path_variables;
use crate::lint::rule::{Report, Rule, Subject};
use crate::model::Place;

/// See the module.
pub const RULE: Rule = Rule {
    id: "path-parameters",
    about: "every variable of a path is a parameter of its calls, and every path parameter a variable of the path",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    for call in &subject.model.calls {
        let variables: Vec<_> = path_variables(&call.path).collect();
        let parameters = || call.parameters_in(Place::Path);
        for (index, variable) in variables.iter().enumerate() {
            if variables.iter().take(index).any(|other| other == variable) {
                report.add(
                    &call.pointer,
                    format!("`{variable}` stands twice in {}: name one of them otherwise", call.path),
                );
            }
            if !parameters().any(|parameter| parameter.name == *variable) {
                let message = format!("{} has `{{{variable}}}`, and no path parameter is called so: add it", call.path);
                report.add(&call.pointer, message);
            }
        }
        for parameter in parameters().filter(|parameter| !variables.contains(&parameter.name.as_str())) {
            let message =
                format!("{} has no `{{{}}}`: add it to the path, or take the parameter out", call.path, parameter.name);
            report.add(&parameter.pointer, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::fault::Fault;

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "",
            old: "  /employees/{personId}/photos:\n",
            new: "  /employees/{personId}/photos/{photoId}:\n",
            pointer: "#/paths/~1employees~1{personId}~1photos~1{photoId}/get",
            line: "get:",
            says: "no path parameter is called so",
        },
        Fault {
            after: "",
            old: "  /employees/{personId}/photos:\n",
            new: "  /employees/{personId}/photos/{personId}:\n",
            pointer: "#/paths/~1employees~1{personId}~1photos~1{personId}/get",
            line: "get:",
            says: "stands twice",
        },
        Fault {
            after: "",
            old: "  /employees/{personId}/photos:\n",
            new: "  /employees/{person}/photos:\n",
            pointer: "#/paths/~1employees~1{person}~1photos/get/parameters/2",
            line: "- name: personId",
            says: "take the parameter out",
        },
    ];
}
