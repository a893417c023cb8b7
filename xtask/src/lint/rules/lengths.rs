//! Limits that something can meet.

use serde_json::Value;

use crate::lint::context::Context;
use crate::lint::{Report, Rule};

/// See the module.
pub const RULE: Rule = Rule {
    id: "lengths",
    about: "limits stand on the type that they are for, and the lower one is not above the upper one",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

/// Lower limit, upper limit, and the types that they are for.
const LIMITS: [(&str, &str, &[&str]); 4] = [
    ("minLength", "maxLength", &["string"]),
    ("minimum", "maximum", &["integer", "number"]),
    ("minItems", "maxItems", &["array"]),
    ("minProperties", "maxProperties", &["object"]),
];

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for schema in &context.schemas {
        let part = &schema.part;
        for (least, most, types) in LIMITS {
            for limit in [least, most].iter().filter_map(|key| part.member(key)) {
                let valid = if least == "minimum" { limit.value.is_number() } else { limit.value.is_u64() };
                if !valid {
                    report.add(&limit.pointer, "is a number, without quotes");
                } else if !types.contains(&part.text("type")) {
                    report
                        .add(&limit.pointer, format!("has no effect here: it is for the type {}", types.join(" or ")));
                }
            }
            let number = |key: &str| part.value.get(key).and_then(Value::as_f64);
            if let (Some(low), Some(high)) = (number(least), number(most))
                && low > high
            {
                report.add(&part.pointer.child(least), format!("is above `{most}`: nothing fits"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::Fault;

    const AFZENDER: &str = "        afzender:\n          type";

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: AFZENDER,
            old: "minLength: 1",
            new: "minLength: 51",
            pointer: "#/components/schemas/PutInterruption/properties/afzender/minLength",
            line: "minLength: 51",
            says: "above `maxLength`",
        },
        Fault {
            after: AFZENDER,
            old: "minLength: 1",
            new: "minLength: \"1\"",
            pointer: "#/components/schemas/PutInterruption/properties/afzender/minLength",
            line: "minLength: \"1\"",
            says: "without quotes",
        },
        Fault {
            after: "    CommunicationNumberKind:\n",
            old: "type: integer",
            new: "type: integer\n      maxLength: 1",
            pointer: "#/components/schemas/CommunicationNumberKind/maxLength",
            line: "maxLength: 1",
            says: "for the type string",
        },
        Fault {
            after: "    CommunicationNumberKind:\n",
            old: "type: integer",
            new: "type: integer\n      minimum: 4\n      maximum: 3",
            pointer: "#/components/schemas/CommunicationNumberKind/minimum",
            line: "minimum: 4",
            says: "above `maximum`",
        },
    ];
}
