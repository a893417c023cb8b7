//! The variables of a path match the path parameters of its calls. The generator panics if they don't.

use crate::contract::path_variables;
use crate::lint::rule::{Report, Rule, Subject};
use crate::model::Place;

pub const RULE: Rule = Rule {
    id: "path-parameters",
    about: "the variables of a path are unique and match the path parameters of its calls",
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
                let message = format!("{} contains `{{{variable}}}` twice: rename one of them", call.path);
                report.add(&call.pointer, message);
            }
            if !parameters().any(|parameter| parameter.name == *variable) {
                let message = format!("{} contains `{{{variable}}}`, which is not a path parameter: add it", call.path);
                report.add(&call.pointer, message);
            }
        }
        for parameter in parameters().filter(|parameter| !variables.contains(&parameter.name.as_str())) {
            let name = &parameter.name;
            let message = format!("{} does not contain `{{{name}}}`: add it, or remove the parameter", call.path);
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
            says: "which is not a path parameter",
        },
        Fault {
            after: "",
            old: "  /employees/{personId}/photos:\n",
            new: "  /employees/{personId}/photos/{personId}:\n",
            pointer: "#/paths/~1employees~1{personId}~1photos~1{personId}/get",
            line: "get:",
            says: "contains `{personId}` twice",
        },
        Fault {
            after: "",
            old: "  /employees/{personId}/photos:\n",
            new: "  /employees/{person}/photos:\n",
            pointer: "#/components/parameters/PersonId",
            line: "PersonId:",
            says: "remove the parameter",
        },
    ];
}
