//! Rust names that the document sets: methods within a tag, types, fields and arguments.

use crate::document::Pointer;
use crate::lint::rule::{Report, Rule, Subject};

pub const RULE: Rule = Rule {
    id: "call-names",
    about: "calls of one tag have different method names, and every x-method and x-rust-name is a valid name of its kind",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    let calls = &subject.model.calls;
    for (index, call) in calls.iter().enumerate() {
        let name = call.name_in_tag();
        if let Some(method) = &call.method_name {
            check_name(report, &call.pointer.child("x-method"), method, is_snake_case, "a method: use snake_case");
        }
        let same = |other: &&crate::model::Call| other.tag() == call.tag() && other.name_in_tag() == name;
        if let Some(other) = calls.iter().take(index).find(same) {
            let message = format!("`{name}` is also the method name of {} in this tag: rename one of them", other.id);
            report.add(&call.pointer.child("x-method"), message);
        }
        for parameter in &call.parameters {
            if let Some(name) = &parameter.rust_name {
                let place = parameter.pointer.child("x-rust-name");
                check_name(report, &place, name, is_snake_case, "an argument: use snake_case");
            }
        }
    }
    for place in &subject.schemas {
        let Some(name) = &place.schema.rust_name else { continue };
        let at = place.schema.pointer.child("x-rust-name");
        if place.component.is_some() {
            check_name(report, &at, name, is_pascal_case, "a type: use PascalCase");
        } else {
            check_name(report, &at, name, is_snake_case, "a field: use snake_case");
        }
    }
}

fn check_name(report: &mut Report<'_>, place: &Pointer, name: &str, is_valid: fn(&str) -> bool, kind: &str) {
    if !is_valid(name) {
        report.add(place, format!("`{name}` is not a valid name for {kind}"));
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
            says: "`put` is also the method name of putInterruption",
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
            says: "a valid name for a field",
        },
    ];
}
