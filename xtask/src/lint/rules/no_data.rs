//! The responses with status 404 that mean "no data". Any other 404 is an error, so each form lists exactly the members
//! that identify it.

use crate::lint::rule::{Report, Rule, Subject};
use crate::lint::sentence;
use crate::model::NoDataBody;

pub const RULE: Rule = Rule {
    id: "no-data",
    about: "the forms of a 404 response in x-no-data differ in their members, and each gives its reason in a sentence",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    let forms = &subject.model.no_data;
    for (index, form) in forms.iter().enumerate() {
        if let Some(problem) = sentence::find_problem(&form.reason) {
            report.add(&form.pointer.child("reason"), problem);
        }
        if forms[..index].iter().any(|other| other.body == form.body) {
            report.add(&form.pointer, "repeats an earlier form");
        }
        let NoDataBody::Problem(members) = &form.body else { continue };
        for (index, name) in members.iter().enumerate().filter(|(index, name)| members[..*index].contains(name)) {
            report.add(&form.pointer.child("problem").item(index), format!("`{name}` is listed twice"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::fault::Fault;

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "",
            old: "shows no body.",
            new: "shows no body",
            pointer: "#/components/responses/NotFound/x-no-data/0/reason",
            line: "reason: The guide gives 404 for a request that was processed and has no data, and shows no body",
            says: "full stop",
        },
        Fault {
            after: "",
            old: "problem: [type, title, status, traceId]",
            new: "problem: [type, title, status, title]",
            pointer: "#/components/responses/NotFound/x-no-data/1/problem/3",
            line: "- problem: [type, title, status, title]",
            says: "twice",
        },
        Fault {
            after: "",
            old: "problem: [type, title, status, traceId]",
            new: "body: empty",
            pointer: "#/components/responses/NotFound/x-no-data/1",
            line: "- body: empty",
            says: "repeats an earlier form",
        },
    ];
}
