//! References lead somewhere, and everything shared is used.

use std::collections::HashSet;

use serde_json::Value;

use crate::document::Pointer;
use crate::lint::context::{Context, Part, object};
use crate::lint::{Report, Rule};

/// See the module.
pub const RULE: Rule = Rule {
    id: "references",
    about: "every $ref leads to a component of the right kind, and every component is used",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (pointer, mapping) in &context.mappings {
        let Some(reference) = mapping.get("$ref") else { continue };
        let part = Part { pointer: pointer.clone(), value: context.root() };
        let place = part.pointer.child("$ref");
        let text = reference.as_str().unwrap_or_default();
        let expected = format!("#/components/{}/", kind(pointer));
        if !text.starts_with(&expected) {
            report.add(&place, format!("leads to `{text}`; here it has to begin with {expected}"));
        } else if pointer_of(text).is_none_or(|target| target.get(context.root()).is_none()) {
            report.add(&place, format!("`{text}` leads nowhere"));
        }
        if let Some(other) = mapping.keys().find(|key| *key != "$ref") {
            report.add(&pointer.child(other), "is ignored beside `$ref`: refer from an `allOf` with one part");
        }
    }
    let used = used(context);
    for (kind, components) in object(&context.root()["components"]) {
        for (name, _) in object(components) {
            let place = Pointer::of(&["components", kind, name]);
            if !used.contains(&place) {
                report.add(&place, "is not used by any call: remove it, or refer to it");
            }
        }
    }
}

/// The kind of component that a reference at this place is for.
fn kind(pointer: &Pointer) -> &'static str {
    let keys: Vec<_> = pointer.keys().collect();
    let last = keys.last().map(String::as_str);
    let parent = keys.len().checked_sub(2).and_then(|index| keys.get(index)).map(String::as_str);
    match (parent, last) {
        (Some("parameters"), _) => "parameters",
        (Some("responses"), _) => "responses",
        (Some("examples"), _) => "examples",
        (Some("headers"), _) => "headers",
        (_, Some("requestBody")) => "requestBodies",
        _ => "schemas",
    }
}

/// The components to which anything outside them leads.
fn used(context: &Context<'_>) -> HashSet<Pointer> {
    let mut used = HashSet::new();
    let outside = object(context.root()).filter(|(key, _)| *key != "components").map(|(_, value)| value);
    let mut waiting: Vec<&Value> = outside.collect();
    while let Some(value) = waiting.pop() {
        if let Some(target) = value.get("$ref").and_then(Value::as_str).and_then(pointer_of)
            && let Some(value) = target.get(context.root())
            && used.insert(target)
        {
            waiting.push(value);
        }
        waiting.extend(object(value).map(|(_, member)| member));
        waiting.extend(value.as_array().into_iter().flatten());
    }
    let calls = context.operations.iter().map(|operation| &operation.part.value["security"]);
    for requirement in calls.chain([&context.root()["security"]]).filter_map(Value::as_array).flatten() {
        used.extend(object(requirement).map(|(name, _)| Pointer::of(&["components", "securitySchemes", name])));
    }
    used
}

fn pointer_of(reference: &str) -> Option<Pointer> {
    let keys = reference.strip_prefix("#/")?.split('/');
    Some(keys.fold(Pointer::root(), |pointer, key| pointer.child(&key.replace("~1", "/").replace("~0", "~"))))
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::Fault;

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
