//! Shapes that the generator handles. It leaves out what it doesn't know, so the document must not say more.

use serde_json::Value;

use crate::document::Pointer;
use crate::lint::context::{Context, METHODS, Operation, Part, Schema, object};
use crate::lint::{Report, Rule};

/// See the module.
pub const RULE: Rule = Rule {
    id: "generator-shapes",
    about: "calls, parameters, bodies and schemas are of the shapes that the generator and the mocks handle",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

/// Members of schemas that the generator, the checks before sending or this lint know.
const MEMBERS: [&str; 17] = [
    "$ref",
    "additionalProperties",
    "allOf",
    "default",
    "description",
    "enum",
    "example",
    "format",
    "items",
    "maxLength",
    "maximum",
    "minLength",
    "minimum",
    "nullable",
    "pattern",
    "properties",
    "required",
];

/// Members that mean something only beside `type`.
const NEED_TYPE: [&str; 8] =
    ["items", "properties", "additionalProperties", "format", "pattern", "enum", "x-extensible-enum", "required"];

const PARAMETER: [&str; 6] = ["name", "in", "required", "description", "schema", "example"];

/// Headers that the client sets by itself; no other reaches the wire.
const HEADERS: [&str; 2] = ["InstituteNo", "Api-Version"];

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (path, item) in object(&context.root()["paths"]) {
        for (key, _) in object(item).filter(|(key, _)| !METHODS.contains(&key.as_str())) {
            report.add(&Pointer::of(&["paths", path, key]), "is no method: say it in each call");
        }
    }
    for operation in &context.operations {
        of_operation(operation, report);
    }
    for schema in &context.schemas {
        of_schema(schema, report);
    }
}

fn of_operation(operation: &Operation<'_>, report: &mut Report<'_>) {
    for parameter in &operation.parameters {
        for (key, part) in parameter.members().filter(|(key, _)| !PARAMETER.contains(key) && !key.starts_with("x-")) {
            report.add(&part.pointer, format!("`{key}` of a parameter is unknown to the generator"));
        }
        let known = match parameter.text("in") {
            "path" => parameter.value["required"] == true,
            "query" => true,
            "header" => HEADERS.contains(&parameter.text("name")),
            _ => false,
        };
        if !known || !parameter.value["schema"].is_object() {
            let message =
                "is a path parameter (required), a query parameter or one of the two headers, with a `schema`";
            report.add(&parameter.pointer, message);
        }
    }
    if let Some(body) = &operation.body {
        if body.value["required"] != true {
            report.add(&body.pointer.child("required"), "is true: the generated call always sends a body");
        }
        if body.media().count() != 1 {
            report.add(&body.pointer.child("content"), "has one media type, application/json");
        }
    }
    let (good, bad): (Vec<_>, Vec<_>) = operation.responses.iter().partition(|(status, _)| status.starts_with('2'));
    // Refusals also come as text: only other tools read that, the lowered document leaves it out.
    let text_too = bad.iter().flat_map(|(_, response)| response.media()).filter(|(kind, _)| *kind != "text/plain");
    let read = operation.body.iter().chain(good.iter().map(|(_, response)| response)).flat_map(Part::media);
    for (kind, media) in read.chain(text_too) {
        if kind != "application/json" {
            report.add(&media.pointer, "is application/json in everything that the generator reads and writes");
        } else if !media.value["schema"].is_object() {
            report.add(&media.pointer, "has no `schema`");
        }
    }
    if operation.responses.iter().filter(|(status, _)| status.starts_with('2')).count() != 1 {
        report.add(&operation.part.pointer.child("responses"), "has exactly one status that begins with 2");
    }
}

fn of_schema(schema: &Schema<'_>, report: &mut Report<'_>) {
    let part = &schema.part;
    for (key, member) in part.members() {
        if !MEMBERS.contains(&key) && key != "type" && !key.starts_with("x-") {
            report.add(&member.pointer, format!("`{key}` is unknown to the generator"));
        }
    }
    if let Some(parts) = part.member("allOf") {
        let parts_fit = parts.items().count() == 1 && parts.items().all(|part| part.value.get("$ref").is_some());
        if !parts_fit || part.value.get("properties").is_some() {
            report.add(&parts.pointer, "has one part, a `$ref`, and no properties beside it");
        }
    }
    if !matches!(part.value.get("additionalProperties"), None | Some(Value::Bool(true))) {
        report.add(
            &part.pointer.child("additionalProperties"),
            "is true or absent: readers take unknown properties anyway",
        );
    }
    if part.text("type") == "object" && schema.component.is_none() {
        // A type without a name gets one from the generator, and marks for personal fields don't reach it.
        report.add(&part.pointer, "is an object: give it a name in components/schemas and refer to it");
    }
    if part.text("type") == "array" && !part.value["items"].is_object() {
        report.add(&part.pointer, "is a list: say in `items` of what");
    }
    let needs_type = NEED_TYPE.iter().find(|key| part.value.get(**key).is_some());
    if part.text("type").is_empty()
        && let Some(key) = needs_type
    {
        report.add(&part.pointer, format!("has `{key}` and no `type`, which the generator takes for any JSON"));
    }
    for (name, property) in part.member("properties").into_iter().flat_map(|properties| properties.members()) {
        if !property.value.is_object() {
            report.add(&property.pointer, format!("is empty: say what `{name}` is"));
        }
    }
    for (index, name) in part.value["required"].as_array().into_iter().flatten().enumerate() {
        if name.as_str().is_none_or(|name| part.value["properties"].get(name).is_none()) {
            let place = part.pointer.child("required").child(&index.to_string());
            report.add(&place, format!("{name} is none of the properties"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::Fault;

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "  /employees/diplomas:\n",
            old: "    get:\n",
            new: "    summary: Diplomas\n    get:\n",
            pointer: "#/paths/~1employees~1diplomas/summary",
            line: "summary: Diplomas",
            says: "no method",
        },
        Fault {
            after: "operationId: listAssignments",
            old: "        - name: structure\n          in: query\n",
            new: "        - name: structure\n          in: query\n          style: pipeDelimited\n",
            pointer: "#/paths/~1employees~1assignments/get/parameters/3/style",
            line: "style: pipeDelimited",
            says: "unknown to the generator",
        },
        Fault {
            after: "operationId: listAssignments",
            old: "        - name: structure\n          in: query\n",
            new: "        - name: structure\n          in: header\n",
            pointer: "#/paths/~1employees~1assignments/get/parameters/3",
            line: "- name: structure",
            says: "one of the two headers",
        },
        Fault {
            after: "operationId: putAttachment",
            old: "        required: true\n        content:\n",
            new: "        required: false\n        content:\n",
            pointer: "#/paths/~1employees~1interruptions~1{interruptionId}~1attachments~1{attachmentId}/put/requestBody/required",
            line: "required: false",
            says: "always sends a body",
        },
        Fault {
            after: "operationId: putAttachment",
            old: "          application/json:\n",
            new: "          text/plain:\n            schema:\n              type: string\n          application/json:\n",
            pointer: "#/paths/~1employees~1interruptions~1{interruptionId}~1attachments~1{attachmentId}/put/requestBody/content",
            line: "content:",
            says: "one media type",
        },
        Fault {
            after: "operationId: listAssignments",
            old: "            application/json:\n",
            new: "            text/json:\n",
            pointer: "#/paths/~1employees~1assignments/get/responses/200/content/text~1json",
            line: "text/json:",
            says: "application/json",
        },
        Fault {
            after: "operationId: listAssignments",
            old: "        '400':\n",
            new: "        '204':\n          description: None.\n        '400':\n",
            pointer: "#/paths/~1employees~1assignments/get/responses",
            line: "responses:",
            says: "exactly one status",
        },
        Fault {
            after: "        bank:\n",
            old: "allOf:\n            - $ref: '#/components/schemas/Bank'\n",
            new: "oneOf:\n            - $ref: '#/components/schemas/Bank'\n",
            pointer: "#/components/schemas/Employee/properties/bank/oneOf",
            line: "oneOf:",
            says: "unknown to the generator",
        },
        Fault {
            after: "        bank:\n",
            old: "            - $ref: '#/components/schemas/Bank'\n",
            new: "            - $ref: '#/components/schemas/Bank'\n            - $ref: '#/components/schemas/Partner'\n",
            pointer: "#/components/schemas/Employee/properties/bank/allOf",
            line: "allOf:",
            says: "has one part",
        },
        Fault {
            after: "    Bank:\n",
            old: "      properties:\n",
            new: "      additionalProperties: false\n      properties:\n",
            pointer: "#/components/schemas/Bank/additionalProperties",
            line: "additionalProperties: false",
            says: "true or absent",
        },
        Fault {
            after: "        kinderen:\n",
            old: "            $ref: '#/components/schemas/Kind'\n",
            new: "            type: object\n",
            pointer: "#/components/schemas/Employee/properties/kinderen/items",
            line: "items:",
            says: "give it a name",
        },
        Fault {
            after: "        kinderen:\n",
            old: "          items:\n            $ref: '#/components/schemas/Kind'\n",
            new: "",
            pointer: "#/components/schemas/Employee/properties/kinderen",
            line: "kinderen:",
            says: "say in `items`",
        },
        Fault {
            after: "        kinderen:\n",
            old: "          type: array\n",
            new: "",
            pointer: "#/components/schemas/Employee/properties/kinderen",
            line: "kinderen:",
            says: "has `items` and no `type`",
        },
        Fault {
            after: "    Personeelsgroep:\n",
            old: "        id:\n          type: string\n          format: uuid\n          nullable: true\n          description: Identifies the group.\n",
            new: "        id:\n",
            pointer: "#/components/schemas/Personeelsgroep/properties/id",
            line: "id:",
            says: "say what `id` is",
        },
        Fault {
            after: "operationId: listAssignments",
            old: "            $ref: '#/components/schemas/SchoolYear'\n",
            new: "",
            pointer: "#/paths/~1employees~1assignments/get/parameters/2",
            line: "- name: schoolyear",
            says: "with a `schema`",
        },
        Fault {
            after: "    Employee:\n      type: object",
            old: "- isActive",
            new: "- actief",
            pointer: "#/components/schemas/Employee/required/5",
            line: "- actief",
            says: "none of the properties",
        },
    ];
}
