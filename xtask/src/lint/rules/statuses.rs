//! Every call documents every status in the guide's table of statuses.

use std::collections::HashMap;

use crate::lint::rule::{Report, Rule, Subject};

pub const RULE: Rule = Rule {
    id: "statuses",
    about: "every call has exactly the guide's eleven statuses; errors use the shared responses unless the call has codes",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

const STATUSES: [&str; 11] = ["200", "400", "401", "403", "404", "405", "406", "409", "415", "416", "500"];

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    let mut shared: HashMap<&str, &str> = HashMap::new();
    for call in &subject.model.calls {
        let responses = call.pointer.child("responses");
        let is_documented = |status: &str| call.responses.iter().any(|response| response.status == status);
        let missing: Vec<_> = STATUSES.into_iter().filter(|status| !is_documented(status)).collect();
        if !missing.is_empty() {
            let message = format!("is missing statuses that the guide lists for every call: {}", missing.join(", "));
            report.add(&responses, message);
        }
        for response in &call.responses {
            let own = responses.child(&response.status);
            // A status that `default` covers is reported there.
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
                report.add(place, "must refer to the shared response in components/responses");
                continue;
            };
            let first = shared.entry(&response.status).or_insert(component);
            if *first != component {
                let message = format!("must be the same as in the other calls: #/components/responses/{first}");
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
            says: "every call: 404",
        },
        Fault {
            after: "operationId: listPhotos\n",
            old: "        default:\n          $ref: '#/components/responses/Failure'\n",
            new: "",
            pointer: "#/paths/~1employees~1photos/get/responses",
            line: "responses:",
            says: "every call: 406, 409, 415, 416, 500",
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
