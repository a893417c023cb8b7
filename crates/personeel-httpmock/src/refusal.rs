//! Refusals for mocks.

use personeel_client::codes::ErrorCode;
use personeel_client::types::ErrorResponse;

use crate::make::make;

/// The body with which the service refuses a call by one rule, with the text of the registry.
pub fn refusal(code: &ErrorCode) -> ErrorResponse {
    let message = code.info().map_or("", |info| info.message);
    let body = serde_json::json!({ "errors": [{ "Code": code.as_str(), "Message": message }] });
    make(&body.to_string(), |_| {})
}
