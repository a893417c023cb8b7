//! The client credentials grant of OAuth 2.0 (RFC 6749, section 4.4).

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use reqwest::{Method, Request};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use url::form_urlencoded;
use zeroize::{Zeroize, Zeroizing};

use super::granted::{malformed_error, parse_token};
use super::{AccessToken, Scope, TokenError, TokenErrorKind, TokenSource};
use crate::net::{Exchange, Failure, Incoming, Route, Stage, explain, is_retryable_status, retry_after};

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
    pub(crate) http: Arc<dyn Exchange>,
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
        let response =
            self.http.send(self.build_request(scopes)).await.map_err(|failure| self.transfer_error(failure))?;
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
                Err(broken) => match Failure::from(broken) {
                    Failure { stage: Stage::Coding(fault), .. } => break Some(fault),
                    failure => return Err(self.transfer_error(failure)),
                },
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

    /// Builds the request for a token with these scopes. Its body, which contains the secret, is wiped once it has been
    /// sent.
    fn build_request(&self, scopes: &[Scope]) -> Request {
        let scope = scopes.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        let secret = self.credentials.secret.expose_secret();
        // Enough for the secret in its longest encoding, so that the buffer never grows and leaves a copy behind.
        let capacity = 256 + scope.len() + 3 * (self.credentials.id().len() + secret.len());
        let mut form = form_urlencoded::Serializer::new(String::with_capacity(capacity));
        form.append_pair("grant_type", "client_credentials")
            .append_pair("client_id", self.credentials.id())
            .append_pair("client_secret", secret)
            .append_pair("scope", &scope);
        let body = Bytes::from_owner(Zeroizing::new(form.finish().into_bytes()));
        let mut request = Request::new(Method::POST, self.url.clone());
        let headers = request.headers_mut();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        *request.body_mut() = Some(body.into());
        request
    }

    fn transfer_error(&self, failure: Failure) -> TokenError {
        let host = self.route.host();
        let (kind, message) = match (failure.stage, failure.reqwest()) {
            (Stage::Connect, Some(error)) => {
                let cause = explain(error, "the identity server", &self.route);
                let is_lasting = cause.is_lasting;
                (if is_lasting { TokenErrorKind::Unreachable } else { TokenErrorKind::Unavailable }, cause.clause)
            }
            (Stage::Connect, None) => {
                (TokenErrorKind::Unavailable, format!("the identity server at {host} cannot be reached"))
            }
            (Stage::Timeout, _) => {
                (TokenErrorKind::Unavailable, format!("the identity server at {host} did not respond in time"))
            }
            (Stage::Redirected, _) => (
                TokenErrorKind::Unreachable,
                format!(
                    "the transport followed a redirect from the identity server at {host}; configure it not \
                     to"
                ),
            ),
            (Stage::Withheld, _) => (
                TokenErrorKind::Unreachable,
                format!("the transport did not send the request to the identity server at {host}"),
            ),
            _ => (TokenErrorKind::Unavailable, format!("the connection to the identity server at {host} broke")),
        };
        let error = TokenError::new(kind, message);
        match failure.source {
            Some(source) => error.with_shared_source(source),
            None => error,
        }
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
