//! Everything is described: the reference page and the crates' documentation have no other source.

use crate::document::Pointer;
use crate::lint::rule::{Report, Rule, Subject};
use crate::lint::sentence;

/// See the module.
pub const RULE: Rule = Rule {
    id: "descriptions",
    about: "every call, parameter, body, answer, header, schema, property, tag and server has a description in sentences",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    let model = subject.model;
    let mut one = |pointer: &Pointer, text: &str| {
        if let Some(fault) = sentence::fault(text) {
            report.add(&pointer.child("description"), fault);
        }
    };
    for call in &model.calls {
        one(&call.pointer, &call.description);
        call.parameters.iter().for_each(|parameter| one(&parameter.pointer, &parameter.description));
        call.responses.iter().for_each(|response| one(&response.pointer, &response.description));
        let headers = call.responses.iter().flat_map(|response| &response.headers);
        headers.for_each(|header| one(&header.pointer, &header.description));
    }
    for place in subject.schemas.iter().filter(|place| place.component.is_some() || place.property.is_some()) {
        one(&place.schema.pointer, place.schema.description.as_deref().unwrap_or_default());
    }
    one(&Pointer::of(&["info"]), &model.description);
    model.tags.iter().for_each(|tag| one(&tag.pointer, &tag.description));
    model.ids.iter().for_each(|id| one(&id.pointer, &id.description));
    let servers = model.servers.iter().chain(&model.identity.server);
    servers.for_each(|server| one(&server.pointer, &server.description));
    model.nonstandard_statuses.iter().for_each(|status| one(&status.pointer, &status.description));
}

#[cfg(test)]
mod tests {
    use crate::lint::fault::Fault;

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "        geboorteplaats:\n",
            old: "          description: Place of birth.\n",
            new: "",
            pointer: "#/components/schemas/Employee/properties/geboorteplaats/description",
            line: "geboorteplaats:",
            says: "say what this is",
        },
        Fault {
            after: "        initialen:\n",
            old: "description: Initials of the employee.",
            new: "description: Initials of the employee",
            pointer: "#/components/schemas/Employee/properties/initialen/description",
            line: "description: Initials of the employee",
            says: "full stop",
        },
        Fault {
            after: "        initialen:\n",
            old: "description: Initials of the employee.",
            new: "description: TBD.",
            pointer: "#/components/schemas/Employee/properties/initialen/description",
            line: "description: TBD.",
            says: "`TBD`",
        },
        Fault {
            after: "operationId: listAssignments",
            old: "description: All assignments within a school year at this institute.",
            new: "description: Every assignment, every one of them, that somebody at this institute has or had or will have, in any structure, under any code, in any grade, year, form or level of education, in hours that are subsidised or are not, with all substitutions, remarks, scales and places, if only one day of it falls between the first and the last day of the school year that the query names, which has to be there, because otherwise the call fails.",
            pointer: "#/paths/~1employees~1assignments/get/description",
            line: "description: Every assignment, every one of them, that somebody at this institute has or had or will have, in any structure, under any code, in any grade, year, form or level of education, in hours that are subsidised or are not, with all substitutions, remarks, scales and places, if only one day of it falls between the first and the last day of the school year that the query names, which has to be there, because otherwise the call fails.",
            says: "400 or fewer",
        },
        Fault {
            after: "    StructureOfRecords:\n",
            old: "      description: Keeps the records of this structure. Every structure counts.\n",
            new: "",
            pointer: "#/components/parameters/StructureOfRecords/description",
            line: "StructureOfRecords:",
            says: "is empty",
        },
        Fault {
            after: "tags:\n",
            old: "description: Portrait photos.",
            new: "description: Portrait photos",
            pointer: "#/tags/5/description",
            line: "description: Portrait photos",
            says: "full stop",
        },
    ];
}
