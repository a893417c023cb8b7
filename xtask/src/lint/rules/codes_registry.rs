//! The registry of error codes is whole: the enum of codes, the sandbox and the reference page come from it.

use regex::Regex;
use serde_json::Value;

use crate::document::Pointer;
use crate::lint::context::{Context, Operation, Part};
use crate::lint::{Report, Rule, sentence};

/// See the module.
pub const RULE: Rule = Rule {
    id: "codes-registry",
    about: "every code has its status, field, message, remedy, guide version and calls, and the codes are sorted",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

/// Families of codes, each with its status.
const FAMILIES: [(&str, u64); 2] = [(r"^BR\d{3}[A-Z]?$", 400), (r"^MNA\d{3}$", 405)];
const MEMBERS: [&str; 8] = ["status", "field", "message", "remedy", "x-since", "operations", "inferred", "existingId"];

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let registry = Part { pointer: Pointer::of(&["x-error-codes"]), value: &context.root()["x-error-codes"] };
    if registry.value.as_object().is_none_or(serde_json::Map::is_empty) {
        report.add(&registry.pointer, "is the registry of the guide's error codes");
    }
    let families: Vec<_> =
        FAMILIES.iter().filter_map(|(form, status)| Some((Regex::new(form).ok()?, *status))).collect();
    let mut before = "";
    for (name, code) in registry.members() {
        match families.iter().find(|(form, _)| form.is_match(name)) {
            None => report.add(
                &code.pointer,
                "is no code of a known family: BR and three digits with an optional letter, or MNA and three digits",
            ),
            Some((_, status)) if code.value["status"].as_u64() != Some(*status) => {
                report.add(&code.pointer.child("status"), format!("is {status} for this family of codes"));
            }
            Some(_) => {}
        }
        if name < before {
            report.add(&code.pointer, format!("stands after {before}: keep the codes sorted"));
        }
        before = name;
        texts(&code, report);
        calls(context, &code, report);
    }
}

fn texts(code: &Part<'_>, report: &mut Report<'_>) {
    for key in ["message", "remedy"] {
        if let Some(fault) = sentence::fault(code.text(key)) {
            report.add(&code.pointer.child(key), fault);
        }
    }
    if code.text("x-since").is_empty() {
        report.add(&code.pointer.child("x-since"), "is missing: the guide version that brought the code");
    }
    if code.value.get("existingId").is_some_and(|mark| *mark != true) {
        report.add(&code.pointer.child("existingId"), "is true where the message ends in an id, and absent elsewhere");
    }
    for (key, member) in code.members().filter(|(key, _)| !MEMBERS.contains(key)) {
        report.add(&member.pointer, format!("`{key}` is no member of a code: {}", MEMBERS.join(", ")));
    }
}

fn calls(context: &Context<'_>, code: &Part<'_>, report: &mut Report<'_>) {
    let place = code.pointer.child("operations");
    let list = |key| code.value[key].as_array().into_iter().flatten().filter_map(Value::as_str).collect::<Vec<_>>();
    let (calls, inferred) = (list("operations"), list("inferred"));
    if calls.is_empty() {
        report.add(&place, "is missing: the calls that return the code");
    }
    for (index, id) in calls.iter().enumerate() {
        let item = place.child(&index.to_string());
        match context.operations.iter().find(|operation| operation.id == *id) {
            None => report.add(&item, format!("`{id}` is no operationId")),
            Some(operation) if !has_field(context, operation, code.text("field")) => {
                let message = format!("`{id}` has no parameter or body property `{}`", code.text("field"));
                report.add(&code.pointer.child("field"), message);
            }
            Some(_) if calls[..index].contains(id) => report.add(&item, format!("`{id}` stands here twice")),
            Some(_) => {}
        }
    }
    for (index, id) in inferred.iter().enumerate().filter(|(_, id)| !calls.contains(id)) {
        let item = code.pointer.child("inferred").child(&index.to_string());
        report.add(&item, format!("`{id}` is not among the code's `operations`"));
    }
}

fn has_field(context: &Context<'_>, operation: &Operation<'_>, field: &str) -> bool {
    let bodies = operation.body.iter().flat_map(Part::media).filter_map(|(_, media)| media.member("schema"));
    operation.parameters.iter().any(|parameter| parameter.text("name") == field)
        || bodies
            .filter_map(|schema| context.resolve(&schema))
            .any(|schema| schema.value["properties"].get(field).is_some())
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::Fault;

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "",
            old: "  BR004A:",
            new: "  BRX04A:",
            pointer: "#/x-error-codes/BRX04A",
            line: "BRX04A:",
            says: "no code of a known family",
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
            says: "no operationId",
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
            says: "no member of a code",
        },
        Fault {
            after: "  BR025:",
            old: "existingId: true",
            new: "existingId: false",
            pointer: "#/x-error-codes/BR025/existingId",
            line: "existingId: false",
            says: "absent elsewhere",
        },
    ];
}
