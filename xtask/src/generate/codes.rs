//! Generates the registry of error codes.

use std::fmt::Write as _;

use super::docs::comment;
use crate::model::{Call, Model};
use crate::names::{literal, variant};

/// Generates the file.
pub fn generate(model: &Model) -> String {
    let mut variants = String::new();
    let mut table = String::new();
    for code in &model.codes {
        let summary = format!(
            "{}\n\n{}\n\nHTTP status {}, field `{}`. Since version {} of the guide.",
            code.message, code.remedy, code.status, code.field, code.since
        );
        variants.push_str(&comment(&summary, 8));
        let _ = writeln!(variants, "        {} = {},", variant(&code.name), literal(&code.name));
        let operations = |ids: &[String]| -> String {
            ids.iter().map(|id| format!("Operation::{}", variant(id))).collect::<Vec<_>>().join(", ")
        };
        let marked = |mark: fn(&Call) -> Option<&str>| -> String {
            let calls = model.calls.iter().filter(|call| mark(call) == Some(&code.name));
            calls.map(|call| format!("Operation::{}", variant(&call.id))).collect::<Vec<_>>().join(", ")
        };
        let _ = write!(
            table,
            "    CodeInfo {{\n        code: ErrorCode::{},\n        name: {},\n        status: {},\n        \
             field: {},\n        message: {},\n        remedy: {},\n        message_nl: {},\n        \
             remedy_nl: {},\n        since: {},\n        \
             operations: &[{}],\n        inferred: &[{}],\n        existing_id: {},\n        already_gone: &[{}],\n        already_there: &[{}],\n    }},\n",
            variant(&code.name),
            literal(&code.name),
            code.status,
            literal(&code.field),
            literal(&code.message),
            literal(&code.remedy),
            literal(&code.message_nl),
            literal(&code.remedy_nl),
            literal(&code.since),
            operations(&code.operations),
            operations(&code.inferred),
            code.existing_id,
            marked(|call| call.already_gone.as_deref()),
            marked(|call| call.already_there.as_deref()),
        );
    }
    let about = comment(
        "A code with which the service rejects a request that violates its rules.\n\nCodes that the document doesn't \
         have, including those of other families, are kept as `Unknown`.",
        4,
    );
    format!(
        "//! The registry of error codes.\n\nuse personeel_wire::open_enum;\n\nuse super::operations::Operation;\nuse crate::codes::CodeInfo;\n\n\
         open_enum! {{\n{about}    pub enum ErrorCode: text {{\n{variants}    }}\n}}\n\n\
         /// What is known about each code, in the order of the variants.\n\
         pub static CODES: &[CodeInfo] = &[\n{table}];\n"
    )
}
