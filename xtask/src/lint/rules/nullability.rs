//! Almost any property of a response can be null. Those that never were are required.

use crate::lint::rule::{Report, Rule, Subject};
use crate::model::{JsonType, Property, Schema};

pub const RULE: Rule = Rule {
    id: "nullability",
    about: "a property of a response is either nullable or required, and a list is never null",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    for place in &subject.schemas {
        let schema = place.schema;
        if schema.nullable && schema.json_type.is_none() {
            let message = "has no effect without `type`: move it to the schema that this one refers to";
            report.add(&schema.pointer.child("nullable"), message);
        }
        if let Some(property) = place.property.filter(|_| schema.in_response()) {
            let nullable = subject.model.admits_null(schema);
            if let Some(message) = find_problem(property, schema, nullable) {
                report.add(&schema.pointer, message);
            }
        }
    }
}

fn find_problem(property: &Property, schema: &Schema, nullable: bool) -> Option<String> {
    match (schema.json_type, property.required, nullable) {
        (Some(JsonType::Array), _, true) => Some("is a list, which is never null: remove `nullable`".to_owned()),
        (Some(JsonType::Array), ..) => None,
        (_, true, true) => {
            let message = "is required, so readers expect a value: remove `nullable`, or remove it from `required`";
            Some(message.to_owned())
        }
        (kind, false, false) => {
            // `nullable` has no effect next to `allOf`.
            let place = if kind.is_none() { " to the component that it refers to" } else { "" };
            Some(format!("may be null, as any property of a response: add `nullable: true`{place}, or require it"))
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
            says: "no effect without `type`",
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
