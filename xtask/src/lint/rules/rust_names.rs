//! Names that collide with one another or with existing names in Rust.

use std::collections::HashMap;

use crate::document::Pointer;
use crate::lint::rule::{Report, Rule, Subject};
use crate::model::Place;
use crate::names::{argument, snake, type_name, variant};

pub const RULE: Rule = Rule {
    id: "rust-names",
    about: "properties, arguments, types and codes have unique names in Rust, and none is reserved",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

/// Names that the generated code uses for other types.
const TYPES: [&str; 18] = [
    "Box",
    "Clone",
    "Date",
    "DateTime",
    "Debug",
    "Decimal",
    "Default",
    "Eq",
    "Guid",
    "InstituteNumber",
    "Into",
    "Option",
    "Result",
    "SchoolYear",
    "Self",
    "String",
    "Structure",
    "Vec",
];

/// Keywords that cannot be raw identifiers, so no field can have these names.
const FIELDS: [&str; 3] = ["self", "super", "crate"];

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    for place in &subject.schemas {
        let members = place.schema.properties.iter().map(|property| {
            let name = property.schema.rust_name.clone().unwrap_or_else(|| snake(&property.name));
            (name, property.name.as_str(), place.schema.pointer.child("properties").child(&property.name))
        });
        check_distinct(members, "property", &FIELDS, report);
    }
    for call in &subject.model.calls {
        let sent = call.parameters.iter().filter(|parameter| matches!(parameter.place, Place::Path | Place::Query));
        let arguments = sent.map(|parameter| (argument(parameter), parameter.name.as_str(), parameter.pointer.clone()));
        let body = call.body.iter().map(|body| ("body".to_owned(), "the body", body.pointer.clone()));
        check_distinct(body.chain(arguments), "argument", &FIELDS, report);
    }
    // A component that is a plain string or number with `x-wire` has no generated type.
    let typed = subject.model.schemas.iter().filter(|component| {
        !component.schema.properties.is_empty() || component.schema.is_enumeration() || component.schema.wire.is_none()
    });
    let names = typed
        .map(|component| (type_name(component).to_owned(), component.name.as_str(), component.schema.pointer.clone()));
    check_distinct(names, "type", &TYPES, report);
    let codes = subject.model.codes.iter().map(|code| (variant(&code.name), code.name.as_str(), code.pointer.clone()));
    check_distinct(codes, "code", &[], report);
}

fn check_distinct<'a>(
    names: impl Iterator<Item = (String, &'a str, Pointer)>,
    what: &str,
    reserved: &[&str],
    report: &mut Report<'_>,
) {
    let mut known: HashMap<String, &str> = HashMap::new();
    for (rust, name, place) in names {
        if reserved.contains(&rust.as_str()) {
            report.add(&place, format!("`{rust}` is reserved in Rust: give this {what} another `x-rust-name`"));
        } else if let Some(other) = known.insert(rust.clone(), name) {
            let message =
                format!("`{name}` and `{other}` are both `{rust}` in Rust: give one of them an `x-rust-name`");
            report.add(&place, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::fault::Fault;

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "        afzender:\n",
            old: "        geverifieerd:\n",
            new: "        Afzender:\n          type: string\n        geverifieerd:\n",
            pointer: "#/components/schemas/PutInterruption/properties/Afzender",
            line: "Afzender:",
            says: "both `afzender`",
        },
        Fault {
            after: "    PutInterruption:\n",
            old: "        afzender:\n",
            new: "        self:\n",
            pointer: "#/components/schemas/PutInterruption/properties/self",
            line: "self:",
            says: "is reserved in Rust",
        },
        Fault {
            after: "",
            old: "    Bank:\n",
            new: "    String:\n",
            pointer: "#/components/schemas/String",
            line: "String:",
            says: "is reserved in Rust",
        },
        Fault {
            after: "",
            old: "        - name: structure\n          in: query\n",
            new: "        - name: school_year\n          in: query\n          schema: {type: string}\n        - name: schoolYear\n          in: query\n",
            pointer: "#/paths/~1employees#v1/get/parameters/3",
            line: "- name: schoolYear",
            says: "both `school_year`",
        },
        Fault {
            after: "",
            old: "  BR025:\n",
            new: "  Br025:\n    status: 400\n  BR025:\n",
            pointer: "#/x-error-codes/BR025",
            line: "BR025:",
            says: "both `Br025`",
        },
    ];
}
