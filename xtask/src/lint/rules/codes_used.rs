//! Codes that parameters, fields and relations name: the checks before sending come from them.

use crate::document::Pointer;
use crate::lint::rule::{Report, Rule, Subject};
use crate::model::{Call, Constraint, Format, Model, Property, Relation, Schema};

/// See the module.
pub const RULE: Rule = Rule {
    id: "codes-used",
    about: "every code named in x-codes and x-rules is one of its call, about its field, with the constraint present",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    let model = subject.model;
    for call in &model.calls {
        for parameter in &call.parameters {
            for used in &parameter.codes {
                one(model, call, &parameter.name, (&used.code, &used.pointer), report);
                if !matches!(used.constraint, Constraint::Required | Constraint::Format) {
                    report.add(&used.pointer, "is about a parameter: `required` and `format` are the keys known there");
                }
            }
        }
        for schema in call.body.iter().flat_map(|body| &body.media).filter_map(|media| media.schema.as_ref()) {
            body(model, call, model.target(schema), report);
        }
    }
    for place in subject.schemas.iter().filter(|place| place.schema.in_answer() || place.component.is_some()) {
        if !place.schema.codes.is_empty() {
            let place = place.schema.pointer.child("x-codes");
            report.add(&place, "has no effect here: codes belong to parameters and properties of requests");
        }
    }
}

fn body(model: &Model, call: &Call, schema: &Schema, report: &mut Report<'_>) {
    for property in &schema.properties {
        for used in &property.schema.codes {
            one(model, call, &property.name, (&used.code, &used.pointer), report);
            if let Some(needs) = lack(used.constraint, property, model.target(&property.schema)) {
                let message = format!("is the code of a constraint that is not there: add {needs}");
                report.add(&used.pointer, message);
            }
        }
    }
    for rule in &schema.rules {
        one(model, call, &rule.field, (&rule.code, &rule.pointer.child("code")), report);
        if rule.relation != Relation::NotBefore {
            report.add(&rule.pointer.child("kind"), "is `notBefore`, the one relation that the checks know");
        }
        for (key, name) in [("field", &rule.field), ("other", &rule.other)] {
            let format = schema.property(name).and_then(|property| model.target(&property.schema).format.as_ref());
            if !matches!(format, Some(Format::Date | Format::DateTimeLocal)) {
                report.add(&rule.pointer.child(key), "is a property of this body that holds a date");
            }
        }
    }
}

fn one(model: &Model, call: &Call, field: &str, (name, place): (&str, &Pointer), report: &mut Report<'_>) {
    let Some(code) = model.code(name) else {
        report.add(place, format!("`{name}` is not in `x-error-codes`"));
        return;
    };
    if code.field != field {
        report.add(place, format!("{name} is about `{}`, not about `{field}`", code.field));
    }
    if !code.operations.contains(&call.id) {
        report.add(place, format!("{name} does not have {} among its `operations`", call.id));
    }
}

/// What a constraint asks for and does not find.
fn lack(constraint: Constraint, property: &Property, target: &Schema) -> Option<&'static str> {
    let limits = [&property.schema.constraints, &target.constraints];
    let least = limits.iter().any(|limits| limits.min_length.is_some());
    let most = limits.iter().any(|limits| limits.max_length.is_some());
    let pattern = limits.iter().any(|limits| limits.pattern.is_some())
        && limits.iter().any(|limits| !limits.file_extensions.is_empty());
    let closed = target.enumeration.as_ref().is_some_and(|values| !values.open);
    let (holds, needs) = match constraint {
        Constraint::Required => (property.required, "the property among `required`"),
        Constraint::MaxLength => (most, "`maxLength`"),
        Constraint::Length => (least && most, "`minLength` and `maxLength`"),
        Constraint::Value => (closed, "`enum`"),
        Constraint::Pattern => (pattern, "`pattern` and `x-file-extensions`"),
        // The guide keeps some forms to itself.
        Constraint::Format => (true, ""),
    };
    (!holds).then_some(needs)
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
            says: "about `naamGeneesheer`, not about `opmerking`",
        },
        Fault {
            after: "operationId: deleteCommunicationNumber",
            old: "format: BR027",
            new: "format: BR026",
            pointer: "#/paths/~1employees~1{personId}~1communication-number~1{communicationNoId}/delete/parameters/3/x-codes/format",
            line: "format: BR026",
            says: "does not have deleteCommunicationNumber",
        },
        Fault {
            after: "    ExistingPersonId:\n",
            old: "format: BR001",
            new: "value: BR001",
            pointer: "#/components/parameters/ExistingPersonId/x-codes/value",
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
