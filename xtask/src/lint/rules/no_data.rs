//! The forms in which the service says that there is no data. Anything else with the status 404 is an error, so each form
//! is told by what it has and no more.

use crate::lint::rule::{Report, Rule, Subject};
use crate::lint::sentence;
use crate::model::NoDataBody;

/// See the module.
pub const RULE: Rule = Rule {
    id: "no-data",
    about: "x-no-data tells forms of the answer 404 apart by their members, and gives the reason for each in a sentence",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    let forms = &subject.model.no_data;
    for (index, form) in forms.iter().enumerate() {
        if let Some(fault) = sentence::fault(&form.reason) {
            report.add(&form.pointer.child("reason"), fault);
        }
        if forms[..index].iter().any(|other| other.body == form.body) {
            report.add(&form.pointer, "tells the same form again");
        }
        let NoDataBody::Problem(members) = &form.body else { continue };
        for (index, name) in members.iter().enumerate().filter(|(index, name)| members[..*index].contains(name)) {
            report.add(&form.pointer.child("problem").item(index), format!("`{name}` stands here twice"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::fault::Fault;

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "",
            old: "    NotFound:\n",
            new: "    NotFound:\n      x-no-data:\n        - {body: empty, reason: Seen}\n",
            pointer: "#/components/responses/NotFound/x-no-data/0/reason",
            line: "- {body: empty, reason: Seen}",
            says: "full stop",
        },
        Fault {
            after: "",
            old: "    NotFound:\n",
            new: "    NotFound:\n      x-no-data:\n        - {problem: [type, type], reason: Seen.}\n",
            pointer: "#/components/responses/NotFound/x-no-data/0/problem/1",
            line: "- {problem: [type, type], reason: Seen.}",
            says: "twice",
        },
    ];
}
