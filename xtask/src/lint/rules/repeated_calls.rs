//! Codes that tell a retried call that the first attempt succeeded.

use crate::lint::rule::{Report, Rule, Subject};
use crate::model::{Call, Method};

pub const RULE: Rule = Rule {
    id: "repeated-calls",
    about: "x-already-gone is a code of its DELETE, and x-already-there a code of its PUT whose message ends in an id",
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
            let problem = code.as_ref().and_then(|code| find_problem(subject, call, code, method));
            if let Some(problem) = problem {
                report.add(&call.pointer.child(key), problem);
            }
        }
    }
}

fn find_problem(subject: &Subject<'_>, call: &Call, name: &str, method: Method) -> Option<String> {
    if call.method != method {
        return Some(format!("has no effect on a {}: it is only for a {method}", call.method));
    }
    let Some(code) = subject.model.code(name) else { return Some(format!("`{name}` is not in `x-error-codes`")) };
    if !code.operations.contains(&call.id) {
        return Some(format!("{name} does not list {} in its `operations`", call.id));
    }
    let lacks_id = method == Method::Put && !code.existing_id;
    lacks_id.then(|| format!("the message of {name} does not end in an id: use a code with `existingId`"))
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
            says: "does not end in an id",
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
            says: "does not list deleteInterruption",
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
