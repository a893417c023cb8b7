//! References lead somewhere, and everything shared is used.

use std::collections::HashSet;

use serde_json::Value;

use crate::document::{Node, Pointer};
use crate::lint::rule::{Report, Rule, Subject};
use crate::model::parse_reference;

/// See the module.
pub const RULE: Rule = Rule {
    id: "references",
    about: "every $ref leads to a component of the right kind, and every component is used",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    report.keep_misshapen(subject);
    for (pointer, mapping) in subject.mappings.iter().filter(|(_, mapping)| mapping.contains_key("$ref")) {
        if let Some(other) = mapping.keys().find(|key| *key != "$ref") {
            report.add(&pointer.child(other), "is ignored beside `$ref`: refer from an `allOf` with one part");
        }
    }
    let used = used(&subject.document.root());
    let components = subject.document.root().member("components");
    for (_, components) in components.into_iter().flat_map(|components| components.members()) {
        for (_, component) in components.members().filter(|(_, component)| !used.contains(&component.pointer)) {
            report.add(&component.pointer, "is not used by any call: remove it, or refer to it");
        }
    }
}

/// The components to which anything outside them leads.
fn used(root: &Node<'_>) -> HashSet<Pointer> {
    let mut used = HashSet::new();
    let mut waiting: Vec<Node<'_>> =
        root.members().filter(|(key, _)| *key != "components").map(|(_, member)| member).collect();
    while let Some(node) = waiting.pop() {
        let reference = node.value.get("$ref").and_then(Value::as_str).unwrap_or_default();
        let kind = reference.split('/').nth(2).unwrap_or_default();
        if let Ok(name) = parse_reference(reference, kind) {
            let place = Pointer::of(&["components", kind, &name]);
            if let Some(value) = place.get(root.value)
                && used.insert(place.clone())
            {
                waiting.push(Node { pointer: place, value });
            }
        }
        for requirement in node.member("security").into_iter().flat_map(|list| list.items()) {
            used.extend(requirement.members().map(|(name, _)| Pointer::of(&["components", "securitySchemes", name])));
        }
        waiting.extend(node.members().map(|(_, member)| member).chain(node.items()));
    }
    let own = root.member("security").into_iter().flat_map(|list| list.items()).flat_map(|one| one.members());
    used.extend(own.map(|(name, _)| Pointer::of(&["components", "securitySchemes", name])));
    used
}

#[cfg(test)]
mod tests {
    use crate::lint::fault::Fault;

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "        bank:\n",
            old: "'#/components/schemas/Bank'",
            new: "'#/components/schemas/Banc'",
            pointer: "#/components/schemas/Employee/properties/bank/allOf/0/$ref",
            line: "- $ref: '#/components/schemas/Banc'",
            says: "leads nowhere",
        },
        Fault {
            after: "        bank:\n",
            old: "'#/components/schemas/Bank'",
            new: "'bank.yaml#/Bank'",
            pointer: "#/components/schemas/Employee/properties/bank/allOf/0/$ref",
            line: "- $ref: 'bank.yaml#/Bank'",
            says: "begin with #/components/schemas/",
        },
        Fault {
            after: "operationId: listEmployees\n",
            old: "'#/components/parameters/InstituteNo'",
            new: "'#/components/responses/NotFound'",
            pointer: "#/paths/~1employees/get/parameters/0/$ref",
            line: "- $ref: '#/components/responses/NotFound'",
            says: "begin with #/components/parameters/",
        },
        Fault {
            after: "        kinderen:\n",
            old: "            $ref: '#/components/schemas/Kind'\n",
            new: "            $ref: '#/components/schemas/Kind'\n            nullable: true\n",
            pointer: "#/components/schemas/Employee/properties/kinderen/items/nullable",
            line: "nullable: true",
            says: "ignored beside `$ref`",
        },
        Fault {
            after: "",
            old: "    Bank:\n      type: object\n",
            new: "    BankOld:\n      type: object\n    Bank:\n      type: object\n",
            pointer: "#/components/schemas/BankOld",
            line: "BankOld:",
            says: "not used",
        },
        Fault {
            after: "    MethodNotAllowed:\n",
            old: "examples/OtherEmployee",
            new: "examples/AlreadyVerified",
            pointer: "#/components/examples/OtherEmployee",
            line: "OtherEmployee:",
            says: "not used",
        },
        Fault {
            after: "",
            old: "  parameters:\n    InstituteNo:\n",
            new: "  parameters:\n    Page:\n      name: page\n    InstituteNo:\n",
            pointer: "#/components/parameters/Page",
            line: "Page:",
            says: "not used",
        },
        Fault {
            after: "",
            old: "security:\n  - identity:\n      - api_informat_sas_personeel.personeel.{instituteNo}\n",
            new: "",
            pointer: "#/components/securitySchemes/identity",
            line: "identity:",
            says: "not used",
        },
    ];
}
