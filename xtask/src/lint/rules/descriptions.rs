//! Everything has a description. The reference page and the crates' documentation have no other source.

use crate::document::Pointer;
use crate::lint::rule::{Report, Rule, Subject};
use crate::lint::sentence;

pub const RULE: Rule = Rule {
    id: "descriptions",
    about: "every call, parameter, body, response, header, schema, property, tag and server is described in sentences",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    let model = subject.model;
    let mut check = |pointer: &Pointer, text: &str| {
        if let Some(problem) = sentence::find_problem(text) {
            report.add(&pointer.child("description"), problem);
        }
    };
    for call in &model.calls {
        check(&call.pointer, &call.description);
        call.parameters.iter().for_each(|parameter| check(&parameter.pointer, &parameter.description));
        call.responses.iter().for_each(|response| check(&response.pointer, &response.description));
        let headers = call.responses.iter().flat_map(|response| &response.headers);
        headers.for_each(|header| check(&header.pointer, &header.description));
    }
    for place in subject.schemas.iter().filter(|place| place.component.is_some() || place.property.is_some()) {
        check(&place.schema.pointer, place.schema.description.as_deref().unwrap_or_default());
    }
    check(&Pointer::of(&["info"]), &model.description);
    model.tags.iter().for_each(|tag| check(&tag.pointer, &tag.description));
    model.ids.iter().for_each(|id| check(&id.pointer, &id.description));
    let servers = model.servers.iter().chain(&model.identity.server);
    servers.for_each(|server| check(&server.pointer, &server.description));
    model.nonstandard_statuses.iter().for_each(|status| check(&status.pointer, &status.description));
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
            says: "add a sentence",
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
            says: "missing or empty",
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
