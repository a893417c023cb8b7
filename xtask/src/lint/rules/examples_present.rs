//! Whoever reads about a body sees one: mock servers, pages and tests live on examples.

use crate::lint::context::{Context, Part};
use crate::lint::examples::values;
use crate::lint::{Report, Rule};

/// See the module.
pub const RULE: Rule = Rule {
    id: "examples-present",
    about: "every body of a request, an answer or an error has an example, unless it is open JSON",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for operation in &context.operations {
        let responses = operation.responses.iter().map(|(_, response)| response);
        for (_, media) in operation.body.iter().chain(responses).flat_map(Part::media) {
            if values(context.document, &media).is_empty() && !is_open(context, &media) {
                report.add(&media.pointer, "has no example: add one to components/examples and refer to it");
            }
        }
    }
}

fn is_open<'a>(context: &Context<'a>, media: &Part<'a>) -> bool {
    let Some(schema) = media.member("schema") else { return false };
    let item = schema.member("items").unwrap_or(schema);
    context.resolve(&item).is_some_and(|shape| shape.value["x-provenance"] == "undocumented")
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::Fault;

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
            after: "    MethodNotAllowed:\n      description: >-",
            old: "          examples:\n",
            new: "          x-hidden:\n",
            pointer: "#/components/responses/MethodNotAllowed/content/application~1json",
            line: "application/json:",
            says: "no example",
        },
    ];
}
