//! What tells records apart: snapshots and their differences go by it.

use crate::lint::rule::{Report, Rule, Subject};
use crate::model::{JsonType, Method};

/// See the module.
pub const RULE: Rule = Rule {
    id: "record-keys",
    about: "every record that a call lists names in x-key the required members that tell it apart",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    let model = subject.model;
    for schema in subject.schemas.iter().map(|place| place.schema) {
        for (index, name) in schema.key.iter().enumerate() {
            let place = schema.pointer.child("x-key").item(index);
            match schema.property(name) {
                // Of a record that is left open, only a name can be told.
                None if !schema.properties.is_empty() => {
                    report.add(&place, format!("`{name}` is not one of the properties"));
                }
                _ if schema.key[..index].contains(name) => report.add(&place, format!("`{name}` stands here twice")),
                _ => {}
            }
        }
    }
    for call in model.calls.iter().filter(|call| call.method == Method::Get) {
        let answer = call.answer().and_then(|answer| answer.json()?.schema.as_ref());
        let Some(items) = answer.and_then(|answer| model.target(answer).items.as_deref()) else { continue };
        let record = model.target(items);
        // Of a record whose members nobody knows, nobody knows the key.
        let known = record.json_type == Some(JsonType::Object) && !record.properties.is_empty();
        if known && record.key.is_empty() {
            let message = "is missing: calls list such records, so name the members that tell them apart";
            report.add(&record.pointer.child("x-key"), message);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::fault::Fault;

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "    Diploma:\n",
            old: "x-key: [id]\n",
            new: "x-key: [diploma]\n",
            pointer: "#/components/schemas/Diploma/x-key/0",
            line: "x-key: [diploma]",
            says: "not one of the properties",
        },
        Fault {
            after: "    Diploma:\n",
            old: "x-key: [id]\n",
            new: "x-key: [id, id]\n",
            pointer: "#/components/schemas/Diploma/x-key/1",
            line: "x-key: [id, id]",
            says: "twice",
        },
        Fault {
            after: "    Diploma:\n",
            old: "      x-key: [id]\n",
            new: "",
            pointer: "#/components/schemas/Diploma/x-key",
            line: "Diploma:",
            says: "calls list such records",
        },
    ];
}
