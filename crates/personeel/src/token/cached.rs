//! A token as the cache keeps it.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderValue;
use secrecy::{ExposeSecret, SecretString};
use tokio::time::Instant;
use zeroize::Zeroizing;

use super::{AccessToken, TokenError, TokenErrorKind};
use crate::net::after;

/// How long before it expires a token is renewed. A token with a short lifetime is renewed in its last tenth.
pub(super) const RENEWAL_MARGIN: Duration = Duration::from_secs(60);

/// A cached token. Clones share the secret.
#[derive(Clone)]
pub(crate) struct Token {
    pub(super) secret: Arc<SecretString>,
    /// `Bearer` and the secret; wiped when the last clone is dropped.
    pub(super) header: HeaderValue,
    pub(super) granted: Option<Arc<[String]>>,
    /// The number of institutes that share the token.
    pub(super) institutes: usize,
    pub(super) renew_at: Instant,
    pub(super) expires_at: Instant,
}

impl Token {
    pub(super) fn new(token: &AccessToken, institutes: usize, requested_at: Instant) -> Result<Self, TokenError> {
        let margin = RENEWAL_MARGIN.min(token.lifetime() / 10);
        let expires_at = after(requested_at, token.lifetime());
        Ok(Self {
            secret: Arc::new(SecretString::from(token.expose_secret())),
            header: bearer_header(token)?,
            granted: token.granted_scopes().map(Arc::from),
            institutes,
            renew_at: expires_at.checked_sub(margin).unwrap_or(requested_at),
            expires_at,
        })
    }

    /// Returns the value of the `Authorization` header.
    pub(crate) fn header(&self) -> HeaderValue {
        self.header.clone()
    }

    /// Converts it to the public type, with the remaining lifetime.
    pub(crate) fn to_access_token(&self) -> AccessToken {
        let token =
            AccessToken::new(self.secret.expose_secret(), self.expires_at.saturating_duration_since(Instant::now()));
        match &self.granted {
            Some(scopes) => token.with_granted_scopes(scopes.iter().cloned()),
            None => token,
        }
    }

    pub(super) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.secret, &other.secret)
    }
}

/// Returns the `Authorization` header of a token.
fn bearer_header(token: &AccessToken) -> Result<HeaderValue, TokenError> {
    let text = Zeroizing::new(format!("Bearer {}", token.expose_secret()));
    let mut header = HeaderValue::from_maybe_shared(Bytes::from_owner(text)).map_err(|_| {
        TokenError::new(TokenErrorKind::Malformed, "the token contains characters that are not allowed in a header")
    })?;
    header.set_sensitive(true);
    Ok(header)
}
