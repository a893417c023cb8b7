//! The registry of error codes.

use std::fmt::Write as _;

use serde_json::Value;

use super::Error;
use super::lower::object;
use super::names::{doc, literal, variant};

/// Generates the file.
pub fn generate(document: &Value) -> Result<String, Error> {
    let mut variants = String::new();
    let mut table = String::new();
    for (name, code) in object(document, "/x-error-codes") {
        let text = |key: &str| {
            code[key].as_str().ok_or_else(|| Error::at(format!("#/x-error-codes/{name}/{key}"), "a text is expected"))
        };
        let (message, remedy) = (text("message")?, text("remedy")?);
        let (field, since, status) = (text("field")?, text("x-since")?, &code["status"]);
        let summary = format!("{message} {remedy}\n\nStatus {status}, field `{field}`; since guide {since}.");
        variants.push_str(&doc(&summary, 8));
        let _ = writeln!(variants, "        {} = {},", variant(name), literal(name));
        let operations = |key: &str| -> String {
            let ids = code[key].as_array().into_iter().flatten().filter_map(Value::as_str);
            ids.map(|id| format!("Operation::{}", variant(id))).collect::<Vec<_>>().join(", ")
        };
        let _ = write!(
            table,
            "    CodeInfo {{\n        code: ErrorCode::{},\n        name: {},\n        status: {status},\n        \
             field: {},\n        message: {},\n        remedy: {},\n        since: {},\n        \
             operations: &[{}],\n        inferred: &[{}],\n        existing_id: {},\n    }},\n",
            variant(name),
            literal(name),
            literal(field),
            literal(message),
            literal(remedy),
            literal(since),
            operations("operations"),
            operations("inferred"),
            code["existingId"] == true,
        );
    }
    let about = doc(
        "A code with which the service refuses a call by its rules. Codes that the document doesn't know, also those \
         of other families, are kept as `Unknown`.",
        4,
    );
    Ok(format!(
        "//! The registry of error codes.\n\nuse ::personeel_wire::open_enum;\n\nuse super::operations::Operation;\nuse crate::codes::CodeInfo;\n\n\
         open_enum! {{\n{about}    pub enum ErrorCode: text {{\n{variants}    }}\n}}\n\n\
         /// What is known of each code, in the order of the variants.\n\
         pub static CODES: &[CodeInfo] = &[\n{table}];\n"
    ))
}
