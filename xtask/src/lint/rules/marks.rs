//! Extensions are read by name, so a misspelt or misplaced one would silently have no effect.

use crate::document::Pointer;
use crate::lint::rule::{Report, Rule, Subject};

pub const RULE: Rule = Rule {
    id: "marks",
    about: "every x- key is one that the tools read, in a place where they read it",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Root,
    Call,
    Parameter,
    /// A success response.
    Success,
    /// The response with status 404.
    NotFound,
    /// The response `default`.
    Default,
    Component,
    Property,
    Schema,
    SecurityScheme,
    Code,
    Elsewhere,
}

use Place::{Call, Code, Component, Default, NotFound, Parameter, Property, Root, Schema, SecurityScheme, Success};

const MARKS: [(&str, &[Place]); 34] = [
    ("x-alias", &[Component, Property]),
    ("x-already-gone", &[Call]),
    ("x-already-there", &[Call]),
    ("x-api-version", &[Call]),
    ("x-codes", &[Parameter, Property]),
    ("x-effective-values", &[Parameter]),
    ("x-enum-descriptions", &[Component]),
    ("x-enum-partial", &[Component]),
    ("x-enum-varnames", &[Component]),
    ("x-error-codes", &[Root]),
    ("x-extensible-enum", &[Component]),
    ("x-file-extensions", &[Property]),
    ("x-guide", &[Call]),
    ("x-guide-history", &[Root]),
    ("x-guide-section", &[Call]),
    ("x-guide-version", &[Root]),
    ("x-id", &[Component, Property, Schema]),
    ("x-identity-server", &[Root]),
    ("x-ids", &[Root]),
    ("x-key", &[Component]),
    ("x-max-decoded-bytes", &[Property]),
    ("x-method", &[Call]),
    ("x-no-data", &[NotFound]),
    ("x-nonstandard-statuses", &[Root]),
    ("x-personal", &[Component, Property]),
    ("x-provenance", &[Call, Component, Property]),
    ("x-raw-body", &[Success]),
    ("x-repeated-keys", &[Component]),
    ("x-rules", &[Component]),
    ("x-rust-name", &[Parameter, Component, Property]),
    ("x-scope-template", &[SecurityScheme]),
    ("x-since", &[Call, Parameter, Component, Property, Code]),
    ("x-statuses", &[Default]),
    ("x-wire", &[Component, Property]),
];

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    for (pointer, mapping) in &subject.mappings {
        let here = find_place(subject, pointer);
        for name in mapping.keys().filter(|name| name.starts_with("x-")) {
            let at = pointer.child(name);
            match MARKS.iter().find(|(known, _)| known == name) {
                None => {
                    report.add(&at, format!("no tool reads `{name}`: check the spelling, or add it to this rule"));
                }
                Some((_, places)) if !places.contains(&here) => {
                    report.add(&at, format!("`{name}` has no effect here: no tool reads it in this place"));
                }
                Some(_) => {}
            }
        }
        if mapping.contains_key("x-repeated-keys") && mapping.get("type").is_none_or(|kind| kind != "object") {
            report.add(&pointer.child("x-repeated-keys"), "is only for objects");
        }
    }
}

fn find_place(subject: &Subject<'_>, pointer: &Pointer) -> Place {
    let keys: Vec<_> = pointer.keys().collect();
    let keys: Vec<_> = keys.iter().map(String::as_str).collect();
    let responses = || subject.model.calls.iter().flat_map(|call| &call.responses);
    match keys[..] {
        [] => Root,
        // The keys of this registry are names, not extensions.
        ["x-ids"] => Place::Elsewhere,
        ["paths", _, _] => Call,
        ["paths", _, _, "parameters", _] | ["components", "parameters", _] => Parameter,
        ["paths", _, _, "responses", status] if status.starts_with('2') => Success,
        _ if responses().any(|response| response.status == "404" && response.pointer == *pointer) => NotFound,
        _ if responses().any(|response| response.pointer.parent() == Some(pointer.child("x-statuses"))) => Default,
        ["components", "schemas", _] => Component,
        ["components", "schemas", .., "properties", _] => Property,
        [.., "schema" | "items"] => Schema,
        ["components", "securitySchemes", _] => SecurityScheme,
        ["x-error-codes", _] => Code,
        _ => Place::Elsewhere,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::MARKS;
    use crate::lint::fault::Fault;
    use crate::model::Constraint;

    #[test]
    fn the_readme_explains_every_mark_and_every_key_of_x_codes() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi/README.md");
        let readme = std::fs::read_to_string(path).unwrap();
        let (_, table) = readme.split_once("\n## How it is written\n").unwrap();
        let (table, _) = table.split_once("\n## ").unwrap();
        let keys = Constraint::ALL.into_iter().map(Constraint::name);
        let missing: Vec<_> = MARKS
            .iter()
            .map(|(name, _)| *name)
            .chain(keys)
            .filter(|name| !table.contains(&format!("`{name}`")))
            .collect();
        assert_eq!(missing, Vec::<&str>::new());
    }

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "        rijksregisternr:\n",
            old: "x-personal: true",
            new: "x-personel: true",
            pointer: "#/components/schemas/Employee/properties/rijksregisternr/x-personel",
            line: "x-personel: true",
            says: "no tool reads `x-personel`",
        },
        Fault {
            after: "    Geslacht:\n",
            old: "type: string",
            new: "type: string\n      x-repeated-keys: first",
            pointer: "#/components/schemas/Geslacht/x-repeated-keys",
            line: "x-repeated-keys: first",
            says: "only for objects",
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
