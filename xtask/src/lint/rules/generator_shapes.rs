//! The document contains only what the generator supports. The generator ignores anything else.

use crate::lint::rule::{Report, Rule, Subject};
use crate::model::{Additional, Call, JsonType, Method, Place, Placed};

pub const RULE: Rule = Rule {
    id: "generator-shapes",
    about: "calls, parameters, bodies and schemas use only what the generator and the mocks support",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

/// Keys of schemas that the generator, the checks before sending or these rules read.
const SCHEMA_KEYS: [&str; 18] = [
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

/// Keys that have an effect only with `type`.
const NEED_TYPE: [&str; 8] =
    ["items", "properties", "additionalProperties", "format", "pattern", "enum", "x-extensible-enum", "required"];

const PARAMETER_KEYS: [&str; 6] = ["name", "in", "required", "description", "schema", "example"];

/// Headers that the client sets itself. It sends no others.
const HEADERS: [&str; 2] = ["InstituteNo", "Api-Version"];

/// Media types of error responses besides JSON. The generator ignores them.
const ERROR_MEDIA: [&str; 2] = ["text/plain", "application/problem+json"];

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    for item in subject.document.root().member("paths").into_iter().flat_map(|paths| paths.members()) {
        for (_, member) in item.1.members().filter(|(key, _)| Method::of_key(key).is_none()) {
            report.add(&member.pointer, "is not a method: move it to each call");
        }
    }
    for call in &subject.model.calls {
        check_call(subject, call, report);
    }
    for place in &subject.schemas {
        check_schema(subject, place, report);
    }
}

fn check_call(subject: &Subject<'_>, call: &Call, report: &mut Report<'_>) {
    for parameter in &call.parameters {
        let keys = subject.keys(&parameter.pointer);
        for key in keys.filter(|key| !PARAMETER_KEYS.contains(key) && !key.starts_with("x-")) {
            report.add(&parameter.pointer.child(key), format!("the generator does not support `{key}` in a parameter"));
        }
        let known = match parameter.place {
            Place::Path => parameter.required,
            Place::Query => true,
            Place::Header => HEADERS.contains(&parameter.name.as_str()),
            Place::Cookie => false,
        };
        if !known || parameter.schema.is_none() {
            let message =
                "must be a required path parameter, a query parameter or one of the two headers, with a `schema`";
            report.add(&parameter.pointer, message);
        }
    }
    if let Some(body) = &call.body {
        if !body.required {
            report.add(&body.pointer.child("required"), "must be true: the generated call always sends a body");
        }
        if body.media.len() != 1 {
            report.add(&body.pointer.child("content"), "must have exactly one media type, application/json");
        }
    }
    let errors = call.responses.iter().filter(|response| !response.is_success()).flat_map(|response| &response.media);
    let ignored: Vec<_> = errors.filter(|media| ERROR_MEDIA.contains(&media.kind.as_str())).collect();
    for media in call.media().filter(|media| !ignored.contains(media)) {
        if media.kind != "application/json" {
            report.add(&media.pointer, "must be application/json, the only media type that the generator supports");
        } else if media.schema.is_none() {
            report.add(&media.pointer, "has no `schema`");
        }
    }
    if call.responses.iter().filter(|response| response.is_success()).count() != 1 {
        report.add(&call.pointer.child("responses"), "must have exactly one status that begins with 2");
    }
}

fn check_schema(subject: &Subject<'_>, place: &Placed<'_>, report: &mut Report<'_>) {
    let schema = place.schema;
    let keys: Vec<_> = subject.keys(&schema.pointer).collect();
    for key in keys.iter().filter(|key| !SCHEMA_KEYS.contains(key) && !key.starts_with("x-")) {
        report.add(&schema.pointer.child(key), format!("the generator does not support `{key}`"));
    }
    let refers = || subject.keys(&schema.pointer.child("allOf").item(0)).any(|key| key == "$ref");
    if !schema.all_of.is_empty() && (schema.all_of.len() != 1 || !refers() || !schema.properties.is_empty()) {
        report.add(&schema.pointer.child("allOf"), "must have exactly one part, a `$ref`, and no `properties`");
    }
    // The schemas of error responses may be closed: the generator reads nothing from them that the service might extend.
    let read = schema.usage.request || schema.usage.success;
    if read && !matches!(schema.additional, None | Some(Additional::Allowed)) {
        report.add(
            &schema.pointer.child("additionalProperties"),
            "must be true or absent: readers accept unknown properties anyway",
        );
    }
    if schema.json_type == Some(JsonType::Object) && place.component.is_none() {
        // The generator would invent a name for the type, and `x-personal` would not apply to it.
        report.add(&schema.pointer, "is an inline object: move it to components/schemas and refer to it");
    }
    if schema.json_type == Some(JsonType::Array) && schema.items.is_none() {
        report.add(&schema.pointer, "is a list without `items`: add the schema of an item");
    }
    if let Some(key) = NEED_TYPE.iter().find(|key| keys.contains(key))
        && !keys.contains(&"type")
    {
        report.add(&schema.pointer, format!("has `{key}`, but no `type`: the generator would accept any JSON"));
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
            says: "the generator does not support",
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
            says: "exactly one media type",
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
            says: "the generator does not support",
        },
        Fault {
            after: "        bank:\n",
            old: "            - $ref: '#/components/schemas/Bank'\n",
            new: "            - $ref: '#/components/schemas/Bank'\n            - $ref: '#/components/schemas/Partner'\n",
            pointer: "#/components/schemas/Employee/properties/bank/allOf",
            line: "allOf:",
            says: "exactly one part",
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
            says: "is an inline object",
        },
        Fault {
            after: "        kinderen:\n",
            old: "          items:\n            $ref: '#/components/schemas/Kind'\n",
            new: "",
            pointer: "#/components/schemas/Employee/properties/kinderen",
            line: "kinderen:",
            says: "is a list without `items`",
        },
        Fault {
            after: "        kinderen:\n",
            old: "          type: array\n",
            new: "",
            pointer: "#/components/schemas/Employee/properties/kinderen",
            line: "kinderen:",
            says: "has `items`, but no `type`",
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
