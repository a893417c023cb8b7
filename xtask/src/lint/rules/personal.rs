//! Properties about people are marked, so that `Debug` output and logs omit their values.

use crate::document::Pointer;
use crate::lint::rule::{Report, Rule, Subject};
use crate::model::Schema;

pub const RULE: Rule = Rule {
    id: "personal",
    about: "a property whose name suggests personal data has x-personal, in a place where the generator reads it",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

/// Names of properties with personal data.
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

/// Parts of names of properties with personal data, in lower case.
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
        // `x-personal: false` records a decision.
        if place.schema.personal.is_none() && is_personal(&property.name, owner) {
            let message = "may contain personal data: add `x-personal: true`, or `x-personal: false` if it does not";
            report.add(&place.schema.pointer, message);
        }
    }
    for (pointer, _) in subject.mappings.iter().filter(|(_, mapping)| mapping.contains_key("x-personal")) {
        if !is_read(pointer) {
            let message = "has no effect here: mark a component or one of its properties";
            report.add(&pointer.child("x-personal"), message);
        }
    }
}

fn is_personal(name: &str, owner: &Schema) -> bool {
    if name == "naam" {
        // A `naam` without a `voornaam` is the name of a thing.
        return owner.property("voornaam").is_some();
    }
    let lower = name.to_lowercase();
    NAMES.contains(&name) || PARTS.iter().any(|part| lower.contains(part))
}

/// Returns whether the generator reads the mark at this place.
fn is_read(pointer: &Pointer) -> bool {
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
