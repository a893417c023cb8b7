//! Where in the guide a call or an object comes from, and how the reference page presents it.

use std::collections::BTreeSet;

use crate::lint::rule::{Report, Rule, Subject};
use crate::model::{Call, Model, Place};

pub const RULE: Rule = Rule {
    id: "guide-reference",
    about: "every call has its heading in the guide, its guide and API version, a summary and one tag",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    let model = subject.model;
    for call in &model.calls {
        if call.since.is_empty() {
            report.add(&call.pointer.child("x-since"), "is missing: set the guide version that added this call");
        }
        if call.summary.is_empty() || call.summary.ends_with('.') {
            report.add(&call.pointer.child("summary"), "must be a short title without a full stop");
        }
        if !matches!(call.api_version, 1 | 2) {
            report.add(
                &call.pointer.child("x-api-version"),
                "must be 1 or 2, the API version that this call is sent with",
            );
        }
        check_heading(call, report);
        let place = call.pointer.child("tags");
        if call.tags.len() != 1 {
            report.add(&place, "must list exactly one tag, the page that shows the call");
        }
        for (index, name) in call.tags.iter().enumerate() {
            if !model.tags.iter().any(|tag| tag.name == *name) {
                report.add(&place.item(index), format!("`{name}` is not declared in the document's `tags`"));
            }
        }
    }
    for tag in model.tags.iter().filter(|tag| !model.calls.iter().any(|call| call.tags.contains(&tag.name))) {
        report.add(&tag.pointer, format!("no call has the tag `{}`: remove it", tag.name));
    }
    check_schemas(model, report);
}

fn check_heading(call: &Call, report: &mut Report<'_>) {
    let place = call.pointer.child("x-guide");
    let (heading, query) = call.guide.split_once('?').unwrap_or((&call.guide, ""));
    let expected = format!("{} {}", call.method, call.path);
    if heading != expected {
        report.add(&place, format!("must be the guide's heading of this call, which begins with `{expected}`"));
        return;
    }
    // The guide's headings name every query parameter, so a new parameter changes the heading too.
    let named: BTreeSet<_> =
        query.split('&').filter_map(|pair| pair.split('=').next()).filter(|name| !name.is_empty()).collect();
    let taken: BTreeSet<_> = call.parameters_in(Place::Query).map(|parameter| parameter.name.as_str()).collect();
    if named != taken {
        let query: Vec<_> = taken.into_iter().collect();
        let message = "must name the query parameters of the call, as the guide's heading does";
        report.add(&place, format!("{message}: {}", query.join(", ")));
    }
}

fn check_schemas(model: &Model, report: &mut Report<'_>) {
    for schema in model.schemas.iter().map(|component| &component.schema) {
        if schema.guide.is_some() && schema.since.is_none() {
            report.add(&schema.pointer.child("x-since"), "is missing: set the guide version that added this object");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::fault::Fault;

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "operationId: listAssignments",
            old: "      x-since: \"2\"\n",
            new: "",
            pointer: "#/paths/~1employees~1assignments/get/x-since",
            line: "get:",
            says: "is missing",
        },
        Fault {
            after: "operationId: listAssignments",
            old: "summary: List assignments",
            new: "summary: List assignments.",
            pointer: "#/paths/~1employees~1assignments/get/summary",
            line: "summary: List assignments.",
            says: "without a full stop",
        },
        Fault {
            after: "operationId: listAssignments",
            old: "x-api-version: 2",
            new: "x-api-version: 3",
            pointer: "#/paths/~1employees~1assignments/get/x-api-version",
            line: "x-api-version: 3",
            says: "1 or 2",
        },
        Fault {
            after: "operationId: listPhotos",
            old: "&changedSince={changedSince}",
            new: "",
            pointer: "#/paths/~1employees~1photos/get/x-guide",
            line: "x-guide: GET /employees/photos?schoolyear={schoolYear}&structure={structure}",
            says: "changedSince",
        },
        Fault {
            after: "operationId: getEmployee",
            old: "x-guide: GET /employees/{personId}?",
            new: "x-guide: GET /employee/{personId}?",
            pointer: "#/paths/~1employees~1{personId}/get/x-guide",
            line: "x-guide: GET /employee/{personId}?schoolyear={schoolYear}&structure={structure}",
            says: "begins with `GET /employees/{personId}`",
        },
        Fault {
            after: "operationId: getEmployee",
            old: "- Employees",
            new: "- Staff",
            pointer: "#/paths/~1employees~1{personId}/get/tags/0",
            line: "- Staff",
            says: "not declared",
        },
        Fault {
            after: "operationId: getEmployee",
            old: "        - Employees\n",
            new: "        - Employees\n        - Photos\n",
            pointer: "#/paths/~1employees~1{personId}/get/tags",
            line: "tags:",
            says: "exactly one tag",
        },
        Fault {
            after: "tags:\n",
            old: "  - name: Employees",
            new: "  - name: Documents\n    description: Papers.\n  - name: Employees",
            pointer: "#/tags/0",
            line: "- name: Documents",
            says: "no call has the tag",
        },
        Fault {
            after: "    Bank:\n",
            old: "      x-since: \"2\"\n",
            new: "",
            pointer: "#/components/schemas/Bank/x-since",
            line: "Bank:",
            says: "is missing",
        },
    ];
}
