//! Error responses for mocks.

use personeel_client::codes::ErrorCode;
use personeel_client::types::ErrorResponse;

use crate::fixtures::{error_detail, error_response};

/// Returns the body with which the service rejects a request for one violated rule, with the registry's message.
pub fn refusal(code: &ErrorCode) -> ErrorResponse {
    error_response(|response| {
        response.errors = vec![error_detail(|detail| {
            code.as_str().clone_into(&mut detail.code);
            code.info().map_or("", |info| info.message).clone_into(&mut detail.message);
        })];
    })
}
