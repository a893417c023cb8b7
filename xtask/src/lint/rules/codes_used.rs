//! Codes of parameters, properties and relations. The checks before sending are generated from them.

use crate::document::Pointer;
use crate::lint::rule::{Report, Rule, Subject};
use crate::model::{Call, Constraint, Format, Model, Property, Relation, Schema};

pub const RULE: Rule = Rule {
    id: "codes-used",
    about: "every code in x-codes and x-rules belongs to the call and the field, and its constraint exists",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    let model = subject.model;
    for call in &model.calls {
        for parameter in &call.parameters {
            for used in &parameter.codes {
                check_code(model, call, &parameter.name, (&used.code, &used.pointer), report);
                if !matches!(used.constraint, Constraint::Required | Constraint::Format) {
                    report.add(&used.pointer, "must be `required` or `format` for a parameter");
                }
            }
        }
        for schema in call.body.iter().flat_map(|body| &body.media).filter_map(|media| media.schema.as_ref()) {
            check_body(model, call, model.target(schema), report);
        }
    }
    for place in subject.schemas.iter().filter(|place| place.schema.in_response() || place.component.is_some()) {
        if !place.schema.codes.is_empty() {
            let place = place.schema.pointer.child("x-codes");
            report.add(&place, "has no effect here: only parameters and properties of requests have codes");
        }
    }
}

fn check_body(model: &Model, call: &Call, schema: &Schema, report: &mut Report<'_>) {
    for property in &schema.properties {
        for used in &property.schema.codes {
            check_code(model, call, &property.name, (&used.code, &used.pointer), report);
            if let Some(missing) = missing_constraint(used.constraint, property, model.target(&property.schema)) {
                let message = format!("is the code of a constraint that is missing: add {missing}");
                report.add(&used.pointer, message);
            }
        }
    }
    for rule in &schema.rules {
        check_code(model, call, &rule.field, (&rule.code, &rule.pointer.child("code")), report);
        if rule.relation != Relation::NotBefore {
            report.add(&rule.pointer.child("kind"), "must be `notBefore`, the only relation that the checks support");
        }
        for (key, name) in [("field", &rule.field), ("other", &rule.other)] {
            let format = schema.property(name).and_then(|property| model.target(&property.schema).format.as_ref());
            if !matches!(format, Some(Format::Date | Format::DateTimeLocal)) {
                report.add(&rule.pointer.child(key), "must name a date property of this body");
            }
        }
    }
}

fn check_code(model: &Model, call: &Call, field: &str, (name, place): (&str, &Pointer), report: &mut Report<'_>) {
    let Some(code) = model.code(name) else {
        report.add(place, format!("`{name}` is not in `x-error-codes`"));
        return;
    };
    if code.field != field {
        report.add(place, format!("{name} is a code for `{}`, not for `{field}`", code.field));
    }
    if !code.operations.contains(&call.id) {
        report.add(place, format!("{name} does not list {} in its `operations`", call.id));
    }
}

/// Returns what to add to the schema so that the constraint exists.
fn missing_constraint(constraint: Constraint, property: &Property, target: &Schema) -> Option<&'static str> {
    let limits = [&property.schema.constraints, &target.constraints];
    let least = limits.iter().any(|limits| limits.min_length.is_some());
    let most = limits.iter().any(|limits| limits.max_length.is_some());
    let pattern = limits.iter().any(|limits| limits.pattern.is_some())
        && limits.iter().any(|limits| !limits.file_extensions.is_empty());
    let closed = target.enumeration.as_ref().is_some_and(|values| !values.open);
    let (exists, name) = match constraint {
        Constraint::Required => (property.required, "the property to `required`"),
        Constraint::MaxLength => (most, "`maxLength`"),
        Constraint::Length => (least && most, "`minLength` and `maxLength`"),
        Constraint::Value => (closed, "`enum`"),
        Constraint::Pattern => (pattern, "`pattern` and `x-file-extensions`"),
        // The guide doesn't document every format.
        Constraint::Format => (true, ""),
    };
    (!exists).then_some(name)
}

#[cfg(test)]
mod tests {
    use crate::lint::fault::Fault;

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
            says: "a code for `naamGeneesheer`, not for `opmerking`",
        },
        Fault {
            after: "operationId: deleteCommunicationNumber",
            old: "format: BR027",
            new: "format: BR026",
            pointer: "#/paths/~1employees~1{personId}~1communication-number~1{communicationNoId}/delete/parameters/3/x-codes/format",
            line: "format: BR026",
            says: "does not list deleteCommunicationNumber",
        },
        Fault {
            after: "    ExistingPersonId:\n",
            old: "format: BR001",
            new: "value: BR001",
            pointer: "#/components/parameters/ExistingPersonId/x-codes/value",
            line: "value: BR001",
            says: "`required` or `format`",
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
            says: "add the property to `required`",
        },
        Fault {
            after: "    PutInterruption:\n      type",
            old: "code: BR008B",
            new: "code: BR007A",
            pointer: "#/components/schemas/PutInterruption/x-rules/0/code",
            line: "- code: BR007A",
            says: "a code for `begindatum`, not for `einddatum`",
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
            says: "a date property",
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
