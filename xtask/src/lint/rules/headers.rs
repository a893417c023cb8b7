//! The two headers that every call carries, and that the client sets by itself.

use crate::lint::context::{Context, Operation};
use crate::lint::{Report, Rule};

/// See the module.
pub const RULE: Rule = Rule {
    id: "headers",
    about: "every call has InstituteNo once, and Api-Version once with the version that it is sent with",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let bare = |path: &str| path.split('#').next().unwrap_or_default().to_owned();
    for operation in &context.operations {
        let place = operation.part.pointer.child("parameters");
        let named = |name: &str| {
            let headers = operation.parameters.iter().filter(|parameter| parameter.text("in") == "header");
            headers.filter(|header| header.text("name").eq_ignore_ascii_case(name)).collect::<Vec<_>>()
        };
        match named("InstituteNo")[..] {
            [only] if only.value["required"] == true && only.text("name") == "InstituteNo" => {}
            _ => report.add(&place, "needs the header parameter `InstituteNo` exactly once, required"),
        }
        let twins = context.operations.iter().filter(|other| is_twin(other, operation, bare)).count();
        match named("Api-Version")[..] {
            [only] => {
                let versions = only.value["schema"]["enum"].as_array().cloned().unwrap_or_default();
                let version = &operation.part.value["x-api-version"];
                // Where a call exists twice, the version is all that tells which one is meant.
                if !versions.contains(version) || (twins > 1 && versions.len() > 1) {
                    let message = format!("`Api-Version` here is sent as {version}: its `enum` has to say so");
                    report.add(&place, message);
                }
            }
            _ => report.add(&place, "needs the header parameter `Api-Version` exactly once"),
        }
    }
}

fn is_twin(other: &Operation<'_>, operation: &Operation<'_>, bare: fn(&str) -> String) -> bool {
    other.method == operation.method && bare(other.path) == bare(operation.path)
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::Fault;

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
