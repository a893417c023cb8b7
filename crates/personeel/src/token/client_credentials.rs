//! The client credentials grant of OAuth 2.0 (RFC 6749, section 4.4).

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use zeroize::{Zeroize, Zeroizing};

use super::granted::{malformed_error, parse_token};
use super::{AccessToken, Scope, TokenError, TokenErrorKind, TokenSource};
use crate::net::{Broken, Incoming, Route, explain, is_retryable_status, retry_after};

/// The maximum size of a token response. A token takes a few kilobytes.
const MAX_BODY_BYTES: usize = 256 * 1024;

/// The client id and client secret that Informat issues.
#[doc(alias = "oauth")]
#[doc(alias = "login")]
#[doc(alias = "secret")]
#[derive(Clone)]
pub struct ClientCredentials {
    id: String,
    secret: SecretString,
}

impl ClientCredentials {
    /// Creates credentials from a client id and its secret.
    pub fn new(id: impl Into<String>, secret: impl Into<String>) -> Self {
        Self { id: id.into(), secret: SecretString::from(secret.into()) }
    }

    /// Returns the client id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Whether the id or the secret is blank.
    pub(crate) fn is_incomplete(&self) -> bool {
        self.id.trim().is_empty() || self.secret.expose_secret().trim().is_empty()
    }
}

impl fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCredentials").field("id", &self.id).field("secret", &personeel_wire::Redacted).finish()
    }
}

/// Requests tokens from one token endpoint with one set of credentials.
pub(crate) struct TokenEndpoint {
    pub(crate) http: reqwest::Client,
    pub(crate) url: reqwest::Url,
    pub(crate) route: Route,
    pub(crate) credentials: ClientCredentials,
}

impl TokenSource for TokenEndpoint {
    async fn token(&self, scopes: &[Scope]) -> Result<AccessToken, TokenError> {
        self.request_token(scopes).await
    }
}

/// The body of a refusal.
#[derive(Deserialize)]
struct Refused {
    error: String,
}

impl TokenEndpoint {
    async fn request_token(&self, scopes: &[Scope]) -> Result<AccessToken, TokenError> {
        let scope = scopes.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", self.credentials.id()),
            ("client_secret", self.credentials.secret.expose_secret()),
            ("scope", &scope),
        ];
        let response = self
            .http
            .post(self.url.clone())
            .header(reqwest::header::ACCEPT, "application/json")
            .form(&form)
            .send()
            .await
            .map_err(|error| self.transfer_error(error))?;
        let mut response = Incoming::new(response);
        let status = response.status();
        let wait = retry_after(response.headers());
        let mut body = Zeroizing::new(Vec::new());
        let coding_fault = loop {
            match response.chunk().await {
                Ok(None) => break None,
                Ok(Some(chunk)) if body.len() + chunk.len() > MAX_BODY_BYTES => {
                    return Err(malformed_error(status, "the identity server's response is too long for a token"));
                }
                Ok(Some(chunk)) => {
                    append_chunk(&mut body, &chunk);
                    wipe_chunk(chunk);
                }
                Err(Broken::Transfer(error)) => return Err(self.transfer_error(error)),
                Err(Broken::Coding(fault)) => break Some(fault),
            }
        };
        match coding_fault {
            None if status == 200 => parse_token(&body, status),
            Some(fault) if status == 200 => {
                Err(malformed_error(status, &format!("the identity server's response cannot be read: {fault}"))
                    .with_source(fault))
            }
            None => Err(refusal_error(&body, status, wait)),
            Some(fault) => Err(refusal_error(&[], status, wait).with_source(fault)),
        }
    }

    fn transfer_error(&self, error: reqwest::Error) -> TokenError {
        let host = self.route.host();
        let (kind, message) = if error.is_connect() {
            let cause = explain(&error, "the identity server", &self.route);
            (if cause.is_lasting { TokenErrorKind::Unreachable } else { TokenErrorKind::Unavailable }, cause.clause)
        } else if error.is_timeout() {
            (TokenErrorKind::Unavailable, format!("the identity server at {host} did not respond in time"))
        } else {
            (TokenErrorKind::Unavailable, format!("the connection to the identity server at {host} broke"))
        };
        TokenError::new(kind, message).with_source(error.without_url())
    }
}

/// Wipes a chunk that contained part of a token, unless the buffer is shared.
fn wipe_chunk(chunk: Bytes) {
    if let Ok(mut chunk) = chunk.try_into_mut() {
        chunk.as_mut().zeroize();
    }
}

/// Appends a chunk. A buffer that is outgrown is wiped, so that it leaves no copy behind.
fn append_chunk(body: &mut Zeroizing<Vec<u8>>, chunk: &[u8]) {
    if body.capacity() < body.len() + chunk.len() {
        let mut larger = Vec::with_capacity((body.len() + chunk.len()).max(8 * 1024) * 2);
        larger.extend_from_slice(body);
        body.zeroize();
        **body = larger;
    }
    body.extend_from_slice(chunk);
}

fn refusal_error(body: &[u8], status: u16, wait: Option<Duration>) -> TokenError {
    let error = serde_json::from_slice::<Refused>(body).map(|refused| refused.error).unwrap_or_default();
    let (kind, message) = match error.as_str() {
        "invalid_client" | "unauthorized_client" => {
            (TokenErrorKind::InvalidClient, "the identity server refused the client id or secret".to_owned())
        }
        "invalid_scope" => (TokenErrorKind::InvalidScope, "the identity server did not grant the scope".to_owned()),
        "temporarily_unavailable" | "server_error" => {
            (TokenErrorKind::Unavailable, format!("the identity server is temporarily unavailable (status {status})"))
        }
        // Only the error names of RFC 6749 are repeated in the message; anything else could contain a secret.
        "invalid_request" | "invalid_grant" | "unsupported_grant_type" => {
            (TokenErrorKind::Refused, format!("the identity server refused the request: {error}"))
        }
        _ if is_retryable_status(status) || status >= 500 => {
            (TokenErrorKind::Unavailable, format!("the identity server returned {status}"))
        }
        _ if status == 401 || status == 403 => (
            TokenErrorKind::InvalidClient,
            format!("the identity server refused the client id or secret (status {status})"),
        ),
        _ => (TokenErrorKind::Refused, format!("the identity server returned {status}")),
    };
    TokenError::new(kind, message).with_status(status).with_retry_after(wait)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_redacts_secrets() {
        let credentials = ClientCredentials::new("informat_customer_x", "s3cret-value");
        assert!(!format!("{credentials:?}").contains("s3cret-value"));
        let token = parse_token(br#"{"access_token":"tok-value","expires_in":60,"scope":"a b"}"#, 200).unwrap();
        assert!(!format!("{token:?}").contains("tok-value"));
        assert_eq!(token.lifetime(), Duration::from_secs(60));
        assert_eq!(token.granted_scopes().unwrap(), ["a", "b"]);
    }

    #[test]
    fn refusals_are_typed_and_repeat_no_unknown_text() {
        let cases = [
            (401, r#"{"error":"invalid_client"}"#, TokenErrorKind::InvalidClient),
            (400, r#"{"error":"invalid_client"}"#, TokenErrorKind::InvalidClient),
            (400, r#"{"error":"invalid_scope"}"#, TokenErrorKind::InvalidScope),
            (400, r#"{"error":"unsupported_grant_type"}"#, TokenErrorKind::Refused),
            (400, r#"{"error":"scope_invalid"}"#, TokenErrorKind::Refused),
            (403, "", TokenErrorKind::InvalidClient),
            (503, "<html>down</html>", TokenErrorKind::Unavailable),
            (429, "", TokenErrorKind::Unavailable),
            (500, "", TokenErrorKind::Unavailable),
            (302, "", TokenErrorKind::Refused),
        ];
        for (status, body, kind) in cases {
            let error = refusal_error(body.as_bytes(), status, None);
            assert_eq!(error.kind(), kind, "{status} {body}");
            assert!(!error.to_string().contains("scope_invalid") && !error.to_string().contains("down<"));
        }
    }
}
