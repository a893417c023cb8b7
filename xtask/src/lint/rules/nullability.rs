//! Almost any field can be null; those that never were are required.

use crate::lint::rule::{Report, Rule, Subject};
use crate::model::{JsonType, Property, Schema};

/// See the module.
pub const RULE: Rule = Rule {
    id: "nullability",
    about: "a property of an answer is nullable or required, never both, and a list is never null",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    for place in &subject.schemas {
        let schema = place.schema;
        if schema.nullable && schema.json_type.is_none() {
            let message = "has no meaning without `type`: put it into the schema that is referred to";
            report.add(&schema.pointer.child("nullable"), message);
        }
        if let Some(property) = place.property.filter(|_| schema.in_answer()) {
            let nullable = subject.model.admits_null(schema);
            if let Some(message) = fault(property, schema, nullable) {
                report.add(&schema.pointer, message);
            }
        }
    }
}

fn fault(property: &Property, schema: &Schema, nullable: bool) -> Option<String> {
    match (schema.json_type, property.required, nullable) {
        (Some(JsonType::Array), _, true) => {
            Some("is a list, which is empty and never null: remove `nullable`".to_owned())
        }
        (Some(JsonType::Array), ..) => None,
        (_, true, true) => {
            let message = "is required, so readers count on a value: remove `nullable`, or take it out of `required`";
            Some(message.to_owned())
        }
        (kind, false, false) => {
            // Beside `allOf` it has no meaning.
            let which = if kind.is_none() { " to the component it refers to" } else { "" };
            Some(format!(
                "may be null like any field of an answer: add `nullable: true`{which}, or name it in `required`"
            ))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::fault::Fault;

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "        bijkomendeVoornamen:\n          type: string\n",
            old: "          nullable: true\n",
            new: "",
            pointer: "#/components/schemas/Employee/properties/bijkomendeVoornamen",
            line: "bijkomendeVoornamen:",
            says: "add `nullable: true`",
        },
        Fault {
            after: "    Employee:\n      type",
            old: "        - isActive\n",
            new: "        - isActive\n        - stamnr\n",
            pointer: "#/components/schemas/Employee/properties/stamnr",
            line: "stamnr:",
            says: "remove `nullable`",
        },
        Fault {
            after: "        kinderen:\n",
            old: "type: array",
            new: "type: array\n          nullable: true",
            pointer: "#/components/schemas/Employee/properties/kinderen",
            line: "kinderen:",
            says: "never null",
        },
        Fault {
            after: "        bank:\n",
            old: "description: Private",
            new: "nullable: true\n          description: Private",
            pointer: "#/components/schemas/Employee/properties/bank/nullable",
            line: "nullable: true",
            says: "no meaning without `type`",
        },
        Fault {
            after: "    BurgStand:\n      type: integer\n      format: int32\n",
            old: "      nullable: true\n",
            new: "",
            pointer: "#/components/schemas/Employee/properties/burgStand",
            line: "burgStand:",
            says: "add `nullable: true`",
        },
    ];
}
