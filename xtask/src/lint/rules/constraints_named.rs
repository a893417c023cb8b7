//! Every constraint of a request body names the code that a violation earns.

use crate::lint::context::{Context, Part};
use crate::lint::{Report, Rule};

use super::codes_used::keys;

/// See the module.
pub const RULE: Rule = Rule {
    id: "constraints-named",
    about: "every constraint of a field of a request body has its code in x-codes",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let bodies = context.operations.iter().filter_map(|operation| operation.body.as_ref());
    for media in bodies.flat_map(Part::media).map(|(_, media)| media) {
        let Some(schema) = media.member("schema").and_then(|schema| context.resolve(&schema)) else { continue };
        let required = schema.value["required"].as_array().cloned().unwrap_or_default();
        for (name, property) in schema.member("properties").into_iter().flat_map(|properties| properties.members()) {
            let Some(target) = context.target(&property) else { continue };
            let codes = keys(&property);
            let constraints = [
                (required.iter().any(|required| required == name), "required", ["required", "value"]),
                (property.value.get("maxLength").is_some(), "maxLength", ["maxLength", "length"]),
                (property.value.get("pattern").is_some(), "pattern", ["pattern", "pattern"]),
                (target.value.get("enum").is_some(), "enum", ["value", "value"]),
            ];
            for (present, constraint, answers) in constraints {
                if present && !answers.iter().any(|key| codes.contains(key)) {
                    let message = format!("has `{constraint}` and no `x-codes.{}`: name the guide's code", answers[0]);
                    report.add(&property.pointer, message);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::Fault;

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "    PutInterruption:\n      type",
            old: "          x-codes:\n            maxLength: BR009\n",
            new: "",
            pointer: "#/components/schemas/PutInterruption/properties/opmerking",
            line: "opmerking:",
            says: "has `maxLength`",
        },
        Fault {
            after: "    PutInterruption:\n      type",
            old: "          x-codes:\n            required: BR007A\n",
            new: "",
            pointer: "#/components/schemas/PutInterruption/properties/begindatum",
            line: "begindatum:",
            says: "has `required`",
        },
        Fault {
            after: "    PutInterruption:\n      type",
            old: "            value: BR006B\n",
            new: "",
            pointer: "#/components/schemas/PutInterruption/properties/code",
            line: "code:",
            says: "has `enum`",
        },
        Fault {
            after: "    PutAttachment:\n      type",
            old: "            pattern: BR016C\n",
            new: "",
            pointer: "#/components/schemas/PutAttachment/properties/filename",
            line: "filename:",
            says: "has `pattern`",
        },
    ];
}
