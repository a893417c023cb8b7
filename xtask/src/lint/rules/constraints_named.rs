//! Every constraint of a request body names the error code for a violation.

use crate::lint::rule::{Report, Rule, Subject};
use crate::model::Constraint::{self, Length, MaxLength, Pattern, Required, Value};

pub const RULE: Rule = Rule {
    id: "constraints-named",
    about: "every constraint on a property of a request body has its code in x-codes",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    let bodies = subject.model.calls.iter().filter_map(|call| call.body.as_ref()).flat_map(|body| &body.media);
    for schema in bodies.filter_map(|media| media.schema.as_ref()) {
        for property in &subject.model.target(schema).properties {
            let limits = &property.schema.constraints;
            let values = subject.model.target(&property.schema).enumeration.as_ref();
            let constraints: [(bool, &str, &[Constraint]); 4] = [
                (property.required, "required", &[Required, Value]),
                (limits.max_length.is_some(), "maxLength", &[MaxLength, Length]),
                (limits.pattern.is_some(), "pattern", &[Pattern]),
                (values.is_some_and(|values| !values.open), "enum", &[Value]),
            ];
            for (present, constraint, keys) in constraints {
                let named = property.schema.codes.iter().any(|used| keys.contains(&used.constraint));
                if let [key, ..] = keys
                    && present
                    && !named
                {
                    let key = key.name();
                    let message = format!("has `{constraint}`, but no `x-codes.{key}`: add the guide's code");
                    report.add(&property.schema.pointer, message);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::fault::Fault;

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
