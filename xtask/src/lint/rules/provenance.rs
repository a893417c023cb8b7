//! Anything that the guide doesn't show is marked with its source.

use crate::lint::rule::{Report, Rule, Subject};
use crate::model::{Additional, Placed, Provenance};

pub const RULE: Rule = Rule {
    id: "provenance",
    about: "x-provenance of a call matches that of its response, and undocumented schemas stay arbitrary JSON",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    for place in &subject.schemas {
        check_schema(place, report);
    }
    for call in &subject.model.calls {
        let successes = call.responses.iter().filter(|response| response.is_success());
        for schema in successes.flat_map(|response| &response.media).filter_map(|media| media.schema.as_ref()) {
            let shape = subject.model.shape(schema);
            if shape.provenance != call.provenance {
                let place = call.pointer.child("x-provenance");
                report.add(&place, format!("must match that of the response, {}", shape.pointer));
            }
        }
    }
}

fn check_schema(place: &Placed<'_>, report: &mut Report<'_>) {
    let schema = place.schema;
    let open = schema.additional == Some(Additional::Allowed) && schema.properties.is_empty();
    if schema.provenance == Some(Provenance::Undocumented) && !open {
        let message =
            "is undocumented: don't invent properties, set `additionalProperties: true` and remove the properties";
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
            says: "don't invent properties",
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
