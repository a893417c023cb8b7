//! Examples of error responses contain codes of the registry, with the right status.

use crate::lint::examples::{example_node, visit_texts};
use crate::lint::rule::{Report, Rule, Subject};

pub const RULE: Rule = Rule {
    id: "codes-in-examples",
    about: "every code in an example of an error response is in the registry, with the status of that response",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    let responses = subject.model.calls.iter().flat_map(|call| &call.responses);
    for response in responses.filter(|response| !response.is_success()) {
        for example in response.media.iter().flat_map(|media| &media.examples) {
            visit_texts(&example_node(example), "", &mut |name, text, place| {
                if name != "Code" {
                    return;
                }
                match subject.model.code(text) {
                    None => report.add(place, format!("`{text}` is not in `x-error-codes`")),
                    Some(code) if code.status.to_string() != response.status => {
                        report.add(place, format!("{text} has the status {}, not {}", code.status, response.status));
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
            says: "has the status 405",
        },
    ];
}
