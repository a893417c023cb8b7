//! Enumerations. The generated enums and their documentation come from three parallel lists.

use std::collections::HashSet;

use crate::lint::rule::{Report, Rule, Subject};
use crate::lint::sentence;
use crate::model::{Enumeration, JsonType, Literal, Schema};

pub const RULE: Rule = Rule {
    id: "enumerations",
    about: "an enumeration is a component, with a value, a Rust name and a description for each case",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    for place in &subject.schemas {
        let Some(values) = &place.schema.enumeration else { continue };
        if place.component.is_some() {
            check_values(place.schema, values, report);
            check_lists(place.schema, values, report);
        } else if values.open || !values.names.is_empty() || !values.descriptions.is_empty() {
            let message = "is an enumeration: move it to components/schemas, where the generator expects it";
            report.add(&place.schema.pointer, message);
        }
    }
}

fn check_values(schema: &Schema, values: &Enumeration, report: &mut Report<'_>) {
    if values.values.is_empty() {
        report.add(&values.pointer, "has no values");
    }
    for (index, value) in values.values.iter().enumerate() {
        let place = values.pointer.item(index);
        let has_type = match value {
            Literal::Text(_) => schema.json_type == Some(JsonType::String),
            Literal::Integer(_) => schema.json_type == Some(JsonType::Integer),
            Literal::Boolean(_) => false,
        };
        if !has_type {
            report.add(&place, "does not match the enumeration's `type`, which must be string or integer");
        }
        if matches!(value, Literal::Text(text) if text != text.trim()) {
            report.add(&place, "has spaces around it, which readers trim");
        }
        if values.values[..index].contains(value) {
            report.add(&place, "is listed twice");
        }
    }
}

fn check_lists(schema: &Schema, values: &Enumeration, report: &mut Report<'_>) {
    let count = values.values.len();
    let (names, descriptions) = ("x-enum-varnames", "x-enum-descriptions");
    for (key, length) in [(names, values.names.len()), (descriptions, values.descriptions.len())] {
        if length != count {
            report.add(&schema.pointer.child(key), format!("has {length} item(s) for {count} value(s)"));
        }
    }
    let mut known = HashSet::new();
    for (index, name) in values.names.iter().enumerate() {
        let place = schema.pointer.child(names).item(index);
        let pascal =
            name.starts_with(|c: char| c.is_ascii_uppercase()) && name.chars().all(|c| c.is_ascii_alphanumeric());
        if !pascal || name == "Self" {
            report.add(&place, format!("`{name}` is not a valid name for a variant: use PascalCase without accents"));
        } else if name == "Unknown" {
            report.add(&place, "is reserved for unknown values: choose another name");
        } else if !known.insert(name) {
            report.add(&place, format!("`{name}` is also the name of another value"));
        }
    }
    for (index, line) in values.descriptions.iter().enumerate() {
        if let Some(problem) = sentence::find_problem(line) {
            report.add(&schema.pointer.child(descriptions).item(index), problem);
        }
    }
    if schema.wire.is_some() {
        report.add(
            &schema.pointer.child("x-wire"),
            "cannot be combined with values: a schema is a scalar or an enumeration",
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::fault::Fault;

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "    Geslacht:\n",
            old: "        - Female.\n",
            new: "",
            pointer: "#/components/schemas/Geslacht/x-enum-descriptions",
            line: "x-enum-descriptions:",
            says: "1 item(s) for 2 value(s)",
        },
        Fault {
            after: "    Geslacht:\n",
            old: "        - Vrouw\n",
            new: "",
            pointer: "#/components/schemas/Geslacht/x-enum-varnames",
            line: "x-enum-varnames:",
            says: "1 item(s) for 2 value(s)",
        },
        Fault {
            after: "    Geslacht:\n",
            old: "- Vrouw",
            new: "- Man",
            pointer: "#/components/schemas/Geslacht/x-enum-varnames/1",
            line: "- Man",
            says: "the name of another value",
        },
        Fault {
            after: "    Geslacht:\n",
            old: "- Vrouw",
            new: "- Unknown",
            pointer: "#/components/schemas/Geslacht/x-enum-varnames/1",
            line: "- Unknown",
            says: "reserved for unknown values",
        },
        Fault {
            after: "    Geslacht:\n",
            old: "- Vrouw",
            new: "- Privé",
            pointer: "#/components/schemas/Geslacht/x-enum-varnames/1",
            line: "- Privé",
            says: "PascalCase",
        },
        Fault {
            after: "    Geslacht:\n",
            old: "- Female.",
            new: "- Female",
            pointer: "#/components/schemas/Geslacht/x-enum-descriptions/1",
            line: "- Female",
            says: "full stop",
        },
        Fault {
            after: "    Geslacht:\n",
            old: "- \"V\"",
            new: "- \"M\"",
            pointer: "#/components/schemas/Geslacht/x-extensible-enum/1",
            line: "- \"M\"",
            says: "twice",
        },
        Fault {
            after: "    Geslacht:\n",
            old: "- \"V\"",
            new: "- \"V \"",
            pointer: "#/components/schemas/Geslacht/x-extensible-enum/1",
            line: "- \"V \"",
            says: "spaces around it",
        },
        Fault {
            after: "    Geslacht:\n",
            old: "- \"V\"",
            new: "- 2",
            pointer: "#/components/schemas/Geslacht/x-extensible-enum/1",
            line: "- 2",
            says: "does not match",
        },
        Fault {
            after: "    Geslacht:\n",
            old: "x-extensible-enum:\n        - \"M\"\n        - \"V\"\n",
            new: "x-extensible-enum: []\n",
            pointer: "#/components/schemas/Geslacht/x-extensible-enum",
            line: "x-extensible-enum: []",
            says: "no values",
        },
        Fault {
            after: "    Geslacht:\n",
            old: "type: string",
            new: "type: string\n      x-wire: Guid",
            pointer: "#/components/schemas/Geslacht/x-wire",
            line: "x-wire: Guid",
            says: "a scalar or an enumeration",
        },
        Fault {
            after: "        geboorteplaats:\n",
            old: "type: string",
            new: "type: string\n          x-extensible-enum: [Gent]",
            pointer: "#/components/schemas/Employee/properties/geboorteplaats",
            line: "geboorteplaats:",
            says: "move it to components/schemas",
        },
    ];
}
