//! Reference pages and mock servers show the responses of a call, but not the registry, so responses name the codes too.

use std::collections::BTreeSet;

use crate::lint::rule::{Report, Rule, Subject};

pub const RULE: Rule = Rule {
    id: "codes-at-calls",
    about: "the description of an error response names exactly the codes of the registry for this call and status",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    for call in &subject.model.calls {
        for response in call.responses.iter().filter(|response| !response.is_success()) {
            let codes = subject.model.codes_of(&call.id).filter(|code| code.status.to_string() == response.status);
            let codes: BTreeSet<_> = codes.map(|code| code.name.as_str()).collect();
            let quoted = response.description.split('`').skip(1).step_by(2);
            let named: BTreeSet<_> = quoted.filter(|word| subject.model.code(word).is_some()).collect();
            let place = response.pointer.child("description");
            let list = |names: Vec<&&str>| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            let missing: Vec<_> = codes.difference(&named).collect();
            if !missing.is_empty() {
                let message = format!("does not name {}, which the registry lists for {}", list(missing), call.id);
                report.add(&place, message);
            }
            let extra: Vec<_> = named.difference(&codes).collect();
            if !extra.is_empty() {
                let message = format!("names {}, which the registry does not list for {}", list(extra), call.id);
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
            after: "operationId: deleteAttachment",
            old: "`BR002`, ",
            new: "",
            pointer: "#/paths/~1employees~1interruptions~1{interruptionId}~1attachments~1{attachmentId}/delete/responses/400/description",
            line: "description: >-",
            says: "does not name `BR002`",
        },
        Fault {
            after: "operationId: deleteAttachment",
            old: "`BR002`, ",
            new: "`BR002`, `BR001`, ",
            pointer: "#/paths/~1employees~1interruptions~1{interruptionId}~1attachments~1{attachmentId}/delete/responses/400/description",
            line: "description: >-",
            says: "names `BR001`",
        },
        Fault {
            after: "  BR028:\n",
            old: "      - deleteCommunicationNumber\n",
            new: "      - deleteCommunicationNumber\n      - getEmployee\n",
            pointer: "#/components/responses/BadRequest/description",
            line: "description: >-",
            says: "does not name `BR028`, which the registry lists for getEmployee",
        },
    ];
}
