//! Names in code that the document decides about: of calls among those of their tag, of types, fields and arguments.

use crate::document::Pointer;
use crate::lint::rule::{Report, Rule, Subject};

/// See the module.
pub const RULE: Rule = Rule {
    id: "call-names",
    about: "calls of one tag have different names in code, and every x-method and x-rust-name is a name of its kind",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    let calls = &subject.model.calls;
    for (index, call) in calls.iter().enumerate() {
        let name = call.name_in_tag();
        if let Some(method) = &call.method_name {
            named(report, &call.pointer.child("x-method"), method, is_snake_case, "a method: write it in snake_case");
        }
        let same = |other: &&crate::model::Call| other.tag() == call.tag() && other.name_in_tag() == name;
        if let Some(other) = calls.iter().take(index).find(same) {
            let message = format!("`{name}` names {} of the same tag too: give one of them another", other.id);
            report.add(&call.pointer.child("x-method"), message);
        }
        for parameter in &call.parameters {
            if let Some(name) = &parameter.rust_name {
                let place = parameter.pointer.child("x-rust-name");
                named(report, &place, name, is_snake_case, "an argument: write it in snake_case");
            }
        }
    }
    for place in &subject.schemas {
        let Some(name) = &place.schema.rust_name else { continue };
        let at = place.schema.pointer.child("x-rust-name");
        if place.component.is_some() {
            named(report, &at, name, is_pascal_case, "a type: write it in PascalCase");
        } else {
            named(report, &at, name, is_snake_case, "a field: write it in snake_case");
        }
    }
}

fn named(report: &mut Report<'_>, place: &Pointer, name: &str, fits: fn(&str) -> bool, kind: &str) {
    if !fits(name) {
        report.add(place, format!("`{name}` is not a name for {kind}"));
    }
}

fn is_snake_case(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

fn is_pascal_case(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase()) && name.chars().all(|c| c.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use crate::lint::fault::Fault;

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "",
            old: "operationId: putAttachment\n      tags:\n        - Attachments\n",
            new: "operationId: putAttachment\n      tags:\n        - Interruptions\n",
            pointer: "#/paths/~1employees~1interruptions~1{interruptionId}~1attachments~1{attachmentId}/put/x-method",
            line: "put:",
            says: "`put` names putInterruption of the same tag too",
        },
        Fault {
            after: "",
            old: "operationId: listPhotos\n",
            new: "operationId: listPhotos\n      x-method: listAll\n",
            pointer: "#/paths/~1employees~1photos/get/x-method",
            line: "x-method: listAll",
            says: "snake_case",
        },
        Fault {
            after: "    Diploma:\n",
            old: "type: object\n",
            new: "x-rust-name: diploma\n      type: object\n",
            pointer: "#/components/schemas/Diploma/x-rust-name",
            line: "x-rust-name: diploma",
            says: "PascalCase",
        },
        Fault {
            after: "        rijksregisternr:\n",
            old: "type: string\n",
            new: "x-rust-name: nationalNumber\n          type: string\n",
            pointer: "#/components/schemas/Employee/properties/rijksregisternr/x-rust-name",
            line: "x-rust-name: nationalNumber",
            says: "a name for a field",
        },
    ];
}
