//! The identity server: tokens, and the documents that a client needs to verify them.

mod discovery;
mod form;
mod oauth_error;
pub(crate) mod paths;
mod token;

use http::header::{self, HeaderValue};
use http::{Method, Request, StatusCode};
use hyper::body::Incoming;

use self::paths::{DISCOVERY, JWKS, TOKEN};
use crate::reply::{Reply, empty};
use crate::state::Shared;

/// Whether a path belongs to the identity server.
pub(crate) fn is_identity_path(path: &str) -> bool {
    [TOKEN, DISCOVERY, JWKS].contains(&path)
}

pub(crate) async fn handle_request(shared: &Shared, request: Request<Incoming>) -> Reply {
    let method = request.method().clone();
    let mut reply = match (request.uri().path(), method) {
        (TOKEN, Method::POST) => token::handle_request(shared, request).await,
        (TOKEN, Method::OPTIONS) => empty(StatusCode::NO_CONTENT),
        (DISCOVERY, Method::GET) => discovery::document_reply(shared),
        (JWKS, Method::GET) => discovery::keys_reply(shared),
        (path, _) if is_identity_path(path) => empty(StatusCode::METHOD_NOT_ALLOWED),
        _ => empty(StatusCode::NOT_FOUND),
    };
    // The reference page's requests come from the API's port, which may differ, and from any host name of this machine.
    let headers = reply.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("authorization, x-requested-with"));
    reply
}
