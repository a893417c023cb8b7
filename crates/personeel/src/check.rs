//! Checks before sending: the guide's rules, with the codes that the service would give.

use base64::engine::general_purpose::STANDARD;
use personeel_client::operations::Operation;
use personeel_client::rules::{FieldValue, RequestRules, Violation};
use personeel_client::types::PutAttachment;
use serde::Serialize;
use serde_json::Value;

use crate::error::{Error, ErrorKind, Refusal, Result};

/// Holds a small body against the rules of its call.
pub(crate) fn body(operation: Operation, body: &impl Serialize) -> Result<()> {
    let Some(rules) = RequestRules::of(operation) else { return Ok(()) };
    let value = serde_json::to_value(body)
        .map_err(|_| Error::new(ErrorKind::Internal, "the body cannot be written as JSON"))?;
    refuse(rules.violations(|field| match value.get(field) {
        None | Some(Value::Null) => FieldValue::Absent,
        Some(Value::String(text)) => FieldValue::Text(text),
        Some(Value::Number(number)) => number.as_i64().map_or(FieldValue::Other, FieldValue::Number),
        Some(_) => FieldValue::Other,
    }))
}

/// Holds an attachment against its rules, without a second copy of the file.
pub(crate) fn attachment(body: &PutAttachment) -> Result<()> {
    let Some(rules) = RequestRules::of(Operation::PutAttachment) else { return Ok(()) };
    refuse(rules.violations(|field| match field {
        "filename" => FieldValue::Text(&body.filename),
        _ => FieldValue::Text(&body.file),
    }))
}

fn refuse(violations: Vec<Violation>) -> Result<()> {
    if violations.is_empty() {
        return Ok(());
    }
    Err(Error::refused(violations.into_iter().map(|violation| Refusal::new(violation.code, None)).collect()))
}

/// The base64 that the API takes.
pub(crate) const BASE64: base64::engine::GeneralPurpose = STANDARD;
