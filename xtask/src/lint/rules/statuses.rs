//! Every call can answer everything in the guide's table of statuses.

use std::collections::HashMap;

use crate::lint::rule::{Report, Rule, Subject};

/// See the module.
pub const RULE: Rule = Rule {
    id: "statuses",
    about: "every call answers the guide's eleven statuses and no other, each error with the shared answer unless it has \
            codes of its own",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

const STATUSES: [&str; 11] = ["200", "400", "401", "403", "404", "405", "406", "409", "415", "416", "500"];

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    let mut shared: HashMap<&str, &str> = HashMap::new();
    for call in &subject.model.calls {
        let answers = call.pointer.child("responses");
        let answered = |status: &str| call.responses.iter().any(|response| response.status == status);
        let missing: Vec<_> = STATUSES.into_iter().filter(|status| !answered(status)).collect();
        if !missing.is_empty() {
            let table = "which the guide's table of statuses has for every call";
            report.add(&answers, format!("lacks {}, {table}", missing.join(", ")));
        }
        for response in &call.responses {
            let own = answers.child(&response.status);
            // One that `default` stands for has its place there.
            let place = if subject.node(&own).is_some() { &own } else { &response.pointer };
            if !STATUSES.contains(&response.status.as_str()) {
                report.add(place, "is not in the guide's table of statuses: remove it");
                continue;
            }
            let has_codes = subject.model.codes_of(&call.id).any(|code| code.status.to_string() == response.status);
            if response.is_success() || (has_codes && response.component.is_none()) {
                continue;
            }
            let Some(component) = response.component.as_deref() else {
                report.add(place, "is an error: refer to the shared answer in components/responses");
                continue;
            };
            let first = shared.entry(&response.status).or_insert(component);
            if *first != component {
                let message = format!("answers like the other calls: refer to #/components/responses/{first}");
                report.add(place, message);
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
            old: "        '404':\n          $ref: '#/components/responses/NotFound'\n",
            new: "",
            pointer: "#/paths/~1employees~1photos/get/responses",
            line: "responses:",
            says: "lacks 404",
        },
        Fault {
            after: "operationId: listPhotos\n",
            old: "        default:\n          $ref: '#/components/responses/Failure'\n",
            new: "",
            pointer: "#/paths/~1employees~1photos/get/responses",
            line: "responses:",
            says: "lacks 406, 409, 415, 416, 500",
        },
        Fault {
            after: "operationId: listPhotos\n",
            old: "'405':",
            new: "'418':",
            pointer: "#/paths/~1employees~1photos/get/responses/418",
            line: "'418':",
            says: "remove it",
        },
        Fault {
            after: "      x-statuses:\n",
            old: "\"416\":",
            new: "\"418\":",
            pointer: "#/components/responses/Failure/x-statuses/418",
            line: "\"418\": The range in the request header cannot be satisfied.",
            says: "remove it",
        },
        Fault {
            after: "operationId: listPhotos\n",
            old: "$ref: '#/components/responses/BadRequest'",
            new: "description: Something is wrong.",
            pointer: "#/paths/~1employees~1photos/get/responses/400",
            line: "'400':",
            says: "components/responses",
        },
        Fault {
            after: "operationId: listPhotos\n",
            old: "responses/MethodNotAllowed",
            new: "responses/Forbidden",
            pointer: "#/paths/~1employees~1photos/get/responses/405",
            line: "'405':",
            says: "MethodNotAllowed",
        },
    ];
}
