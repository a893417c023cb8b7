//! What the guide does not show is marked with where it comes from.

use crate::lint::context::{Context, Schema};
use crate::lint::{Report, Rule};

/// See the module.
pub const RULE: Rule = Rule {
    id: "provenance",
    about: "what the guide leaves out is marked `observed` or `undocumented`, and what is undocumented stays open JSON",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (pointer, mapping) in &context.mappings {
        if let Some(mark) = mapping.get("x-provenance")
            && mark != "observed"
            && mark != "undocumented"
        {
            report.add(&pointer.child("x-provenance"), "is `observed` or `undocumented`");
        }
    }
    for schema in &context.schemas {
        of_schema(schema, report);
    }
    for operation in &context.operations {
        let answers = operation.responses.iter().filter(|(status, _)| status.starts_with('2'));
        let media = answers.flat_map(|(_, response)| response.media()).filter_map(|(_, media)| media.member("schema"));
        for schema in media {
            let item = schema.member("items").unwrap_or(schema);
            let Some(shape) = context.resolve(&item) else { continue };
            if shape.text("x-provenance") != operation.part.text("x-provenance") {
                let place = operation.part.pointer.child("x-provenance");
                report.add(&place, format!("says the same as that of the answer, {}", shape.pointer));
            }
        }
    }
}

fn of_schema(schema: &Schema<'_>, report: &mut Report<'_>) {
    let part = &schema.part;
    let is_shape = schema.component.is_some() && part.text("type") == "object" && schema.reach.success;
    if is_shape && part.text("x-guide").is_empty() && part.text("x-provenance").is_empty() {
        let message = "needs `x-guide`, the heading under which the guide shows it, or `x-provenance`";
        report.add(&part.pointer, message);
    }
    if part.value["x-provenance"] == "undocumented"
        && (part.value["additionalProperties"] != true || part.value.get("properties").is_some())
    {
        let message =
            "is undocumented: nothing may be invented, so it has `additionalProperties: true` and no properties";
        report.add(&part.pointer, message);
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::Fault;

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "    Diploma:\n",
            old: "x-provenance: observed",
            new: "x-provenance: guessed",
            pointer: "#/components/schemas/Diploma/x-provenance",
            line: "x-provenance: guessed",
            says: "`observed` or `undocumented`",
        },
        Fault {
            after: "    Bank:\n",
            old: "      x-guide: GET /employees?schoolyear={schoolYear}&structure={structure}\n",
            new: "",
            pointer: "#/components/schemas/Bank",
            line: "Bank:",
            says: "needs `x-guide`",
        },
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
