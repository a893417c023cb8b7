//! What the guide does not show is marked with where it comes from.

use crate::lint::rule::{Report, Rule, Subject};
use crate::model::{Additional, Placed, Provenance};

/// See the module.
pub const RULE: Rule = Rule {
    id: "provenance",
    about: "what the guide leaves out is marked `observed` or `undocumented`, and what is undocumented stays open JSON",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    for place in &subject.schemas {
        of_schema(place, report);
    }
    for call in &subject.model.calls {
        let answers = call.responses.iter().filter(|response| response.is_success());
        for schema in answers.flat_map(|response| &response.media).filter_map(|media| media.schema.as_ref()) {
            let shape = subject.model.shape(schema);
            if shape.provenance != call.provenance {
                let place = call.pointer.child("x-provenance");
                report.add(&place, format!("says the same as that of the answer, {}", shape.pointer));
            }
        }
    }
}

fn of_schema(place: &Placed<'_>, report: &mut Report<'_>) {
    let schema = place.schema;
    let open = schema.additional == Some(Additional::Allowed) && schema.properties.is_empty();
    if schema.provenance == Some(Provenance::Undocumented) && !open {
        let message =
            "is undocumented: nothing may be invented, so it has `additionalProperties: true` and no properties";
        report.add(&schema.pointer, message);
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::fault::Fault;

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "    Appointment:\n",
            old: "      additionalProperties: true\n",
            new: "      properties:\n        id:\n          type: string\n          description: Identifies it.\n",
            pointer: "#/components/schemas/Appointment",
            line: "Appointment:",
            says: "nothing may be invented",
        },
        Fault {
            after: "operationId: listDiplomas",
            old: "      x-provenance: observed\n",
            new: "",
            pointer: "#/paths/~1employees~1diplomas/get/x-provenance",
            line: "get:",
            says: "#/components/schemas/Diploma",
        },
    ];
}
