//! Codes by which a call that is sent again learns that its work was done the first time.

use crate::lint::rule::{Report, Rule, Subject};
use crate::model::{Call, Method};

/// See the module.
pub const RULE: Rule = Rule {
    id: "repeated-calls",
    about: "x-already-gone is a code of its DELETE, x-already-there one of its PUT whose message ends in an id",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    for call in &subject.model.calls {
        for (key, code, method) in [
            ("x-already-gone", &call.already_gone, Method::Delete),
            ("x-already-there", &call.already_there, Method::Put),
        ] {
            let Some(fault) = code.as_ref().and_then(|code| fault(subject, call, code, method)) else { continue };
            report.add(&call.pointer.child(key), fault);
        }
    }
}

fn fault(subject: &Subject<'_>, call: &Call, name: &str, method: Method) -> Option<String> {
    if call.method != method {
        return Some(format!("has no effect on a {}: it is for a {method}", call.method));
    }
    let Some(code) = subject.model.code(name) else { return Some(format!("`{name}` is not in `x-error-codes`")) };
    if !code.operations.contains(&call.id) {
        return Some(format!("{name} does not have {} among its `operations`", call.id));
    }
    let told = method == Method::Put && !code.existing_id;
    told.then(|| format!("the message of {name} ends in no id: `existingId` says which codes have one"))
}

#[cfg(test)]
mod tests {
    use crate::lint::fault::Fault;

    const PUT: &str = "#/paths/~1employees~1{personId}~1communication-number/put/x-already-there";
    const DELETE: &str = "#/paths/~1employees~1interruptions~1{interruptionId}/delete/x-already-gone";

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "",
            old: "x-already-there: BR026",
            new: "x-already-there: BR023",
            pointer: PUT,
            line: "x-already-there: BR023",
            says: "ends in no id",
        },
        Fault {
            after: "",
            old: "operationId: putInterruption\n",
            new: "x-already-gone: BR018\n      operationId: putInterruption\n",
            pointer: "#/paths/~1employees~1{personId}~1interruptions~1{interruptionId}/put/x-already-gone",
            line: "x-already-gone: BR018",
            says: "no effect on a PUT",
        },
        Fault {
            after: "operationId: deleteInterruption\n",
            old: "x-already-gone: BR018",
            new: "x-already-gone: BR019",
            pointer: DELETE,
            line: "x-already-gone: BR019",
            says: "does not have deleteInterruption",
        },
        Fault {
            after: "operationId: deleteInterruption\n",
            old: "x-already-gone: BR018",
            new: "x-already-gone: BR999",
            pointer: DELETE,
            line: "x-already-gone: BR999",
            says: "not in `x-error-codes`",
        },
    ];
}
