//! The registry of error codes is complete. The enum of codes, the sandbox and the reference page are generated from it.

use regex::Regex;

use crate::document::Pointer;
use crate::lint::rule::{Report, Rule, Subject};
use crate::lint::sentence;
use crate::model::{Call, Code, Model};

pub const RULE: Rule = Rule {
    id: "codes-registry",
    about: "codes are sorted and complete: status, field, guide version, calls, message and remedy in English and Dutch",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

/// Families of codes, with the status of each.
const FAMILIES: [(&str, u64); 2] = [(r"^BR\d{3}[A-Z]?$", 400), (r"^MNA\d{3}$", 405)];
const MEMBERS: [&str; 10] = [
    "status",
    "field",
    "message",
    "remedy",
    "message-nl",
    "remedy-nl",
    "x-since",
    "operations",
    "inferred",
    "existingId",
];

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    if subject.model.codes.is_empty() {
        report.add(&Pointer::of(&["x-error-codes"]), "is missing or empty: list the guide's error codes");
    }
    let families: Vec<_> =
        FAMILIES.iter().filter_map(|(form, status)| Some((Regex::new(form).ok()?, *status))).collect();
    let mut before = "";
    for code in &subject.model.codes {
        match families.iter().find(|(form, _)| form.is_match(&code.name)) {
            None => report.add(
                &code.pointer,
                "belongs to no known family: BR with three digits and an optional letter, or MNA with three digits",
            ),
            Some((_, status)) if code.status != *status => {
                report.add(&code.pointer.child("status"), format!("must be {status} for this family of codes"));
            }
            Some(_) => {}
        }
        if code.name.as_str() < before {
            report.add(&code.pointer, format!("comes after {before}: keep the codes sorted"));
        }
        before = &code.name;
        check_texts(code, report);
        for key in subject.keys(&code.pointer).filter(|key| !MEMBERS.contains(key)) {
            report.add(&code.pointer.child(key), format!("`{key}` is not a key of a code: {}", MEMBERS.join(", ")));
        }
        check_calls(subject.model, code, report);
    }
}

fn check_texts(code: &Code, report: &mut Report<'_>) {
    let dutch = [("message-nl", &code.message_nl), ("remedy-nl", &code.remedy_nl)];
    for (key, text) in [("message", &code.message), ("remedy", &code.remedy)].into_iter().chain(dutch) {
        if let Some(problem) = sentence::find_problem(text) {
            report.add(&code.pointer.child(key), problem);
        }
    }
    if code.since.is_empty() {
        report.add(&code.pointer.child("x-since"), "is missing: set the guide version that added the code");
    }
}

fn check_calls(model: &Model, code: &Code, report: &mut Report<'_>) {
    let place = code.pointer.child("operations");
    if code.operations.is_empty() {
        report.add(&place, "is missing: list the calls that return the code");
    }
    for (index, id) in code.operations.iter().enumerate() {
        let item = place.item(index);
        match model.call(id) {
            None => report.add(&item, format!("`{id}` is not the operationId of any call")),
            Some(call) if !has_field(model, call, &code.field) => {
                let message = format!("`{id}` has no parameter or body property `{}`", code.field);
                report.add(&code.pointer.child("field"), message);
            }
            Some(_) if code.operations[..index].contains(id) => {
                report.add(&item, format!("`{id}` is listed twice"));
            }
            Some(_) => {}
        }
    }
    for (index, id) in code.inferred.iter().enumerate().filter(|(_, id)| !code.operations.contains(id)) {
        let item = code.pointer.child("inferred").item(index);
        report.add(&item, format!("`{id}` is not among the code's `operations`"));
    }
}

fn has_field(model: &Model, call: &Call, field: &str) -> bool {
    let bodies = call.body.iter().flat_map(|body| &body.media).filter_map(|media| media.schema.as_ref());
    call.parameters.iter().any(|parameter| parameter.name == field)
        || bodies.map(|schema| model.target(schema)).any(|schema| schema.property(field).is_some())
}

#[cfg(test)]
mod tests {
    use crate::lint::fault::Fault;

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "",
            old: "  BR004A:",
            new: "  BRX04A:",
            pointer: "#/x-error-codes/BRX04A",
            line: "BRX04A:",
            says: "belongs to no known family",
        },
        Fault {
            after: "  MNA005:",
            old: "status: 405",
            new: "status: 400",
            pointer: "#/x-error-codes/MNA005/status",
            line: "status: 400",
            says: "must be 405",
        },
        Fault {
            after: "",
            old: "  BR003A:",
            new: "  BR004C:",
            pointer: "#/x-error-codes/BR004A",
            line: "BR004A:",
            says: "sorted",
        },
        Fault {
            after: "  BR009:",
            old: "Shorten `opmerking`.",
            new: "Shorten `opmerking`",
            pointer: "#/x-error-codes/BR009/remedy",
            line: "remedy: Shorten `opmerking`",
            says: "full stop",
        },
        Fault {
            after: "  BR009:",
            old: "    message: The remark is longer than 500 characters.\n",
            new: "",
            pointer: "#/x-error-codes/BR009/message",
            line: "BR009:",
            says: "missing or empty",
        },
        Fault {
            after: "  BR009:",
            old: "    remedy-nl: Kort `opmerking` in.\n",
            new: "",
            pointer: "#/x-error-codes/BR009/remedy-nl",
            line: "BR009:",
            says: "missing or empty",
        },
        Fault {
            after: "  BR009:",
            old: "    x-since: \"2.2\"\n",
            new: "",
            pointer: "#/x-error-codes/BR009/x-since",
            line: "BR009:",
            says: "guide version that added",
        },
        Fault {
            after: "  BR009:",
            old: "field: opmerking",
            new: "field: opmerkingen",
            pointer: "#/x-error-codes/BR009/field",
            line: "field: opmerkingen",
            says: "no parameter or body property `opmerkingen`",
        },
        Fault {
            after: "  BR009:",
            old: "- putInterruption",
            new: "- postInterruption",
            pointer: "#/x-error-codes/BR009/operations/0",
            line: "- postInterruption",
            says: "not the operationId",
        },
        Fault {
            after: "  BR009:",
            old: "- putInterruption",
            new: "- putInterruption\n      - putInterruption",
            pointer: "#/x-error-codes/BR009/operations/1",
            line: "- putInterruption",
            says: "twice",
        },
        Fault {
            after: "  BR009:",
            old: "    operations:\n      - putInterruption\n",
            new: "",
            pointer: "#/x-error-codes/BR009/operations",
            line: "BR009:",
            says: "the calls that return the code",
        },
        Fault {
            after: "  BR001:",
            old: "    inferred:\n      - putInterruption\n",
            new: "    inferred:\n      - deleteInterruption\n",
            pointer: "#/x-error-codes/BR001/inferred/0",
            line: "- deleteInterruption",
            says: "not among",
        },
        Fault {
            after: "  BR025:",
            old: "existingId: true",
            new: "existingID: true",
            pointer: "#/x-error-codes/BR025/existingID",
            line: "existingID: true",
            says: "not a key of a code",
        },
    ];
}
