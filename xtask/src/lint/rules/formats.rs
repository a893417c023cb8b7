//! Every format and wire scalar has a Rust type in the generator.

use crate::lint::known_formats::{FORMATS, type_and_check};
use crate::lint::rule::{Report, Rule, Subject};
use crate::model::{Format, JsonType};

pub const RULE: Rule = Rule {
    id: "formats",
    about: "the generator supports every format and x-wire, on the type that it belongs to; no number is a float",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    for schema in subject.schemas.iter().map(|place| place.schema) {
        if let Some(format) = &schema.format {
            let place = schema.pointer.child("format");
            match type_and_check(format) {
                None => {
                    let known: Vec<_> = FORMATS.iter().map(Format::name).collect();
                    report.add(&place, format!("is not a supported format: {}", known.join(", ")));
                }
                Some((json_type, _)) if schema.json_type != Some(json_type) => {
                    report.add(&place, format!("is only for the type {json_type}"));
                }
                Some(_) => {}
            }
        } else if matches!(schema.json_type, Some(JsonType::Number | JsonType::Integer)) {
            report.add(&schema.pointer, "needs a `format`: int32 or int64 for an integer, decimal for another number");
        }
        if let Some(wire) = schema.wire.filter(|wire| schema.json_type != Some(wire.json_type())) {
            report.add(&schema.pointer.child("x-wire"), format!("is only for the type {}", wire.json_type()));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::fault::Fault;

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "        pensioendatum:\n",
            old: "format: date-time-local",
            new: "format: date-time",
            pointer: "#/components/schemas/Employee/properties/pensioendatum/format",
            line: "format: date-time",
            says: "not a supported format",
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
            new: "x-wire: Decimal",
            pointer: "#/components/schemas/SchoolYear/x-wire",
            line: "x-wire: Decimal",
            says: "for the type number",
        },
    ];
}
