//! Formats and wire scalars that the generator has a Rust type for.

use crate::lint::context::Context;
use crate::lint::formats::FORMATS;
use crate::lint::{Report, Rule};
use crate::model::Scalar;

/// See the module.
pub const RULE: Rule = Rule {
    id: "formats",
    about: "every format and x-wire is one that the generator knows, on the type that it is for; no number is a float",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for schema in &context.schemas {
        let part = &schema.part;
        let kind = part.text("type");
        if let Some(format) = part.member("format") {
            match FORMATS.iter().find(|(name, ..)| format.value == name) {
                None => {
                    let known: Vec<_> = FORMATS.iter().map(|(name, ..)| *name).collect();
                    report.add(&format.pointer, format!("is none that the generator knows: {}", known.join(", ")));
                }
                Some((_, of, _)) if *of != kind => report.add(&format.pointer, format!("is for the type {of}")),
                Some(_) => {}
            }
        } else if kind == "number" || kind == "integer" {
            report.add(&part.pointer, "needs a `format`: int32 or int64 for an integer, decimal for another number");
        }
        if let Some(wire) = part.member("x-wire") {
            match Scalar::ALL.iter().find(|scalar| wire.value == scalar.name()) {
                None => {
                    let known: Vec<_> = Scalar::ALL.iter().map(|scalar| scalar.name()).collect();
                    report.add(&wire.pointer, format!("is no scalar of personeel-wire: {}", known.join(", ")));
                }
                Some(of) if of.json_type().name() != kind => {
                    report.add(&wire.pointer, format!("is for the type {}", of.json_type().name()));
                }
                Some(_) => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::Fault;

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "        pensioendatum:\n",
            old: "format: date-time-local",
            new: "format: date-time",
            pointer: "#/components/schemas/Employee/properties/pensioendatum/format",
            line: "format: date-time",
            says: "none that the generator knows",
        },
        Fault {
            after: "        pensioendatum:\n",
            old: "format: date-time-local",
            new: "format: int32",
            pointer: "#/components/schemas/Employee/properties/pensioendatum/format",
            line: "format: int32",
            says: "for the type integer",
        },
        Fault {
            after: "        prestatieUren:\n",
            old: "          format: decimal\n",
            new: "",
            pointer: "#/components/schemas/Assignment/properties/prestatieUren",
            line: "prestatieUren:",
            says: "needs a `format`",
        },
        Fault {
            after: "    SchoolYear:\n",
            old: "x-wire: SchoolYear",
            new: "x-wire: Schoolyear",
            pointer: "#/components/schemas/SchoolYear/x-wire",
            line: "x-wire: Schoolyear",
            says: "no scalar of personeel-wire",
        },
        Fault {
            after: "    SchoolYear:\n",
            old: "x-wire: SchoolYear",
            new: "x-wire: Decimal",
            pointer: "#/components/schemas/SchoolYear/x-wire",
            line: "x-wire: Decimal",
            says: "for the type number",
        },
    ];
}
