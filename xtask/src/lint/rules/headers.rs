//! The two headers of every call. The client sets them itself.

use crate::lint::rule::{Report, Rule, Subject};
use crate::model::{Literal, Place};

pub const RULE: Rule = Rule {
    id: "headers",
    about: "every call has InstituteNo once and Api-Version once, and the latter lists the call's version",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    for call in &subject.model.calls {
        let place = call.pointer.child("parameters");
        let named = |name: &str| {
            let headers = call.parameters_in(Place::Header);
            headers.filter(|header| header.name.eq_ignore_ascii_case(name)).collect::<Vec<_>>()
        };
        match named("InstituteNo")[..] {
            [only] if only.required && only.name == "InstituteNo" => {}
            _ => report.add(&place, "must contain the required header parameter `InstituteNo` exactly once"),
        }
        let same = |other: &&crate::model::Call| other.method == call.method && other.path == call.path;
        let twins = subject.model.calls.iter().filter(same).count();
        match named("Api-Version")[..] {
            [only] => {
                let listed = only.schema.as_ref().and_then(|schema| schema.enumeration.as_ref());
                let versions = listed.map_or(&[][..], |listed| listed.values.as_slice());
                let version = i64::try_from(call.api_version).map(Literal::Integer);
                // Two calls with the same method and path differ only in their version.
                if !version.is_ok_and(|version| versions.contains(&version)) || (twins > 1 && versions.len() > 1) {
                    let version = call.api_version;
                    let message = format!("`Api-Version` is sent as {version} here: its `enum` must match");
                    report.add(&place, message);
                }
            }
            _ => report.add(&place, "must contain the header parameter `Api-Version` exactly once"),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::fault::Fault;

    const PLACE: &str = "#/paths/~1employees/get/parameters";

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "operationId: listEmployees\n",
            old: "        - $ref: '#/components/parameters/InstituteNo'\n",
            new: "",
            pointer: PLACE,
            line: "parameters:",
            says: "`InstituteNo` exactly once",
        },
        Fault {
            after: "operationId: listEmployees\n",
            old: "        - $ref: '#/components/parameters/ApiVersion2'\n",
            new: "",
            pointer: PLACE,
            line: "parameters:",
            says: "`Api-Version` exactly once",
        },
        Fault {
            after: "operationId: listEmployees\n",
            old: "        - $ref: '#/components/parameters/ApiVersion2'\n",
            new: "        - $ref: '#/components/parameters/ApiVersion2'\n        - $ref: '#/components/parameters/ApiVersion'\n",
            pointer: PLACE,
            line: "parameters:",
            says: "`Api-Version` exactly once",
        },
        Fault {
            after: "operationId: listEmployees\n",
            old: "parameters/ApiVersion2",
            new: "parameters/ApiVersion1",
            pointer: PLACE,
            line: "parameters:",
            says: "sent as 2",
        },
        Fault {
            after: "operationId: listEmployees\n",
            old: "parameters/ApiVersion2",
            new: "parameters/ApiVersion",
            pointer: PLACE,
            line: "parameters:",
            says: "sent as 2",
        },
    ];
}
