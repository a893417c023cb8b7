//! `POST /connect/token`.

use std::time::{SystemTime, UNIX_EPOCH};

use http::header::{self, HeaderMap, HeaderValue};
use http::{Request, StatusCode};
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use personeel_wire::Guid;
use serde::Serialize;

use super::form::{Form, read_basic_credentials};
use super::oauth_error::OAuthError::{InvalidClient, InvalidRequest, InvalidScope, UnsupportedGrantType};
use crate::credentials::{CLIENT_ID, CLIENT_SECRET, audience, scopes as scopes_of};
use crate::reply::{Reply, empty, json};
use crate::state::Shared;
use crate::tokens::Claims;

const MAX_BODY: usize = 64 * 1024;

#[derive(Serialize)]
struct Granted {
    access_token: String,
    expires_in: u64,
    token_type: &'static str,
    scope: String,
}

pub(super) async fn handle_request(shared: &Shared, request: Request<Incoming>) -> Reply {
    shared.counters.count_token_request();
    let (parts, body) = request.into_parts();
    let body = Limited::new(body, MAX_BODY).collect().await;
    let mut reply = match body {
        Ok(body) => grant_token(shared, &parts.headers, &body.to_bytes()),
        Err(_) => InvalidRequest.reply("the body could not be read"),
    };
    reply.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    reply.headers_mut().insert(header::PRAGMA, HeaderValue::from_static("no-cache"));
    reply
}

fn grant_token(shared: &Shared, headers: &HeaderMap, body: &[u8]) -> Reply {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return InvalidRequest.reply("the body must be a form");
    }
    let Some(form) = Form::read(body) else { return InvalidRequest.reply("a field is repeated") };
    let client = match (read_basic_credentials(headers), form.get("client_id")) {
        (Some((id, secret)), other) if other.is_none_or(|other| other == id) => Some((id, secret)),
        (Some(_), _) => return InvalidRequest.reply("two clients in one request"),
        (None, Some(id)) => Some((id.to_owned(), form.get("client_secret").unwrap_or_default().to_owned())),
        (None, None) => None,
    };
    let Some((id, secret)) = client else { return InvalidClient.reply("no client was named") };
    if id != CLIENT_ID || secret != CLIENT_SECRET {
        return InvalidClient.reply("the client is unknown or its secret is wrong");
    }
    match form.get("grant_type") {
        Some("client_credentials") => {}
        Some(_) => return UnsupportedGrantType.reply("only client_credentials is supported"),
        None => return InvalidRequest.reply("grant_type is missing"),
    }
    // Without a scope, RFC 6749 lets the server choose: here, everything that the client may access.
    let scopes: Vec<String> = match form.get("scope") {
        Some(scopes) => scopes.split_ascii_whitespace().map(str::to_owned).collect(),
        None => scopes_of(&shared.world.institutes),
    };
    let is_known = |scope: &String| {
        personeel_client::institute_of_scope(scope)
            .is_some_and(|institute| shared.world.institute_index(institute).is_some())
    };
    if scopes.is_empty() || !scopes.iter().all(is_known) {
        return InvalidScope.reply("the client has no such scope");
    }
    sign_token(shared, scopes)
}

fn sign_token(shared: &Shared, scopes: Vec<String>) -> Reply {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let lifetime = shared.token_lifetime.as_secs();
    let scope = scopes.join(" ");
    let claims = Claims {
        nbf: now,
        exp: now.saturating_add(lifetime),
        iss: shared.identity_url.clone(),
        aud: vec![format!("{}/resources", shared.identity_url), audience().to_owned()],
        client_id: CLIENT_ID.to_owned(),
        scope: scopes,
        jti: Guid::random().as_uuid().simple().to_string(),
        generation: shared.lives.generation(),
    };
    match shared.keys.sign(&claims) {
        Some(access_token) => {
            json(StatusCode::OK, &Granted { access_token, expires_in: lifetime, token_type: "Bearer", scope })
        }
        None => empty(StatusCode::INTERNAL_SERVER_ERROR),
    }
}
