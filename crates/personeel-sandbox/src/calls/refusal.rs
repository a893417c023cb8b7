//! Responses that report an error.

use http::StatusCode;
use http::header::{self, HeaderValue};
use personeel_client::codes::ErrorCode;
use personeel_wire::Guid;
use serde::Serialize;

use crate::dirty::Dirt;
use crate::reply::{Reply, empty, json_bytes, text};

/// Why a call is refused.
#[derive(Debug)]
pub(super) enum Refusal {
    /// 401: no token, or an invalid one.
    Unauthorized,
    /// 403: the institute is outside the token's scopes.
    Forbidden,
    /// 404: no such record, or an empty list.
    NoData,
    /// A status and a sentence.
    Text(StatusCode, String),
    /// Error codes, all of one status, each with the id of an existing record if its message names one.
    Codes(Vec<(ErrorCode, Option<Guid>)>),
}

impl Refusal {
    pub(super) fn bad(message: impl Into<String>) -> Self {
        Self::Text(StatusCode::BAD_REQUEST, message.into())
    }

    pub(super) fn code(code: ErrorCode) -> Self {
        Self::Codes(vec![(code, None)])
    }

    /// A code that a test requested, although no rule is broken. If its message names an existing record, the id is
    /// invented.
    pub(super) fn requested(code: ErrorCode) -> Self {
        let existing = code.info().is_some_and(|info| info.existing_id).then(Guid::random);
        Self::Codes(vec![(code, existing)])
    }

    pub(super) fn existing(code: ErrorCode, id: Guid) -> Self {
        Self::Codes(vec![(code, Some(id))])
    }

    pub(super) fn into_reply(self, dirt: Option<Dirt>) -> Reply {
        match self {
            Self::Unauthorized => {
                let mut reply = empty(StatusCode::UNAUTHORIZED);
                reply.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
                reply
            }
            Self::Forbidden => empty(StatusCode::FORBIDDEN),
            Self::NoData => empty(StatusCode::NOT_FOUND),
            Self::Text(status, message) if message.is_empty() => empty(status),
            Self::Text(status, message) => text(status, message),
            Self::Codes(codes) => codes_reply(&codes, dirt),
        }
    }
}

/// 405 without a body, with the allowed methods.
pub(super) fn wrong_method(allowed: &[String]) -> Reply {
    let mut reply = empty(StatusCode::METHOD_NOT_ALLOWED);
    if let Ok(allowed) = HeaderValue::from_str(&allowed.join(", ")) {
        reply.headers_mut().insert(header::ALLOW, allowed);
    }
    reply
}

#[derive(Serialize)]
struct Errors {
    errors: Vec<Detail>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Detail {
    code: String,
    message: String,
}

/// The status and messages come from the document's registry.
fn codes_reply(codes: &[(ErrorCode, Option<Guid>)], dirt: Option<Dirt>) -> Reply {
    let status = codes.iter().find_map(|(code, _)| code.info()).map_or(400, |info| info.status);
    let detail = |(code, existing): &(ErrorCode, Option<Guid>)| {
        let message = code.info().map_or_else(String::new, |info| info.message.to_owned());
        let message = match existing {
            Some(id) => format!("{}; Id: {id}", message.trim_end_matches('.')),
            None => message,
        };
        Detail { code: code.to_string(), message }
    };
    let errors = Errors { errors: codes.iter().map(detail).collect() };
    let body = serde_json::to_string(&errors).unwrap_or_default();
    let body = match dirt {
        Some(mut dirt) => dirt.soil_errors(body),
        None => body,
    };
    json_bytes(StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST), body)
}
