//! Fields about people are marked, so that `Debug` and logs don't show them.

use crate::document::Pointer;
use crate::lint::rule::{Report, Rule, Subject};
use crate::model::Schema;

/// See the module.
pub const RULE: Rule = Rule {
    id: "personal",
    about: "a property whose name speaks of a person is marked x-personal, where the generator looks for the mark",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

/// Names of personal fields.
const NAMES: [&str; 22] = [
    "bank",
    "bic",
    "bisnr",
    "burgStand",
    "bus",
    "comnrs",
    "file",
    "geslacht",
    "iban",
    "initialen",
    "inkomen",
    "kinderen",
    "magWoonstVerlaten",
    "Message",
    "nr",
    "nummer",
    "partner",
    "pensioendatum",
    "postcode",
    "stamnr",
    "straat",
    "waarde",
];

/// Parts of names of personal fields, in lower case.
const PARTS: [&str; 22] = [
    "adres",
    "barema",
    "email",
    "foto",
    "geboorte",
    "gemeente",
    "gsm",
    "kinderen",
    "mindervalide",
    "naam",
    "name",
    "nationaliteit",
    "opm",
    "overleden",
    "photo",
    "rijksregister",
    "staking",
    "telefoon",
    "tenlaste",
    "voornaam",
    "ziekte",
    "zorgbehoevend",
];

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    for place in &subject.schemas {
        let (Some(property), Some(owner)) = (place.property, place.owner) else { continue };
        // `x-personal: false` says that somebody has thought about it.
        if place.schema.personal.is_none() && is_personal(&property.name, owner) {
            let message = "speaks of a person: add `x-personal: true`, or `false` if it is about something else";
            report.add(&place.schema.pointer, message);
        }
    }
    for (pointer, _) in subject.mappings.iter().filter(|(_, mapping)| mapping.contains_key("x-personal")) {
        if !is_seen(pointer) {
            let message = "has no effect here: mark properties of components, or the component";
            report.add(&pointer.child("x-personal"), message);
        }
    }
}

fn is_personal(name: &str, owner: &Schema) -> bool {
    if name == "naam" {
        // A name alone is that of a thing: people have two.
        return owner.property("voornaam").is_some();
    }
    let lower = name.to_lowercase();
    NAMES.contains(&name) || PARTS.iter().any(|part| lower.contains(part))
}

/// Whether the generator looks for the mark at this place.
fn is_seen(pointer: &Pointer) -> bool {
    let keys: Vec<_> = pointer.keys().collect();
    let keys: Vec<_> = keys.iter().map(String::as_str).collect();
    matches!(keys[..], ["components", "schemas", _] | ["components", "schemas", _, "properties", _])
}

#[cfg(test)]
mod tests {
    use crate::lint::fault::Fault;

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "        rijksregisternr:\n",
            old: "          x-personal: true\n",
            new: "",
            pointer: "#/components/schemas/Employee/properties/rijksregisternr",
            line: "rijksregisternr:",
            says: "add `x-personal: true`",
        },
        Fault {
            after: "    Kind:\n",
            old: "          description: Last name of the child.\n          x-personal: true\n",
            new: "          description: Last name of the child.\n",
            pointer: "#/components/schemas/Kind/properties/naam",
            line: "naam:",
            says: "add `x-personal: true`",
        },
        Fault {
            after: "        personeelsgroepen:\n          type: array",
            old: "    Geslacht:\n",
            new: "        gsmNummer:\n          type: string\n          nullable: true\n          description: New.\n    Geslacht:\n",
            pointer: "#/components/schemas/Employee/properties/gsmNummer",
            line: "gsmNummer:",
            says: "add `x-personal: true`",
        },
        Fault {
            after: "    EmployeeV1:\n",
            old: "          items:\n            type: string",
            new: "          items:\n            x-personal: true\n            type: string",
            pointer: "#/components/schemas/EmployeeV1/properties/email/items/x-personal",
            line: "x-personal: true",
            says: "no effect here",
        },
    ];
}
