//! What a client must know to request tokens and to verify them.

use http::StatusCode;
use serde::Serialize;

use super::paths::{JWKS, TOKEN};
use crate::credentials::scopes;
use crate::reply::{Reply, json};
use crate::state::Shared;

#[derive(Serialize)]
struct Document {
    issuer: String,
    token_endpoint: String,
    jwks_uri: String,
    grant_types_supported: [&'static str; 1],
    response_types_supported: [&'static str; 1],
    subject_types_supported: [&'static str; 1],
    id_token_signing_alg_values_supported: [&'static str; 1],
    token_endpoint_auth_methods_supported: [&'static str; 2],
    scopes_supported: Vec<String>,
}

#[derive(Serialize)]
struct KeySet<'a> {
    keys: [Key<'a>; 1],
}

#[derive(Serialize)]
struct Key<'a> {
    kty: &'static str,
    #[serde(rename = "use")]
    purpose: &'static str,
    alg: &'static str,
    kid: &'a str,
    n: &'a str,
    e: &'a str,
}

/// The discovery document. OpenID Connect requires some lists that the client credentials flow doesn't use.
pub(super) fn document_reply(shared: &Shared) -> Reply {
    let issuer = shared.identity_url.clone();
    let document = Document {
        token_endpoint: format!("{issuer}{TOKEN}"),
        jwks_uri: format!("{issuer}{JWKS}"),
        issuer,
        grant_types_supported: ["client_credentials"],
        response_types_supported: ["token"],
        subject_types_supported: ["public"],
        id_token_signing_alg_values_supported: ["RS256"],
        token_endpoint_auth_methods_supported: ["client_secret_post", "client_secret_basic"],
        scopes_supported: scopes(&shared.world.institutes),
    };
    json(StatusCode::OK, &document)
}

/// The public keys.
pub(super) fn keys_reply(shared: &Shared) -> Reply {
    let keys = shared.keys;
    let key = Key { kty: "RSA", purpose: "sig", alg: "RS256", kid: &keys.id, n: &keys.modulus, e: &keys.exponent };
    json(StatusCode::OK, &KeySet { keys: [key] })
}
