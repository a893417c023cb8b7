//! Identifiers with a separate type each, so that one kind can't be passed as another.

use crate::lint::rule::{Report, Rule, Subject};
use crate::model::Format;

pub const RULE: Rule = Rule {
    id: "ids",
    about: "every x-id is set on a GUID, and every entry of x-ids is used",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    let mut used = Vec::new();
    for schema in subject.schemas.iter().map(|place| place.schema) {
        let Some(name) = &schema.id else { continue };
        let place = schema.pointer.child("x-id");
        if schema.format != Some(Format::Uuid) {
            report.add(&place, "is only for GUIDs, strings with the format `uuid`");
        }
        used.push(name);
    }
    for id in subject.model.ids.iter().filter(|id| !used.contains(&&id.name)) {
        report.add(&id.pointer, "is not the `x-id` of any schema: remove it");
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::fault::Fault;

    pub const FAULTS: &[Fault] = &[Fault {
        after: "        rijksregisternr:\n",
        old: "type: string\n",
        new: "type: string\n          x-id: PersonId\n",
        pointer: "#/components/schemas/Employee/properties/rijksregisternr/x-id",
        line: "x-id: PersonId",
        says: "only for GUIDs",
    }];
}
