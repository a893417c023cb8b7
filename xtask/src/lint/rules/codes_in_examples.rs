//! Examples of refusals show codes that exist, with the status that they come with.

use crate::lint::examples::{each_text, value};
use crate::lint::rule::{Report, Rule, Subject};

/// See the module.
pub const RULE: Rule = Rule {
    id: "codes-in-examples",
    about: "every code in an example of an error is in the registry, with the status of that error",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    let answers = subject.model.calls.iter().flat_map(|call| &call.responses);
    for answer in answers.filter(|answer| !answer.is_success()) {
        for example in answer.media.iter().flat_map(|media| &media.examples) {
            each_text(&value(example), "", &mut |name, text, place| {
                if name != "Code" {
                    return;
                }
                match subject.model.code(text) {
                    None => report.add(place, format!("`{text}` is not in `x-error-codes`")),
                    Some(code) if code.status.to_string() != answer.status => {
                        report.add(place, format!("{text} comes with {}, not with {}", code.status, answer.status));
                    }
                    Some(_) => {}
                }
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::fault::Fault;

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "",
            old: "- Code: \"BR006B\"",
            new: "- Code: \"BR006Z\"",
            pointer: "#/components/examples/BadRequest/value/errors/0/Code",
            line: "- Code: \"BR006Z\"",
            says: "not in `x-error-codes`",
        },
        Fault {
            after: "",
            old: "- Code: \"BR006B\"",
            new: "- Code: \"MNA001\"",
            pointer: "#/components/examples/BadRequest/value/errors/0/Code",
            line: "- Code: \"MNA001\"",
            says: "comes with 405",
        },
    ];
}
