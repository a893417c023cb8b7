//! Every call can answer everything in the guide's table of statuses.

use std::collections::HashMap;

use crate::lint::context::{Context, object};
use crate::lint::{Report, Rule};

/// See the module.
pub const RULE: Rule = Rule {
    id: "statuses",
    about: "every call answers the guide's eleven statuses and no other, each error with the shared answer",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

const STATUSES: [&str; 11] = ["200", "400", "401", "403", "404", "405", "406", "409", "415", "416", "500"];

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let mut shared: HashMap<&str, &str> = HashMap::new();
    for operation in &context.operations {
        let place = operation.part.pointer.child("responses");
        let responses = &operation.part.value["responses"];
        for status in STATUSES.iter().filter(|status| responses.get(status).is_none()) {
            report.add(&place, format!("lacks {status}, which the guide's table of statuses has for every call"));
        }
        for (status, response) in object(responses) {
            let place = place.child(status);
            if !STATUSES.contains(&status.as_str()) {
                report.add(&place, "is no status of the guide's table: remove it");
                continue;
            }
            if status.starts_with('2') {
                continue;
            }
            let Some(reference) = response["$ref"].as_str() else {
                report.add(&place, "is an error: refer to the shared answer in components/responses");
                continue;
            };
            let first = shared.entry(status).or_insert(reference);
            if *first != reference {
                report.add(&place, format!("answers like the other calls: refer to {first}"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::Fault;

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
