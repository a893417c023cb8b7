//! The registry of error codes is whole: the enum of codes, the sandbox and the reference page come from it.

use regex::Regex;

use crate::document::Pointer;
use crate::lint::rule::{Report, Rule, Subject};
use crate::lint::sentence;
use crate::model::{Call, Code, Model};

/// See the module.
pub const RULE: Rule = Rule {
    id: "codes-registry",
    about: "every code has its status, field, guide version, calls, and message and remedy in English and Dutch, and the codes are sorted",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

/// Families of codes, each with its status.
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
        report.add(&Pointer::of(&["x-error-codes"]), "is the registry of the guide's error codes");
    }
    let families: Vec<_> =
        FAMILIES.iter().filter_map(|(form, status)| Some((Regex::new(form).ok()?, *status))).collect();
    let mut before = "";
    for code in &subject.model.codes {
        match families.iter().find(|(form, _)| form.is_match(&code.name)) {
            None => report.add(
                &code.pointer,
                "does not belong to a known family: BR and three digits with an optional letter, or MNA and three digits",
            ),
            Some((_, status)) if code.status != *status => {
                report.add(&code.pointer.child("status"), format!("is {status} for this family of codes"));
            }
            Some(_) => {}
        }
        if code.name.as_str() < before {
            report.add(&code.pointer, format!("stands after {before}: keep the codes sorted"));
        }
        before = &code.name;
        texts(code, report);
        for key in subject.keys(&code.pointer).filter(|key| !MEMBERS.contains(key)) {
            report.add(&code.pointer.child(key), format!("`{key}` is not a member of a code: {}", MEMBERS.join(", ")));
        }
        calls(subject.model, code, report);
    }
}

fn texts(code: &Code, report: &mut Report<'_>) {
    let dutch = [("message-nl", &code.message_nl), ("remedy-nl", &code.remedy_nl)];
    for (key, text) in [("message", &code.message), ("remedy", &code.remedy)].into_iter().chain(dutch) {
        if let Some(fault) = sentence::fault(text) {
            report.add(&code.pointer.child(key), fault);
        }
    }
    if code.since.is_empty() {
        report.add(&code.pointer.child("x-since"), "is missing: the guide version that brought the code");
    }
}

fn calls(model: &Model, code: &Code, report: &mut Report<'_>) {
    let place = code.pointer.child("operations");
    if code.operations.is_empty() {
        report.add(&place, "is missing: the calls that return the code");
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
                report.add(&item, format!("`{id}` stands here twice"));
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
            says: "not belong to a known family",
        },
        Fault {
            after: "  MNA005:",
            old: "status: 405",
            new: "status: 400",
            pointer: "#/x-error-codes/MNA005/status",
            line: "status: 400",
            says: "is 405",
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
            says: "is empty",
        },
        Fault {
            after: "  BR009:",
            old: "    remedy-nl: Kort `opmerking` in.\n",
            new: "",
            pointer: "#/x-error-codes/BR009/remedy-nl",
            line: "BR009:",
            says: "is empty",
        },
        Fault {
            after: "  BR009:",
            old: "    x-since: \"2.2\"\n",
            new: "",
            pointer: "#/x-error-codes/BR009/x-since",
            line: "BR009:",
            says: "is missing",
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
            says: "not a member of a code",
        },
    ];
}
