//! Every body has an example. Mock servers, the reference page and tests use them.

use crate::lint::rule::{Report, Rule, Subject};
use crate::model::{Call, Media, Model, Provenance};

pub const RULE: Rule = Rule {
    id: "examples-present",
    about: "every body of a request or a response has an example, unless it is arbitrary JSON",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    for media in subject.model.calls.iter().flat_map(Call::media) {
        if media.examples.is_empty() && !is_arbitrary(subject.model, media) {
            report.add(&media.pointer, "has no example: add one to components/examples and refer to it");
        }
    }
}

fn is_arbitrary(model: &Model, media: &Media) -> bool {
    let shape = media.schema.as_ref().map(|schema| model.shape(schema));
    shape.is_some_and(|shape| shape.provenance == Some(Provenance::Undocumented))
}

#[cfg(test)]
mod tests {
    use crate::lint::fault::Fault;

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "operationId: putAttachment",
            old: "            examples:\n              PutAttachment:\n                $ref: '#/components/examples/PutAttachment'\n",
            new: "",
            pointer: "#/paths/~1employees~1interruptions~1{interruptionId}~1attachments~1{attachmentId}/put/requestBody/content/application~1json",
            line: "application/json:",
            says: "no example",
        },
        Fault {
            after: "operationId: listAssignments",
            old: "              examples:\n                Assignments:\n                  $ref: '#/components/examples/Assignments'\n",
            new: "",
            pointer: "#/paths/~1employees~1assignments/get/responses/200/content/application~1json",
            line: "application/json:",
            says: "no example",
        },
        Fault {
            after: "operationId: deleteAttachment",
            old: "              examples:\n",
            new: "              x-hidden:\n",
            pointer: "#/paths/~1employees~1interruptions~1{interruptionId}~1attachments~1{attachmentId}/delete/responses/400/content/application~1json",
            line: "application/json:",
            says: "no example",
        },
    ];
}
