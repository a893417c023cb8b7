//! The guide's history, and the versions that refer to it.

use crate::document::Pointer;
use crate::lint::known_formats::is_date;
use crate::lint::rule::{Report, Rule, Subject};
use crate::model::Release;

pub const RULE: Rule = Rule {
    id: "since-known",
    about: "every x-since is a version in x-guide-history, whose last row is x-guide-version; info.version is \"2\"",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    let model = subject.model;
    check_rows(&model.history, report);
    if model.history.last().map(|row| row.version.as_str()) != Some(&model.guide_version) {
        report.add(&Pointer::of(&["x-guide-version"]), "must be the version in the last row of `x-guide-history`");
    }
    if model.api_version != "2" {
        // Generated clients send this value as `api-version` with every call.
        report.add(&Pointer::of(&["info", "version"]), "must be the API version that clients send, the string \"2\"");
    }
    for (pointer, mapping) in &subject.mappings {
        if let Some(since) = mapping.get("x-since")
            && !model.history.iter().any(|row| *since == row.version.as_str())
        {
            let place = pointer.child("x-since");
            report
                .add(&place, format!("{since} is not a version in `x-guide-history`; versions are strings in quotes"));
        }
    }
}

fn check_rows(history: &[Release], report: &mut Report<'_>) {
    let mut before: Option<(Vec<u32>, &str)> = None;
    for row in history {
        let numbers: Vec<u32> = row.version.split('.').filter_map(|number| number.parse().ok()).collect();
        if !is_date(&row.date) {
            report.add(&row.pointer.child("date"), "must be the date of the guide as yyyy-MM-dd, in quotes");
        }
        if row.kind.is_none() {
            report.add(&row.pointer.child("type"), "must be initial, major or minor");
        }
        if !row.changes.ends_with('.') {
            report.add(&row.pointer.child("changes"), "must describe what the version changed, with a full stop");
        }
        if before
            .as_ref()
            .is_some_and(|(numbers_before, date_before)| *numbers_before >= numbers || *date_before > row.date.as_str())
        {
            report.add(
                &row.pointer,
                "is older than the row above it: keep versions (in quotes: \"2.10\") and dates in order",
            );
        }
        before = Some((numbers, &row.date));
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::fault::Fault;

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "        fiscaalTenLasteTot:",
            old: "x-since: \"2.6\"",
            new: "x-since: \"2.11\"",
            pointer: "#/components/schemas/Kind/properties/fiscaalTenLasteTot/x-since",
            line: "x-since: \"2.11\"",
            says: "not a version",
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
            says: "must be initial",
        },
        Fault {
            after: "x-guide-history:",
            old: "    changes: Two calls for own fields.\n",
            new: "",
            pointer: "#/x-guide-history/2/changes",
            line: "- version: \"2.1\"",
            says: "what the version changed",
        },
    ];
}
