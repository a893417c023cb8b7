//! Almost any field can be null; those that never were are required.

use crate::lint::context::{Context, Schema};
use crate::lint::validate::admits_null;
use crate::lint::{Report, Rule};

/// See the module.
pub const RULE: Rule = Rule {
    id: "nullability",
    about: "a property of an answer is nullable or required, never both, and a list is never null",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for schema in &context.schemas {
        let value = schema.part.value;
        if value["nullable"] == true && value.get("type").is_none() {
            let message = "has no meaning without `type`: put it into the schema that is referred to";
            report.add(&schema.part.pointer.child("nullable"), message);
        }
        if schema.in_answer() && schema.property.is_some() {
            property(context, schema, report);
        }
    }
}

fn property(context: &Context<'_>, schema: &Schema<'_>, report: &mut Report<'_>) {
    let place = &schema.part.pointer;
    let nullable = admits_null(context.root(), &schema.part);
    if schema.part.text("type") == "array" {
        if nullable {
            report.add(place, "is a list, which is empty and never null: remove `nullable`");
        }
    } else if schema.required && nullable {
        report.add(place, "is required, so readers count on a value: remove `nullable`, or take it out of `required`");
    } else if !schema.required && !nullable {
        // Beside `allOf` it has no meaning.
        let which = if schema.part.text("type").is_empty() { " to the component it refers to" } else { "" };
        report.add(
            place,
            format!("may be null like any field of an answer: add `nullable: true`{which}, or name it in `required`"),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::Fault;

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
            after: "    Employee:\n",
            old: "        - geslacht\n",
            new: "        - geslacht\n        - stamnr\n",
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
