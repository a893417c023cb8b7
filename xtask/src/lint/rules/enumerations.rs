//! Named values: the generated enums and their documentation come from three lists side by side.

use std::collections::HashSet;

use serde_json::Value;

use crate::lint::context::{Context, Part};
use crate::lint::{Report, Rule, sentence};

/// See the module.
pub const RULE: Rule = Rule {
    id: "enumerations",
    about: "an enumeration is a component with one value, one Rust name and one line for each case",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for schema in &context.schemas {
        let part = &schema.part;
        let (closed, open) = (part.member("enum"), part.member("x-extensible-enum"));
        let named = part.member("x-enum-varnames").is_some() || part.member("x-enum-descriptions").is_some();
        if schema.component.is_none() {
            if open.is_some() || named {
                report
                    .add(&part.pointer, "is an enumeration: move it to components/schemas, where the generator looks");
            }
            continue;
        }
        match (closed, open) {
            (Some(_), Some(open)) => report.add(&open.pointer, "stands beside `enum`: keep the one that is meant"),
            (Some(values), None) | (None, Some(values)) => {
                of_values(part, &values, report);
                lists(part, &values, report);
            }
            (None, None) if named => report.add(&part.pointer, "names values and has none: add `x-extensible-enum`"),
            (None, None) => {}
        }
    }
}

fn of_values(schema: &Part<'_>, values: &Part<'_>, report: &mut Report<'_>) {
    let mut known = Vec::new();
    if values.items().next().is_none() {
        report.add(&values.pointer, "has no value");
    }
    for value in values.items() {
        let fits = match schema.text("type") {
            "integer" => value.value.is_i64(),
            "string" => value.value.is_string(),
            _ => false,
        };
        if !fits {
            report.add(&value.pointer, "does not fit the enumeration's `type`, a string or an integer");
        }
        if value.value.as_str().is_some_and(|text| text != text.trim()) {
            report.add(&value.pointer, "has blanks around it: readers take them off");
        }
        if known.contains(&value.value) {
            report.add(&value.pointer, "stands here twice");
        }
        known.push(value.value);
    }
}

fn lists(schema: &Part<'_>, values: &Part<'_>, report: &mut Report<'_>) {
    let count = values.items().count();
    for key in ["x-enum-varnames", "x-enum-descriptions"] {
        let length = schema.value[key].as_array().map_or(0, Vec::len);
        if length != count {
            report.add(&schema.pointer.child(key), format!("has {length} item(s) for {count} value(s)"));
        }
    }
    let mut known = HashSet::new();
    for name in schema.member("x-enum-varnames").into_iter().flat_map(|names| names.items()) {
        let text = name.value.as_str().unwrap_or_default();
        let pascal =
            text.starts_with(|c: char| c.is_ascii_uppercase()) && text.chars().all(|c| c.is_ascii_alphanumeric());
        if !pascal || text == "Self" {
            report.add(
                &name.pointer,
                format!("`{text}` is no name of a Rust variant: write it in PascalCase, without accents"),
            );
        } else if text == "Unknown" {
            report.add(&name.pointer, "stands for values that nobody knows: choose another");
        } else if !known.insert(text) {
            report.add(&name.pointer, format!("`{text}` names another value too"));
        }
    }
    for line in schema.member("x-enum-descriptions").into_iter().flat_map(|lines| lines.items()) {
        if let Some(fault) = line.value.as_str().map_or(Some("is no text".to_owned()), sentence::fault) {
            report.add(&line.pointer, fault);
        }
    }
    if schema.value.get("x-wire").is_some_and(Value::is_string) {
        report.add(&schema.pointer.child("x-wire"), "stands beside values: a schema is a scalar or an enumeration");
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::Fault;

    const PLACE: &str = "#/components/schemas/Geslacht";

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
            says: "names another value too",
        },
        Fault {
            after: "    Geslacht:\n",
            old: "- Vrouw",
            new: "- Unknown",
            pointer: "#/components/schemas/Geslacht/x-enum-varnames/1",
            line: "- Unknown",
            says: "choose another",
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
            says: "blanks",
        },
        Fault {
            after: "    Geslacht:\n",
            old: "- \"V\"",
            new: "- 2",
            pointer: "#/components/schemas/Geslacht/x-extensible-enum/1",
            line: "- 2",
            says: "does not fit",
        },
        Fault {
            after: "    Geslacht:\n",
            old: "x-extensible-enum:",
            new: "enum:\n        - \"M\"\n      x-extensible-enum:",
            pointer: "#/components/schemas/Geslacht/x-extensible-enum",
            line: "x-extensible-enum:",
            says: "stands beside `enum`",
        },
        Fault {
            after: "    Geslacht:\n",
            old: "      x-extensible-enum:\n        - \"M\"\n        - \"V\"\n",
            new: "",
            pointer: PLACE,
            line: "Geslacht:",
            says: "names values and has none",
        },
        Fault {
            after: "    Geslacht:\n",
            old: "x-extensible-enum:\n        - \"M\"\n        - \"V\"\n",
            new: "x-extensible-enum: []\n",
            pointer: "#/components/schemas/Geslacht/x-extensible-enum",
            line: "x-extensible-enum: []",
            says: "no value",
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
