//! The client credentials grant of OAuth 2.0 (RFC 6749, section 4.4).

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use zeroize::{Zeroize, Zeroizing};

use super::{AccessToken, Scope, TokenError, TokenErrorKind, TokenSource};
use crate::net::{is_retryable_status, retry_after};

/// What an answer without `expires_in`, which RFC 6749 allows, is taken to be valid for.
const ASSUMED_LIFETIME: Duration = Duration::from_secs(300);

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
    pub(crate) credentials: ClientCredentials,
    pub(crate) timeout: Duration,
}

impl TokenSource for TokenEndpoint {
    fn token<'a>(
        &'a self,
        scopes: &'a [Scope],
    ) -> Pin<Box<dyn Future<Output = Result<AccessToken, TokenError>> + Send + 'a>> {
        Box::pin(async move {
            match tokio::time::timeout(self.timeout, self.request(scopes)).await {
                Ok(outcome) => outcome,
                Err(_) => Err(TokenError::new(
                    TokenErrorKind::Unavailable,
                    format!("the identity server gave no answer within {:?}", self.timeout),
                )),
            }
        })
    }
}

/// The members of a successful answer that matter here. `access_token` is wiped once it is copied.
#[derive(Deserialize)]
struct Granted {
    access_token: Zeroizing<String>,
    #[serde(default)]
    token_type: Option<String>,
    #[serde(default)]
    expires_in: Option<u64>,
    #[serde(default)]
    scope: Option<String>,
}

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
        let mut response = self
            .http
            .post(self.url.clone())
            .header(reqwest::header::ACCEPT, "application/json")
            .form(&form)
            .send()
            .await
            .map_err(|error| unavailable(&error))?;
        let status = response.status().as_u16();
        let wait = retry_after(response.headers());
        let mut body = Zeroizing::new(Vec::new());
        while let Some(mut chunk) = response.chunk().await.map_err(|error| unavailable(&error))? {
            if body.len() + chunk.len() > MAX_BODY_BYTES {
                return Err(malformed(status, "the identity server's answer is too long for a token"));
            }
            grow(&mut body, &chunk);
            chunk.clear();
        }
        if status == 200 { granted(&body, status) } else { Err(refused(&body, status, wait)) }
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

fn granted(body: &[u8], status: u16) -> Result<AccessToken, TokenError> {
    // serde_json's message would show what stands in place of a number; the token itself must not be risked either.
    let granted: Granted =
        serde_json::from_slice(body).map_err(|_| malformed(status, "the identity server's answer holds no token"))?;
    if granted.access_token.trim().is_empty() {
        return Err(malformed(status, "the identity server's answer holds an empty token"));
    }
    if granted.token_type.as_deref().is_some_and(|kind| !kind.eq_ignore_ascii_case("bearer")) {
        return Err(malformed(status, "the identity server gave a token that is no bearer token"));
    }
    let lifetime = granted.expires_in.map_or(ASSUMED_LIFETIME, Duration::from_secs);
    let token = AccessToken::new(granted.access_token.as_str(), lifetime);
    Ok(match granted.scope {
        Some(scopes) => token.with_granted_scopes(scopes.split_whitespace()),
        None => token,
    })
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

fn malformed(status: u16, message: &str) -> TokenError {
    TokenError::new(TokenErrorKind::Malformed, message).with_status(status)
}

fn unavailable(error: &reqwest::Error) -> TokenError {
    let what = if error.is_connect() {
        "the identity server cannot be reached"
    } else if error.is_timeout() {
        "the identity server was too slow"
    } else {
        "the connection to the identity server broke"
    };
    TokenError::new(TokenErrorKind::Unavailable, what)
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
    fn answers_without_a_bearer_token_are_malformed() {
        for body in [
            r"",
            r"{}",
            r#"{"access_token":" "}"#,
            r#"{"access_token":"t","token_type":"mac"}"#,
            "<html>",
            r#"{"access_token":7}"#,
        ] {
            let error = granted(body.as_bytes(), 200).unwrap_err();
            assert_eq!(error.kind(), TokenErrorKind::Malformed, "{body}");
        }
        let token = granted(br#"{"access_token":"t","token_type":"bearer"}"#, 200).unwrap();
        assert_eq!(token.lifetime(), ASSUMED_LIFETIME);
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
