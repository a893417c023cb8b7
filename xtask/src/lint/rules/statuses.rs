//! Every call can answer everything in the guide's table of statuses.

use std::collections::HashMap;

use crate::lint::rule::{Report, Rule, Subject};

/// See the module.
pub const RULE: Rule = Rule {
    id: "statuses",
    about: "every call answers the guide's eleven statuses and no other, each error with the shared answer",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

const STATUSES: [&str; 11] = ["200", "400", "401", "403", "404", "405", "406", "409", "415", "416", "500"];

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    let mut shared: HashMap<&str, &str> = HashMap::new();
    for call in &subject.model.calls {
        let place = call.pointer.child("responses");
        let written: Vec<_> = subject.keys(&place).collect();
        for status in STATUSES.iter().filter(|status| !written.contains(status)) {
            report.add(&place, format!("lacks {status}, which the guide's table of statuses has for every call"));
        }
        for response in &call.responses {
            let place = place.child(&response.status);
            if !STATUSES.contains(&response.status.as_str()) {
                report.add(&place, "is not in the guide's table of statuses: remove it");
                continue;
            }
            if response.is_success() {
                continue;
            }
            let Some(component) = response.component.as_deref() else {
                report.add(&place, "is an error: refer to the shared answer in components/responses");
                continue;
            };
            let first = shared.entry(&response.status).or_insert(component);
            if *first != component {
                let message = format!("answers like the other calls: refer to #/components/responses/{first}");
                report.add(&place, message);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::fault::Fault;

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "operationId: listPhotos\n",
            old: "        '416':\n          $ref: '#/components/responses/RangeNotSatisfiable'\n",
            new: "",
            pointer: "#/paths/~1employees~1photos/get/responses",
            line: "responses:",
            says: "lacks 416",
        },
        Fault {
            after: "operationId: listPhotos\n",
            old: "'416':",
            new: "'418':",
            pointer: "#/paths/~1employees~1photos/get/responses/418",
            line: "'418':",
            says: "remove it",
        },
        Fault {
            after: "operationId: listPhotos\n",
            old: "$ref: '#/components/responses/RangeNotSatisfiable'",
            new: "description: Out of range.",
            pointer: "#/paths/~1employees~1photos/get/responses/416",
            line: "'416':",
            says: "components/responses",
        },
        Fault {
            after: "operationId: listPhotos\n",
            old: "responses/RangeNotSatisfiable",
            new: "responses/Conflict",
            pointer: "#/paths/~1employees~1photos/get/responses/416",
            line: "'416':",
            says: "RangeNotSatisfiable",
        },
    ];
}
