//! Builds responses.

use axum::body::Body;
use bytes::Bytes;
use http::header::{self, HeaderValue};
use http::{Response, StatusCode};
use serde::Serialize;

/// A response.
pub(crate) type Reply = Response<Body>;

fn with_type(status: StatusCode, content_type: &'static str, body: impl Into<Body>) -> Reply {
    let mut reply = Response::new(body.into());
    *reply.status_mut() = status;
    reply.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    reply
}

pub(crate) fn empty(status: StatusCode) -> Reply {
    let mut reply = Response::new(Body::empty());
    *reply.status_mut() = status;
    reply
}

pub(crate) fn text(status: StatusCode, message: impl Into<String>) -> Reply {
    with_type(status, "text/plain; charset=utf-8", message.into())
}

pub(crate) fn html(page: impl Into<Body>) -> Reply {
    with_type(StatusCode::OK, "text/html; charset=utf-8", page)
}

pub(crate) fn css(sheet: &'static str) -> Reply {
    with_type(StatusCode::OK, "text/css; charset=utf-8", sheet)
}

pub(crate) fn json_bytes(status: StatusCode, body: impl Into<Body>) -> Reply {
    with_type(status, "application/json; charset=utf-8", body)
}

pub(crate) fn json(status: StatusCode, value: &impl Serialize) -> Reply {
    match serde_json::to_vec(value) {
        Ok(body) => json_bytes(status, Bytes::from(body)),
        Err(_) => empty(StatusCode::INTERNAL_SERVER_ERROR),
    }
}
