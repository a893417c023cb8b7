//! Where in the guide a call or an answer comes from, and how the reference page presents it.

use std::collections::BTreeSet;

use crate::document::Pointer;
use crate::lint::context::{Context, Operation, Part, object};
use crate::lint::{Report, Rule};

/// See the module.
pub const RULE: Rule = Rule {
    id: "guide-reference",
    about: "every call names its heading in the guide, its guide and API version, a summary, a description and a tag",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let tags = Part { pointer: Pointer::of(&["tags"]), value: &context.root()["tags"] };
    let declared: Vec<_> = tags.items().map(|tag| tag.text("name")).collect();
    let mut used = Vec::new();
    for operation in &context.operations {
        let part = &operation.part;
        for key in ["x-since", "description"] {
            if part.text(key).is_empty() {
                report.add(&part.pointer.child(key), format!("is missing: each call has `{key}`"));
            }
        }
        let summary = part.text("summary");
        if summary.is_empty() || summary.ends_with('.') {
            report.add(&part.pointer.child("summary"), "needs a few words, a title without a full stop");
        }
        if !matches!(part.value["x-api-version"].as_u64(), Some(1 | 2)) {
            report.add(&part.pointer.child("x-api-version"), "is 1 or 2: the API version that this call is sent with");
        }
        heading(operation, report);
        let names: Vec<_> = part.member("tags").into_iter().flat_map(|tags| tags.items()).collect();
        if names.len() != 1 {
            report.add(&part.pointer.child("tags"), "names exactly one tag, the page on which the call is shown");
        }
        for tag in names {
            let name = tag.value.as_str().unwrap_or_default();
            if !declared.contains(&name) {
                report.add(&tag.pointer, format!("`{name}` is not declared in the document's `tags`"));
            }
            used.push(name);
        }
    }
    for tag in tags.items().filter(|tag| !used.contains(&tag.text("name"))) {
        report.add(&tag.pointer, format!("no call has the tag `{}`: remove it", tag.text("name")));
    }
    schemas(context, report);
}

fn heading(operation: &Operation<'_>, report: &mut Report<'_>) {
    let heading = operation.part.text("x-guide").split('?').next().unwrap_or_default();
    let wire_path = operation.path.split('#').next().unwrap_or_default();
    let expected = format!("{} {wire_path}", operation.method.to_ascii_uppercase());
    if heading != expected {
        let place = operation.part.pointer.child("x-guide");
        report.add(&place, format!("is the guide's heading of this call, which begins with `{expected}`"));
        return;
    }
    // Headings name every query parameter, so one that is new is in the heading too.
    let query = operation.part.text("x-guide").split_once('?').map(|(_, query)| query).unwrap_or_default();
    let named: BTreeSet<_> =
        query.split('&').filter_map(|pair| pair.split('=').next()).filter(|name| !name.is_empty()).collect();
    let parameters = operation.part.member("parameters").into_iter().flat_map(|list| list.items());
    let taken: BTreeSet<_> = parameters
        .filter(|parameter| parameter.text("in") == "query")
        .map(|parameter| parameter.text("name"))
        .collect();
    if named != taken {
        let place = operation.part.pointer.child("x-guide");
        let query: Vec<_> = taken.into_iter().collect();
        report.add(
            &place,
            format!("names the query parameters of the call, as the guide's heading does: {}", query.join(", ")),
        );
    }
}

fn schemas(context: &Context<'_>, report: &mut Report<'_>) {
    let headings: Vec<_> = context.operations.iter().map(|operation| operation.part.text("x-guide")).collect();
    for (name, schema) in object(&context.root()["components"]["schemas"]) {
        if let Some(heading) = schema.get("x-guide")
            && !heading.as_str().is_some_and(|heading| headings.contains(&heading))
        {
            let place = Pointer::of(&["components", "schemas", name, "x-guide"]);
            report.add(&place, "is the `x-guide` of one of the calls: copy it from there");
        }
        if schema.get("x-guide").is_some() && schema.get("x-since").is_none() {
            let place = Pointer::of(&["components", "schemas", name, "x-since"]);
            report.add(&place, "is missing: the guide version that brought what `x-guide` leads to");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::Fault;

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
            old: "      description: All assignments within a school year at this institute.\n",
            new: "",
            pointer: "#/paths/~1employees~1assignments/get/description",
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
        Fault {
            after: "    Bank:\n",
            old: "x-guide: GET /employees?",
            new: "x-guide: GET /banks?",
            pointer: "#/components/schemas/Bank/x-guide",
            line: "x-guide: GET /banks?schoolyear={schoolYear}&structure={structure}",
            says: "copy it",
        },
    ];
}
