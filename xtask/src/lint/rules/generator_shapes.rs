//! Shapes that the generator handles. It leaves out what it doesn't know, so the document must not say more.

use crate::lint::rule::{Report, Rule, Subject};
use crate::model::{Additional, Call, JsonType, Method, Place, Placed};

/// See the module.
pub const RULE: Rule = Rule {
    id: "generator-shapes",
    about: "calls, parameters, bodies and schemas are of the shapes that the generator and the mocks handle",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

/// Members of schemas that the generator, the checks before sending or this lint know.
const MEMBERS: [&str; 18] = [
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
    "type",
];

/// Members that mean something only beside `type`.
const NEED_TYPE: [&str; 8] =
    ["items", "properties", "additionalProperties", "format", "pattern", "enum", "x-extensible-enum", "required"];

const PARAMETER: [&str; 6] = ["name", "in", "required", "description", "schema", "example"];

/// Headers that the client sets by itself; no other reaches the wire.
const HEADERS: [&str; 2] = ["InstituteNo", "Api-Version"];

/// Media types in which refusals come beside JSON: the generator leaves them to other tools.
const REFUSALS: [&str; 2] = ["text/plain", "application/problem+json"];

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    for item in subject.document.root().member("paths").into_iter().flat_map(|paths| paths.members()) {
        for (_, member) in item.1.members().filter(|(key, _)| Method::of_key(key).is_none()) {
            report.add(&member.pointer, "is not a method: say it in each call");
        }
    }
    for call in &subject.model.calls {
        of_call(subject, call, report);
    }
    for place in &subject.schemas {
        of_schema(subject, place, report);
    }
}

fn of_call(subject: &Subject<'_>, call: &Call, report: &mut Report<'_>) {
    for parameter in &call.parameters {
        let keys = subject.keys(&parameter.pointer);
        for key in keys.filter(|key| !PARAMETER.contains(key) && !key.starts_with("x-")) {
            report.add(&parameter.pointer.child(key), format!("`{key}` of a parameter is unknown to the generator"));
        }
        let known = match parameter.place {
            Place::Path => parameter.required,
            Place::Query => true,
            Place::Header => HEADERS.contains(&parameter.name.as_str()),
            Place::Cookie => false,
        };
        if !known || parameter.schema.is_none() {
            let message =
                "is a path parameter (required), a query parameter or one of the two headers, with a `schema`";
            report.add(&parameter.pointer, message);
        }
    }
    if let Some(body) = &call.body {
        if !body.required {
            report.add(&body.pointer.child("required"), "is true: the generated call always sends a body");
        }
        if body.media.len() != 1 {
            report.add(&body.pointer.child("content"), "has one media type, application/json");
        }
    }
    let refusals = call.responses.iter().filter(|response| !response.is_success()).flat_map(|response| &response.media);
    let refusals: Vec<_> = refusals.filter(|media| REFUSALS.contains(&media.kind.as_str())).collect();
    for media in call.media().filter(|media| !refusals.contains(media)) {
        if media.kind != "application/json" {
            report.add(&media.pointer, "is application/json in everything that the generator reads and writes");
        } else if media.schema.is_none() {
            report.add(&media.pointer, "has no `schema`");
        }
    }
    if call.responses.iter().filter(|response| response.is_success()).count() != 1 {
        report.add(&call.pointer.child("responses"), "has exactly one status that begins with 2");
    }
}

fn of_schema(subject: &Subject<'_>, place: &Placed<'_>, report: &mut Report<'_>) {
    let schema = place.schema;
    let keys: Vec<_> = subject.keys(&schema.pointer).collect();
    for key in keys.iter().filter(|key| !MEMBERS.contains(key) && !key.starts_with("x-")) {
        report.add(&schema.pointer.child(key), format!("`{key}` is unknown to the generator"));
    }
    let refers = || subject.keys(&schema.pointer.child("allOf").item(0)).any(|key| key == "$ref");
    if !schema.all_of.is_empty() && (schema.all_of.len() != 1 || !refers() || !schema.properties.is_empty()) {
        report.add(&schema.pointer.child("allOf"), "has one part, a `$ref`, and no properties beside it");
    }
    // Of errors the generator reads nothing that a service might add to.
    let read = schema.usage.request || schema.usage.success;
    if read && !matches!(schema.additional, None | Some(Additional::Allowed)) {
        report.add(
            &schema.pointer.child("additionalProperties"),
            "is true or absent: readers take unknown properties anyway",
        );
    }
    if schema.json_type == Some(JsonType::Object) && place.component.is_none() {
        // A type without a name gets one from the generator, and marks for personal fields don't reach it.
        report.add(&schema.pointer, "is an object: give it a name in components/schemas and refer to it");
    }
    if schema.json_type == Some(JsonType::Array) && schema.items.is_none() {
        report.add(&schema.pointer, "is a list: say in `items` of what");
    }
    if let Some(key) = NEED_TYPE.iter().find(|key| keys.contains(key))
        && !keys.contains(&"type")
    {
        report.add(&schema.pointer, format!("has `{key}` and no `type`, which the generator takes for any JSON"));
    }
    for (index, name) in schema.required.iter().enumerate().filter(|(_, name)| schema.property(name).is_none()) {
        report.add(&schema.pointer.child("required").item(index), format!("`{name}` is not one of the properties"));
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::fault::Fault;

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "  /employees/diplomas:\n",
            old: "    get:\n",
            new: "    summary: Diplomas\n    get:\n",
            pointer: "#/paths/~1employees~1diplomas/summary",
            line: "summary: Diplomas",
            says: "not a method",
        },
        Fault {
            after: "operationId: listEmployees\n",
            old: "        - name: structure\n          in: query\n",
            new: "        - name: structure\n          in: query\n          style: pipeDelimited\n",
            pointer: "#/paths/~1employees/get/parameters/3/style",
            line: "style: pipeDelimited",
            says: "unknown to the generator",
        },
        Fault {
            after: "operationId: listEmployees\n",
            old: "        - name: structure\n          in: query\n",
            new: "        - name: structure\n          in: header\n",
            pointer: "#/paths/~1employees/get/parameters/3",
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
            after: "operationId: listEmployees\n",
            old: "            $ref: '#/components/schemas/SchoolYear'\n",
            new: "",
            pointer: "#/paths/~1employees/get/parameters/2",
            line: "- name: schoolyear",
            says: "with a `schema`",
        },
        Fault {
            after: "    Employee:\n      type: object",
            old: "- isActive",
            new: "- actief",
            pointer: "#/components/schemas/Employee/required/2",
            line: "- actief",
            says: "not one of the properties",
        },
    ];
}
