//! The identity server: tokens, and what a client must know to check them.

mod form;
mod keys;
mod oauth_error;
mod token;

use http::{Method, Request, StatusCode};
use hyper::body::Incoming;

pub(crate) use keys::Keys;
pub(crate) use token::AUDIENCE;

use crate::server::{Reply, Shared, empty};

const TOKEN: &str = "/connect/token";
const DISCOVERY: &str = "/.well-known/openid-configuration";
const JWKS: &str = "/.well-known/openid-configuration/jwks";

/// Whether a path belongs to the identity server.
pub(crate) fn knows(path: &str) -> bool {
    [TOKEN, DISCOVERY, JWKS].contains(&path)
}

pub(crate) async fn answer(shared: &Shared, request: Request<Incoming>) -> Reply {
    let method = request.method().clone();
    match (request.uri().path(), method) {
        (TOKEN, Method::POST) => token::answer(shared, request).await,
        (path, _) if knows(path) => empty(StatusCode::METHOD_NOT_ALLOWED),
        _ => empty(StatusCode::NOT_FOUND),
    }
}
