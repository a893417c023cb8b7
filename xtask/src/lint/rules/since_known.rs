//! The guide's history, and everything that is dated by it.

use serde_json::Value;

use crate::document::Pointer;

use crate::lint::context::{Context, Part};
use crate::lint::formats::is_date;
use crate::lint::{Report, Rule};

/// See the module.
pub const RULE: Rule = Rule {
    id: "since-known",
    about: "every x-since names a row of x-guide-history, whose last row is x-guide-version; info.version is \"2\"",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

const KINDS: [&str; 3] = ["initial", "major", "minor"];

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let root = context.root();
    let history = Part { pointer: Pointer::of(&["x-guide-history"]), value: &root["x-guide-history"] };
    let versions: Vec<_> = history.items().map(|row| row.text("version")).collect();
    rows(&history, report);
    if root["x-guide-version"].as_str() != versions.last().copied() {
        report.add(&Pointer::of(&["x-guide-version"]), "is the version in the last row of `x-guide-history`");
    }
    if root["info"]["version"] != "2" {
        // The generator sends this value as `api-version` with every call.
        report.add(&Pointer::of(&["info", "version"]), "is the API version that clients send, the text \"2\"");
    }
    for (pointer, mapping) in &context.mappings {
        if let Some(since) = mapping.get("x-since")
            && !since.as_str().is_some_and(|since| versions.contains(&since))
        {
            let place = pointer.child("x-since");
            report.add(&place, format!("{since} is no version of `x-guide-history` (a text in quotes)"));
        }
    }
}

fn rows(history: &Part<'_>, report: &mut Report<'_>) {
    let mut before: Option<(Vec<u32>, &str)> = None;
    for row in history.items() {
        let (version, date) = (row.text("version"), row.text("date"));
        let numbers: Vec<u32> = version.split('.').filter_map(|number| number.parse().ok()).collect();
        if !is_date(date) {
            report.add(&row.pointer.child("date"), "is the date of the guide as yyyy-MM-dd, in quotes");
        }
        if !row.value["type"].as_str().is_some_and(|kind| KINDS.contains(&kind)) {
            report.add(&row.pointer.child("type"), format!("is one of {}", KINDS.join(", ")));
        }
        if row.value.get("changes").and_then(Value::as_str).is_none_or(|changes| !changes.ends_with('.')) {
            report.add(&row.pointer.child("changes"), "says what the version brought, with a full stop");
        }
        if before
            .as_ref()
            .is_some_and(|(numbers_before, date_before)| *numbers_before >= numbers || *date_before > date)
        {
            report.add(
                &row.pointer,
                "comes before the row above it: keep the versions (in quotes: \"2.10\") and dates in order",
            );
        }
        before = Some((numbers, date));
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::Fault;

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "        fiscaalTenLasteTot:",
            old: "x-since: \"2.6\"",
            new: "x-since: \"2.11\"",
            pointer: "#/components/schemas/Kind/properties/fiscaalTenLasteTot/x-since",
            line: "x-since: \"2.11\"",
            says: "no version",
        },
        Fault {
            after: "  BR026:",
            old: "x-since: \"2.9\"",
            new: "x-since: 2.9",
            pointer: "#/x-error-codes/BR026/x-since",
            line: "x-since: 2.9",
            says: "in quotes",
        },
        Fault {
            after: "",
            old: "x-guide-version: \"",
            new: "x-guide-version: \"9.9\"\nx-rest: \"",
            pointer: "#/x-guide-version",
            line: "x-guide-version: \"9.9\"",
            says: "last row",
        },
        Fault {
            after: "",
            old: "  version: \"2\"",
            new: "  version: \"2.9\"",
            pointer: "#/info/version",
            line: "version: \"2.9\"",
            says: "clients send",
        },
        Fault {
            after: "x-guide-history:",
            old: "date: \"2024-02-13\"",
            new: "date: \"2024-02-30\"",
            pointer: "#/x-guide-history/2/date",
            line: "date: \"2024-02-30\"",
            says: "yyyy-MM-dd",
        },
        Fault {
            after: "x-guide-history:",
            old: "date: \"2024-02-13\"",
            new: "date: \"2023-02-13\"",
            pointer: "#/x-guide-history/2",
            line: "- version: \"2.1\"",
            says: "in order",
        },
        Fault {
            after: "x-guide-history:",
            old: "type: major",
            new: "type: breaking",
            pointer: "#/x-guide-history/1/type",
            line: "type: breaking",
            says: "one of initial",
        },
        Fault {
            after: "x-guide-history:",
            old: "    changes: Two calls for own fields.\n",
            new: "",
            pointer: "#/x-guide-history/2/changes",
            line: "- version: \"2.1\"",
            says: "what the version brought",
        },
    ];
}
