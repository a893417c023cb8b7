//! The client credentials grant of OAuth 2.0 (RFC 6749, section 4.4).

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use zeroize::{Zeroize, Zeroizing};

use super::granted::{granted, malformed};
use super::{AccessToken, Scope, TokenError, TokenErrorKind, TokenSource};
use crate::net::{Broken, Incoming, Route, explain, is_retryable_status, retry_after};

/// The most that is read of an answer: a token is a few kilobytes.
const MAX_BODY_BYTES: usize = 256 * 1024;

/// The client id and secret that Informat issues.
#[derive(Clone)]
pub struct ClientCredentials {
    id: String,
    secret: SecretString,
}

impl ClientCredentials {
    /// A client id with its secret.
    pub fn new(id: impl Into<String>, secret: impl Into<String>) -> Self {
        Self { id: id.into(), secret: SecretString::from(secret.into()) }
    }

    /// The client id.
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

/// Asks one token endpoint with one set of credentials.
pub(crate) struct TokenEndpoint {
    pub(crate) http: reqwest::Client,
    pub(crate) url: reqwest::Url,
    pub(crate) route: Route,
    pub(crate) credentials: ClientCredentials,
}

impl TokenSource for TokenEndpoint {
    async fn token(&self, scopes: &[Scope]) -> Result<AccessToken, TokenError> {
        self.request(scopes).await
    }
}

/// What a refusal says of itself.
#[derive(Deserialize)]
struct Refused {
    error: String,
}

impl TokenEndpoint {
    async fn request(&self, scopes: &[Scope]) -> Result<AccessToken, TokenError> {
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
            .map_err(|error| self.unanswered(error))?;
        let mut response = Incoming::new(response);
        let status = response.status();
        let wait = retry_after(response.headers());
        let mut body = Zeroizing::new(Vec::new());
        let fault = loop {
            match response.chunk().await {
                Ok(None) => break None,
                Ok(Some(chunk)) if body.len() + chunk.len() > MAX_BODY_BYTES => {
                    return Err(malformed(status, "the identity server's answer is too long for a token"));
                }
                Ok(Some(chunk)) => {
                    grow(&mut body, &chunk);
                    wipe(chunk);
                }
                Err(Broken::Transfer(error)) => return Err(self.unanswered(error)),
                Err(Broken::Coding(fault)) => break Some(fault),
            }
        };
        match fault {
            None if status == 200 => granted(&body, status),
            Some(fault) if status == 200 => {
                Err(malformed(status, &format!("the identity server's answer cannot be read: {fault}"))
                    .with_source(fault))
            }
            None => Err(refused(&body, status, wait)),
            Some(fault) => Err(refused(&[], status, wait).with_source(fault)),
        }
    }

    fn unanswered(&self, error: reqwest::Error) -> TokenError {
        let host = self.route.host();
        let (kind, message) = if error.is_connect() {
            let cause = explain(&error, "the identity server", &self.route);
            (if cause.is_lasting { TokenErrorKind::Unreachable } else { TokenErrorKind::Unavailable }, cause.clause)
        } else if error.is_timeout() {
            (TokenErrorKind::Unavailable, format!("the identity server at {host} was too slow"))
        } else {
            (TokenErrorKind::Unavailable, format!("the connection to the identity server at {host} broke"))
        };
        TokenError::new(kind, message).with_source(error.without_url())
    }
}

/// Wipes a piece that held a part of a token, where nobody else has it.
fn wipe(piece: Bytes) {
    if let Ok(mut piece) = piece.try_into_mut() {
        piece.as_mut().zeroize();
    }
}

/// Appends without leaving a copy behind in memory that was outgrown.
fn grow(body: &mut Zeroizing<Vec<u8>>, chunk: &[u8]) {
    if body.capacity() < body.len() + chunk.len() {
        let mut larger = Vec::with_capacity((body.len() + chunk.len()).max(8 * 1024) * 2);
        larger.extend_from_slice(body);
        body.zeroize();
        **body = larger;
    }
    body.extend_from_slice(chunk);
}

fn refused(body: &[u8], status: u16, wait: Option<Duration>) -> TokenError {
    let error = serde_json::from_slice::<Refused>(body).map(|refused| refused.error).unwrap_or_default();
    let (kind, message) = match error.as_str() {
        "invalid_client" | "unauthorized_client" => {
            (TokenErrorKind::InvalidClient, "the identity server refused the client id or secret".to_owned())
        }
        "invalid_scope" => (TokenErrorKind::InvalidScope, "the identity server did not grant the scope".to_owned()),
        "temporarily_unavailable" | "server_error" => (
            TokenErrorKind::Unavailable,
            format!("the identity server is not available for the moment (status {status})"),
        ),
        // RFC 6749 has six names; what is none of them is not repeated, since nobody knows what it holds.
        "invalid_request" | "invalid_grant" | "unsupported_grant_type" => {
            (TokenErrorKind::Refused, format!("the identity server refused the request: {error}"))
        }
        _ if is_retryable_status(status) || status >= 500 => {
            (TokenErrorKind::Unavailable, format!("the identity server answered {status}"))
        }
        _ if status == 401 || status == 403 => (
            TokenErrorKind::InvalidClient,
            format!("the identity server refused the client id or secret with {status}"),
        ),
        _ => (TokenErrorKind::Refused, format!("the identity server answered {status}")),
    };
    TokenError::new(kind, message).with_status(status).with_retry_after(wait)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_shows_the_secret() {
        let credentials = ClientCredentials::new("informat_customer_x", "s3cret-value");
        assert!(!format!("{credentials:?}").contains("s3cret-value"));
        let token = granted(br#"{"access_token":"tok-value","expires_in":60,"scope":"a b"}"#, 200).unwrap();
        assert!(!format!("{token:?}").contains("tok-value"));
        assert_eq!(token.lifetime(), Duration::from_secs(60));
        assert_eq!(token.granted_scopes().unwrap(), ["a", "b"]);
    }

    #[test]
    fn refusals_are_typed_and_repeat_nothing_unknown() {
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
            let error = refused(body.as_bytes(), status, None);
            assert_eq!(error.kind(), kind, "{status} {body}");
            assert!(!error.to_string().contains("scope_invalid") && !error.to_string().contains("down<"));
        }
    }
}
