//! Extensions are read by name, so one that is misspelt or in the wrong place would be silently without effect.

use serde_json::Value;

use crate::document::Pointer;
use crate::lint::context::Context;
use crate::lint::{Report, Rule};

/// See the module.
pub const RULE: Rule = Rule {
    id: "marks",
    about: "every x- member is one that the tools read, stands where they look for it, and has a value that they know",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Root,
    Operation,
    Parameter,
    Answer,
    Component,
    Property,
    SecurityScheme,
    Code,
    Elsewhere,
}

use Place::{Answer, Code, Component, Operation, Parameter, Property, Root, SecurityScheme};

type Known = (&'static str, &'static [Place], fn(&Value) -> bool, &'static str);

const MARKS: [Known; 22] = [
    ("x-api-version", &[Operation], Value::is_u64, "a number"),
    ("x-codes", &[Parameter, Property], Value::is_object, "codes by constraint"),
    ("x-enum-descriptions", &[Component], Value::is_array, "a list"),
    ("x-enum-varnames", &[Component], Value::is_array, "a list"),
    ("x-error-codes", &[Root], Value::is_object, "the registry of codes"),
    ("x-extensible-enum", &[Component], Value::is_array, "a list"),
    ("x-file-extensions", &[Property], Value::is_array, "a list"),
    ("x-guide", &[Operation, Component], Value::is_string, "a heading of the guide"),
    ("x-guide-history", &[Root], Value::is_array, "a list"),
    ("x-guide-section", &[Operation], Value::is_string, "a heading of the guide"),
    ("x-guide-version", &[Root], Value::is_string, "a version in quotes"),
    ("x-identity-server", &[Root], Value::is_object, "a server"),
    ("x-max-decoded-bytes", &[Property], Value::is_u64, "a number"),
    ("x-nonstandard-statuses", &[Root], Value::is_object, "answers by status"),
    ("x-personal", &[Component, Property], Value::is_boolean, "true or false"),
    ("x-provenance", &[Operation, Component], Value::is_string, "a text"),
    ("x-raw-body", &[Answer], |value| *value == true, "true"),
    ("x-repeated-keys", &[Component], |value| *value == "first", "`first`"),
    ("x-rules", &[Component], Value::is_array, "a list"),
    ("x-scope-template", &[SecurityScheme], Value::is_string, "a text"),
    ("x-since", &[Operation, Parameter, Component, Property, Code], Value::is_string, "a version in quotes"),
    ("x-wire", &[Component, Property], Value::is_string, "the name of a scalar"),
];

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (pointer, mapping) in &context.mappings {
        let here = place(pointer);
        for (name, value) in mapping.iter().filter(|(name, _)| name.starts_with("x-")) {
            let at = pointer.child(name);
            match MARKS.iter().find(|(known, ..)| known == name) {
                None => {
                    report.add(&at, format!("`{name}` is read by no tool: correct its spelling, or teach the lint"));
                }
                Some((_, places, ..)) if !places.contains(&here) => {
                    report.add(&at, format!("`{name}` has no effect here: the tools look for it elsewhere"));
                }
                Some((.., fits, expected)) if !fits(value) => report.add(&at, format!("`{name}` is {expected}")),
                Some(_) => {}
            }
        }
        if mapping.contains_key("x-repeated-keys") && mapping.get("type").is_none_or(|kind| kind != "object") {
            report.add(&pointer.child("x-repeated-keys"), "is for objects");
        }
    }
}

fn place(pointer: &Pointer) -> Place {
    let keys: Vec<_> = pointer.keys().collect();
    let keys: Vec<_> = keys.iter().map(String::as_str).collect();
    match keys[..] {
        [] => Root,
        ["paths", _, _] => Operation,
        ["paths", _, _, "parameters", _] | ["components", "parameters", _] => Parameter,
        ["paths", _, _, "responses", status] if status.starts_with('2') => Answer,
        ["components", "schemas", _] => Component,
        ["components", "schemas", .., "properties", _] => Property,
        ["components", "securitySchemes", _] => SecurityScheme,
        ["x-error-codes", _] => Code,
        _ => Place::Elsewhere,
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::Fault;

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "        rijksregisternr:\n",
            old: "x-personal: true",
            new: "x-personel: true",
            pointer: "#/components/schemas/Employee/properties/rijksregisternr/x-personel",
            line: "x-personel: true",
            says: "read by no tool",
        },
        Fault {
            after: "    Assignment:\n",
            old: "x-repeated-keys: first",
            new: "x-repeated-keys: last",
            pointer: "#/components/schemas/Assignment/x-repeated-keys",
            line: "x-repeated-keys: last",
            says: "is `first`",
        },
        Fault {
            after: "    Geslacht:\n",
            old: "type: string",
            new: "type: string\n      x-repeated-keys: first",
            pointer: "#/components/schemas/Geslacht/x-repeated-keys",
            line: "x-repeated-keys: first",
            says: "for objects",
        },
        Fault {
            after: "",
            old: "x-raw-body: true",
            new: "x-raw-body: false",
            pointer: "#/paths/~1employees~1{personId}~1communication-number/put/responses/200/x-raw-body",
            line: "x-raw-body: false",
            says: "is true",
        },
        Fault {
            after: "",
            old: "    Unauthorized:\n",
            new: "    Unauthorized:\n      x-raw-body: true\n",
            pointer: "#/components/responses/Unauthorized/x-raw-body",
            line: "x-raw-body: true",
            says: "no effect here",
        },
    ];
}
