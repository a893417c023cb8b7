//! Token sources, access tokens and their errors.

use std::error::Error;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use personeel_wire::InstituteNumber;
use secrecy::{ExposeSecret, SecretString};

/// A source of access tokens.
///
/// [`ClientCredentials`](super::ClientCredentials) is built in. Implement this trait for tokens that come from
/// elsewhere, for example from a service of the school group that keeps the client secret to itself.
///
/// The client caches tokens, so a source doesn't need to. It uses one source for many institutes: after `InvalidClient`
/// or `Unavailable` it doesn't immediately ask for the next institute's token either. If an error concerns one
/// institute only, return `Refused` instead. A source that doesn't respond is given up after 30 seconds, or after the
/// attempt timeout if that is shorter.
///
/// ```
/// use personeel::{AccessToken, Scope, TokenError, TokenSource};
///
/// struct Broker;
///
/// impl TokenSource for Broker {
///     async fn token(&self, scopes: &[Scope]) -> Result<AccessToken, TokenError> {
///         # let ask = async |_: &[Scope]| Ok::<_, TokenError>("token".to_owned());
///         let secret = ask(scopes).await?;
///         Ok(AccessToken::new(secret, std::time::Duration::from_secs(600)))
///     }
/// }
/// ```
pub trait TokenSource: Send + Sync + 'static {
    /// Returns a token that covers all of `scopes`. Implement it as an `async fn`; its future must be `Send`.
    ///
    /// # Errors
    ///
    /// A [`TokenError`], whose kind says whether a retry may help.
    fn token(&self, scopes: &[Scope]) -> impl Future<Output = Result<AccessToken, TokenError>> + Send;
}

impl<S: TokenSource> TokenSource for Arc<S> {
    async fn token(&self, scopes: &[Scope]) -> Result<AccessToken, TokenError> {
        S::token(self, scopes).await
    }
}

/// The object-safe form of [`TokenSource`].
pub(crate) trait AnyTokenSource: Send + Sync {
    fn ask<'a>(&'a self, scopes: &'a [Scope]) -> TokenRequest<'a>;
}

/// A token request in progress.
pub(crate) type TokenRequest<'a> = Pin<Box<dyn Future<Output = Result<AccessToken, TokenError>> + Send + 'a>>;

impl<S: TokenSource> AnyTokenSource for S {
    fn ask<'a>(&'a self, scopes: &'a [Scope]) -> TokenRequest<'a> {
        Box::pin(self.token(scopes))
    }
}

/// The permission to read and write the staff data of one institute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Scope(InstituteNumber);

impl Scope {
    /// Creates the scope of an institute.
    pub fn of(institute: InstituteNumber) -> Self {
        Self(institute)
    }

    /// Returns the scope's institute.
    pub fn institute(self) -> InstituteNumber {
        self.0
    }
}

impl fmt::Display for Scope {
    /// Formats the scope for OAuth 2.0, as in `api_informat_sas_personeel.personeel.011007`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&personeel_client::scope(self.0))
    }
}

/// An access token. Its secret is redacted in `Debug`.
#[doc(alias = "bearer")]
#[doc(alias = "oauth")]
#[derive(Clone)]
pub struct AccessToken {
    secret: SecretString,
    lifetime: Duration,
    granted: Option<Vec<String>>,
}

impl AccessToken {
    /// Creates a token that is valid for `lifetime` from now on.
    pub fn new(secret: impl Into<String>, lifetime: Duration) -> Self {
        Self { secret: SecretString::from(secret.into()), lifetime, granted: None }
    }

    /// Sets the scopes that were granted, if the source knows them. A missing scope is then an error at once instead of
    /// a 403 later.
    #[must_use]
    pub fn with_granted_scopes(mut self, scopes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.granted = Some(scopes.into_iter().map(Into::into).collect());
        self
    }

    /// Returns how long the token is valid, counted from when it was obtained.
    pub fn lifetime(&self) -> Duration {
        self.lifetime
    }

    /// Returns the granted scopes, if known.
    pub fn granted_scopes(&self) -> Option<&[String]> {
        self.granted.as_deref()
    }

    /// Returns the token itself. Printing it exposes the staff data of every institute in its scopes.
    pub fn expose_secret(&self) -> &str {
        self.secret.expose_secret()
    }

    /// Whether the scope is known not to be granted.
    pub(crate) fn is_missing(&self, scope: Scope) -> bool {
        self.granted.as_ref().is_some_and(|granted| {
            let scope = scope.to_string();
            !granted.contains(&scope)
        })
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessToken")
            .field("secret", &personeel_wire::Redacted)
            .field("lifetime", &self.lifetime)
            .field("granted", &self.granted)
            .finish()
    }
}

/// Why no token could be obtained.
#[derive(Clone, Debug)]
pub struct TokenError {
    kind: TokenErrorKind,
    message: String,
    status: Option<u16>,
    retry_after: Option<Duration>,
    source: Option<Arc<dyn Error + Send + Sync>>,
}

impl PartialEq for TokenError {
    /// Compares everything except the source.
    fn eq(&self, other: &Self) -> bool {
        (self.kind, &self.message, self.status, self.retry_after)
            == (other.kind, &other.message, other.status, other.retry_after)
    }
}

impl Eq for TokenError {}

/// What a [`TokenError`] means for a retry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TokenErrorKind {
    /// The client id or secret is rejected, for every institute.
    InvalidClient,
    /// A scope is not granted.
    InvalidScope,
    /// The request was refused for another reason.
    Refused,
    /// The identity server could not be reached, was too slow, or is down or busy. A retry may help.
    Unavailable,
    /// The identity server cannot be reached, and a retry won't help: its host name, its certificate or a proxy
    /// prevents it.
    Unreachable,
    /// The response contains no valid token.
    Malformed,
}

impl TokenError {
    /// Creates an error. `message` must not contain a secret.
    pub fn new(kind: TokenErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), status: None, retry_after: None, source: None }
    }

    /// Sets the HTTP status that the identity server returned.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// Sets how long the identity server asked to wait.
    #[must_use]
    pub fn with_retry_after(mut self, wait: Option<Duration>) -> Self {
        self.retry_after = wait;
        self
    }

    /// Sets the error that caused this one. It must not contain a secret either.
    #[must_use]
    pub fn with_source(self, source: impl Error + Send + Sync + 'static) -> Self {
        self.with_shared_source(Arc::new(source))
    }

    pub(crate) fn with_shared_source(mut self, source: Arc<dyn Error + Send + Sync>) -> Self {
        self.source = Some(source);
        self
    }

    /// Returns what the error means for a retry.
    pub fn kind(&self) -> TokenErrorKind {
        self.kind
    }

    /// Returns the HTTP status that the identity server returned.
    pub fn status(&self) -> Option<u16> {
        self.status
    }

    /// Returns how long the identity server asked to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for TokenError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_ref().map(|source| source.as_ref() as _)
    }
}

/// A fixed token that is renewed elsewhere, for tools and tests. It is used until the service rejects it.
pub struct StaticToken(SecretString);

impl StaticToken {
    /// Creates a source that returns this token for every institute.
    pub fn new(secret: impl Into<String>) -> Self {
        Self(SecretString::from(secret.into()))
    }
}

impl fmt::Debug for StaticToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("StaticToken").field(&personeel_wire::Redacted).finish()
    }
}

impl TokenSource for StaticToken {
    async fn token(&self, _: &[Scope]) -> Result<AccessToken, TokenError> {
        // The lifetime is unknown. A day is long enough, since a rejected token is dropped anyway.
        Ok(AccessToken::new(self.0.expose_secret(), Duration::from_secs(24 * 3600)))
    }
}
