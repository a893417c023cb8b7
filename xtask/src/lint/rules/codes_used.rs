//! Codes that parameters, fields and relations name: the checks before sending come from them.

use serde_json::Value;

use crate::lint::context::{Context, Operation, Part, object};
use crate::lint::{Report, Rule};

/// See the module.
pub const RULE: Rule = Rule {
    id: "codes-used",
    about: "every code named in x-codes and x-rules is one of its call, about its field, with the constraint present",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for operation in &context.operations {
        for parameter in &operation.parameters {
            for (key, code) in parameter.member("x-codes").into_iter().flat_map(|codes| codes.members()) {
                one(context, operation, parameter.text("name"), &code, report);
                if !matches!(key, "required" | "format") {
                    report.add(&code.pointer, "is about a parameter: `required` and `format` are the keys known there");
                }
            }
        }
        for (_, media) in operation.body.iter().flat_map(Part::media) {
            let Some(schema) = media.member("schema").and_then(|schema| context.resolve(&schema)) else { continue };
            body(context, operation, &schema, report);
        }
    }
    for schema in context.schemas.iter().filter(|schema| schema.in_answer() || schema.component.is_some()) {
        if let Some(codes) = schema.part.member("x-codes") {
            report.add(&codes.pointer, "has no effect here: codes belong to parameters and properties of requests");
        }
    }
}

fn body<'a>(context: &Context<'a>, operation: &Operation<'a>, schema: &Part<'a>, report: &mut Report<'_>) {
    let required = schema.value["required"].as_array().cloned().unwrap_or_default();
    for (name, property) in schema.member("properties").into_iter().flat_map(|properties| properties.members()) {
        let Some(target) = context.target(&property) else { continue };
        for (key, code) in property.member("x-codes").into_iter().flat_map(|codes| codes.members()) {
            one(context, operation, name, &code, report);
            if let Some(lack) = lack(key, &property, target.value, required.iter().any(|required| required == name)) {
                report.add(&code.pointer, lack);
            }
        }
    }
    for rule in schema.member("x-rules").into_iter().flat_map(|rules| rules.items()) {
        if let Some(code) = rule.member("code") {
            one(context, operation, rule.text("field"), &code, report);
        }
        if rule.text("kind") != "notBefore" {
            report.add(&rule.pointer.child("kind"), "is `notBefore`, the one relation that the checks know");
        }
        for key in ["field", "other"] {
            let property = &schema.value["properties"][rule.text(key)];
            if !matches!(property["format"].as_str(), Some("date" | "date-time-local")) {
                report.add(&rule.pointer.child(key), "is a property of this body that holds a date");
            }
        }
    }
}

fn one(context: &Context<'_>, operation: &Operation<'_>, field: &str, code: &Part<'_>, report: &mut Report<'_>) {
    let name = code.value.as_str().unwrap_or_default();
    let Some((_, entry)) = context.codes().find(|(known, _)| *known == name) else {
        report.add(&code.pointer, format!("`{name}` is not in `x-error-codes`"));
        return;
    };
    if entry["field"] != field {
        report.add(
            &code.pointer,
            format!("{name} is about `{}`, not about `{field}`", entry["field"].as_str().unwrap_or_default()),
        );
    }
    if !entry["operations"].as_array().is_some_and(|ids| ids.iter().any(|id| id == operation.id)) {
        report.add(&code.pointer, format!("{name} does not have {} among its `operations`", operation.id));
    }
}

/// What a key of `x-codes` asks for and does not find.
fn lack(key: &str, property: &Part<'_>, target: &Value, required: bool) -> Option<String> {
    let has = |key: &str| property.value.get(key).or_else(|| target.get(key)).is_some();
    let needs = match key {
        "required" => (!required).then_some("the property among `required`"),
        "maxLength" => (!has("maxLength")).then_some("`maxLength`"),
        "length" => (!has("minLength") || !has("maxLength")).then_some("`minLength` and `maxLength`"),
        "value" => (!has("enum")).then_some("`enum`"),
        "pattern" => (!has("pattern") || !has("x-file-extensions")).then_some("`pattern` and `x-file-extensions`"),
        // The guide keeps some forms to itself.
        "format" => None,
        _ => {
            let keys = "required, maxLength, length, value, pattern, format";
            return Some(format!("`{key}` is no constraint that the checks know: {keys}"));
        }
    };
    needs.map(|needs| format!("is the code of a constraint that is not there: add {needs}"))
}

/// The codes of a property, with their keys.
pub fn keys<'a>(property: &Part<'a>) -> Vec<&'a str> {
    object(&property.value["x-codes"]).map(|(key, _)| key.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::Fault;

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "        opmerking:\n          type: string\n          nullable: true\n          description: >-",
            old: "maxLength: BR009",
            new: "maxLength: BR999",
            pointer: "#/components/schemas/PutInterruption/properties/opmerking/x-codes/maxLength",
            line: "maxLength: BR999",
            says: "not in `x-error-codes`",
        },
        Fault {
            after: "    PutInterruption:\n      type",
            old: "maxLength: BR009",
            new: "maxLength: BR010",
            pointer: "#/components/schemas/PutInterruption/properties/opmerking/x-codes/maxLength",
            line: "maxLength: BR010",
            says: "about `naamGeneesheer`, not about `opmerking`",
        },
        Fault {
            after: "operationId: deleteCommunicationNumber",
            old: "required: BR001",
            new: "required: BR014",
            pointer: "#/paths/~1employees~1{personId}~1communication-number~1{communicationNoId}/delete/parameters/2/x-codes/required",
            line: "required: BR014",
            says: "does not have deleteCommunicationNumber",
        },
        Fault {
            after: "operationId: deleteCommunicationNumber",
            old: "required: BR001",
            new: "value: BR001",
            pointer: "#/paths/~1employees~1{personId}~1communication-number~1{communicationNoId}/delete/parameters/2/x-codes/value",
            line: "value: BR001",
            says: "about a parameter",
        },
        Fault {
            after: "    PutInterruption:\n      type",
            old: "          maxLength: 500\n",
            new: "",
            pointer: "#/components/schemas/PutInterruption/properties/opmerking/x-codes/maxLength",
            line: "maxLength: BR009",
            says: "add `maxLength`",
        },
        Fault {
            after: "    PutInterruption:\n      type",
            old: "        - afzender\n",
            new: "",
            pointer: "#/components/schemas/PutInterruption/properties/afzender/x-codes/required",
            line: "required: BR012A",
            says: "among `required`",
        },
        Fault {
            after: "    PutInterruption:\n      type",
            old: "maxLength: BR009",
            new: "maximum: BR009",
            pointer: "#/components/schemas/PutInterruption/properties/opmerking/x-codes/maximum",
            line: "maximum: BR009",
            says: "no constraint that the checks know",
        },
        Fault {
            after: "    PutInterruption:\n      type",
            old: "code: BR008B",
            new: "code: BR007A",
            pointer: "#/components/schemas/PutInterruption/x-rules/0/code",
            line: "- code: BR007A",
            says: "about `begindatum`, not about `einddatum`",
        },
        Fault {
            after: "    PutInterruption:\n      type",
            old: "kind: notBefore",
            new: "kind: after",
            pointer: "#/components/schemas/PutInterruption/x-rules/0/kind",
            line: "kind: after",
            says: "`notBefore`",
        },
        Fault {
            after: "    PutInterruption:\n      type",
            old: "other: begindatum",
            new: "other: afzender",
            pointer: "#/components/schemas/PutInterruption/x-rules/0/other",
            line: "other: afzender",
            says: "holds a date",
        },
        Fault {
            after: "        stakingUren:",
            old: "x-since: \"2.6\"",
            new: "x-since: \"2.6\"\n          x-codes:\n            required: BR009",
            pointer: "#/components/schemas/Interruption/properties/stakingUren/x-codes",
            line: "x-codes:",
            says: "no effect here",
        },
    ];
}
