//! Limits apply to their type, and some value satisfies them.

use crate::lint::rule::{Report, Rule, Subject};
use crate::model::{Constraints, JsonType};

pub const RULE: Rule = Rule {
    id: "lengths",
    about: "limits are set on the type that they apply to, and no lower limit exceeds the upper one",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    for schema in subject.schemas.iter().map(|place| place.schema) {
        for keyword in schema.constraints.keywords() {
            let types = types(keyword);
            if !schema.json_type.is_some_and(|kind| types.contains(&kind)) {
                let types: Vec<_> = types.iter().map(|kind| kind.name()).collect();
                let message = format!("has no effect here: it is only for the type {}", types.join(" or "));
                report.add(&schema.pointer.child(keyword), message);
            }
        }
        for (least, most) in crossed(&schema.constraints) {
            report.add(&schema.pointer.child(least), format!("exceeds `{most}`: no value is valid"));
        }
    }
}

/// Returns the types that a limit applies to.
fn types(keyword: &str) -> &'static [JsonType] {
    match keyword {
        "minLength" | "maxLength" | "pattern" => &[JsonType::String],
        "minItems" | "maxItems" | "uniqueItems" => &[JsonType::Array],
        "minProperties" | "maxProperties" => &[JsonType::Object],
        _ => &[JsonType::Integer, JsonType::Number],
    }
}

/// Returns each lower limit that exceeds its upper limit.
fn crossed(limits: &Constraints) -> impl Iterator<Item = (&'static str, &'static str)> {
    fn above<T: PartialOrd>(low: Option<T>, high: Option<T>) -> bool {
        low.zip(high).is_some_and(|(low, high)| low > high)
    }
    let pairs = [
        (above(limits.min_length, limits.max_length), "minLength", "maxLength"),
        (above(limits.minimum, limits.maximum), "minimum", "maximum"),
        (above(limits.min_items, limits.max_items), "minItems", "maxItems"),
        (above(limits.min_properties, limits.max_properties), "minProperties", "maxProperties"),
    ];
    pairs.into_iter().filter(|(crossed, ..)| *crossed).map(|(_, least, most)| (least, most))
}

#[cfg(test)]
mod tests {
    use crate::lint::fault::Fault;

    const AFZENDER: &str = "        afzender:\n          type";

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: AFZENDER,
            old: "minLength: 1",
            new: "minLength: 51",
            pointer: "#/components/schemas/PutInterruption/properties/afzender/minLength",
            line: "minLength: 51",
            says: "exceeds `maxLength`",
        },
        Fault {
            after: "    CommunicationNumberKind:\n",
            old: "type: integer",
            new: "type: integer\n      maxLength: 1",
            pointer: "#/components/schemas/CommunicationNumberKind/maxLength",
            line: "maxLength: 1",
            says: "only for the type string",
        },
        Fault {
            after: "    CommunicationNumberKind:\n",
            old: "type: integer",
            new: "type: integer\n      minimum: 4\n      maximum: 3",
            pointer: "#/components/schemas/CommunicationNumberKind/minimum",
            line: "minimum: 4",
            says: "exceeds `maximum`",
        },
    ];
}
