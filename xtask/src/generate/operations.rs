//! The table of operations: how each is sent.

use std::fmt::Write as _;

use serde_json::Value;

use super::Error;
use super::lower::object;
use super::names::{doc, literal, variant};

/// Generates the file.
pub fn generate(document: &Value) -> Result<String, Error> {
    let mut variants = String::new();
    let mut table = String::new();
    for (path, item) in object(document, "/paths") {
        let wire_path = path.split('#').next().unwrap_or_default();
        for (method, operation) in item.as_object().into_iter().flatten() {
            let text = |key: &str| {
                operation[key]
                    .as_str()
                    .ok_or_else(|| Error::at(format!("{method} {path}: {key}"), "a text is expected"))
            };
            let id = text("operationId")?;
            let name = variant(id);
            let method = method.to_ascii_uppercase();
            let version = operation["x-api-version"]
                .as_u64()
                .ok_or_else(|| Error::at(format!("{method} {path}: x-api-version"), "a number is expected"))?;
            let summary = format!("{}: `{method} {wire_path}`, API version {version}.", text("summary")?);
            variants.push_str(&doc(&summary, 4));
            let _ = writeln!(variants, "    {name},");
            let _ = write!(
                table,
                "    OperationInfo {{\n        operation: Operation::{name},\n        id: {},\n        \
                 rust_name: {},\n        method: {},\n        path: {},\n        api_version: {},\n        guide: {},\n        since: {},\n    }},\n",
                literal(id),
                literal(&snake(id)),
                literal(&method),
                literal(wire_path),
                literal(&version.to_string()),
                literal(text("x-guide")?),
                literal(text("x-since")?),
            );
        }
    }
    Ok(format!(
        "//! The table of operations.\n\nuse crate::operations::OperationInfo;\n\n/// A call of the API.\n\
         #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]\n\
         #[non_exhaustive]\npub enum Operation {{\n{variants}}}\n\n\
         /// How each operation is sent, in the order of the variants.\n\
         pub(crate) static OPERATIONS: &[OperationInfo] = &[\n{table}];\n"
    ))
}

/// The name that progenitor gives the method, which is also the id that it tells the hooks.
fn snake(id: &str) -> String {
    let mut out = String::new();
    for character in id.chars() {
        if character.is_ascii_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.push(character.to_ascii_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn method_names_are_those_of_progenitor() {
        assert_eq!(super::snake("listEmployeesV1"), "list_employees_v1");
        assert_eq!(super::snake("deleteCommunicationNumber"), "delete_communication_number");
    }
}
