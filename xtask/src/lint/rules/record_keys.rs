//! The properties that identify a record. Snapshots and their diffs use them to match records.

use crate::lint::rule::{Report, Rule, Subject};
use crate::model::{JsonType, Method};

pub const RULE: Rule = Rule {
    id: "record-keys",
    about: "the schema of a listed record names the properties that identify it in x-key",
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
                // A record of arbitrary JSON has no properties to check the name against.
                None if !schema.properties.is_empty() => {
                    report.add(&place, format!("`{name}` is not one of the properties"));
                }
                _ if schema.key[..index].contains(name) => report.add(&place, format!("`{name}` is listed twice")),
                _ => {}
            }
        }
    }
    for call in model.calls.iter().filter(|call| call.method == Method::Get) {
        let schema = call.success().and_then(|response| response.json()?.schema.as_ref());
        let Some(items) = schema.and_then(|schema| model.target(schema).items.as_deref()) else { continue };
        let record = model.target(items);
        // The key of a record is unknown if its properties are.
        let known = record.json_type == Some(JsonType::Object) && !record.properties.is_empty();
        if known && record.key.is_empty() {
            let message = "is missing: a call lists these records, so name the properties that identify one";
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
            says: "a call lists these records",
        },
    ];
}
