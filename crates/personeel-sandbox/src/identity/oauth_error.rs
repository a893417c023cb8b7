//! Error responses of the identity server, in the format of RFC 6749.

use http::StatusCode;
use http::header::{self, HeaderValue};
use serde::Serialize;

use crate::reply::{Reply, json};

/// Why a token is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum OAuthError {
    InvalidRequest,
    InvalidClient,
    InvalidScope,
    UnsupportedGrantType,
}

impl OAuthError {
    pub(super) fn reply(self, description: &'static str) -> Reply {
        #[derive(Serialize)]
        struct Body {
            error: OAuthError,
            error_description: &'static str,
        }
        let status = if self == Self::InvalidClient { StatusCode::UNAUTHORIZED } else { StatusCode::BAD_REQUEST };
        let mut reply = json(status, &Body { error: self, error_description: description });
        if self == Self::InvalidClient {
            reply.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"sandbox\""));
        }
        reply
    }
}
