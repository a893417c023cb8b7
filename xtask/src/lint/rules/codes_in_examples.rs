//! Examples of refusals show codes that exist, with the status that they come with.

use crate::lint::context::Context;
use crate::lint::examples::{each_scalar, values};
use crate::lint::{Report, Rule};

/// See the module.
pub const RULE: Rule = Rule {
    id: "codes-in-examples",
    about: "every code in an example of an error is in the registry, with the status of that error",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for operation in &context.operations {
        for (status, response) in operation.responses.iter().filter(|(status, _)| !status.starts_with('2')) {
            for value in response.media().flat_map(|(_, media)| values(context.document, &media)) {
                each_scalar(&value, "", &mut |name, text, place| {
                    if name != "Code" {
                        return;
                    }
                    match context.codes().find(|(code, _)| *code == text) {
                        None => report.add(place, format!("`{text}` is not in `x-error-codes`")),
                        Some((_, entry)) if entry["status"].as_u64() != status.parse().ok() => {
                            report.add(place, format!("{text} comes with {}, not with {status}", entry["status"]));
                        }
                        Some(_) => {}
                    }
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::Fault;

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
