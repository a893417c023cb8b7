//! Token sources, and what they give.

use std::error::Error;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use personeel_wire::InstituteNumber;
use secrecy::{ExposeSecret, SecretString};

/// Gives access tokens.
///
/// [`ClientCredentials`](super::ClientCredentials) is built in. Implement this for tokens that come from elsewhere, for
/// example from a service of the school group that keeps the client secret to itself. The client caches what a source
/// gives; a source need not. It asks one source for many institutes, and takes what it says of itself for the whole of it:
/// after `InvalidClient` or `Unavailable` it doesn't ask for the next institute at once, so where that concerns one
/// institute alone, `Refused` says so. A source that gives no answer is given up after half a minute, or the limit of an
/// attempt where that is shorter.
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
    /// A token that carries all of `scopes`. Written as an `async fn`, whose future must be `Send`.
    ///
    /// # Errors
    ///
    /// A [`TokenError`] whose kind says whether trying again may help.
    fn token(&self, scopes: &[Scope]) -> impl Future<Output = Result<AccessToken, TokenError>> + Send;
}

impl<S: TokenSource> TokenSource for Arc<S> {
    async fn token(&self, scopes: &[Scope]) -> Result<AccessToken, TokenError> {
        S::token(self, scopes).await
    }
}

/// Any source, for keeping.
pub(crate) trait AnyTokenSource: Send + Sync {
    fn ask<'a>(&'a self, scopes: &'a [Scope]) -> AskedToken<'a>;
}

/// A token on its way.
pub(crate) type AskedToken<'a> = Pin<Box<dyn Future<Output = Result<AccessToken, TokenError>> + Send + 'a>>;

impl<S: TokenSource> AnyTokenSource for S {
    fn ask<'a>(&'a self, scopes: &'a [Scope]) -> AskedToken<'a> {
        Box::pin(self.token(scopes))
    }
}

/// The permission to read and write the staff of one institute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Scope(InstituteNumber);

impl Scope {
    /// The scope of an institute.
    pub fn of(institute: InstituteNumber) -> Self {
        Self(institute)
    }

    /// The institute that it is for.
    pub fn institute(self) -> InstituteNumber {
        self.0
    }
}

impl fmt::Display for Scope {
    /// As OAuth 2.0 writes it: `api_informat_sas_personeel.personeel.011007`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&personeel_client::scope(self.0))
    }
}

/// An access token. Its secret is redacted in `Debug` and wiped on drop.
#[derive(Clone)]
pub struct AccessToken {
    secret: SecretString,
    lifetime: Duration,
    granted: Option<Vec<String>>,
}

impl AccessToken {
    /// A token that is valid for `lifetime` from now on.
    pub fn new(secret: impl Into<String>, lifetime: Duration) -> Self {
        Self { secret: SecretString::from(secret.into()), lifetime, granted: None }
    }

    /// The scopes that were granted, where the source knows them: a scope that is missing here is an error now rather
    /// than a 403 later.
    #[must_use]
    pub fn with_granted_scopes(mut self, scopes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.granted = Some(scopes.into_iter().map(Into::into).collect());
        self
    }

    /// How long it is valid from when it was given.
    pub fn lifetime(&self) -> Duration {
        self.lifetime
    }

    /// The granted scopes, if known.
    pub fn granted_scopes(&self) -> Option<&[String]> {
        self.granted.as_deref()
    }

    /// The token itself. Whoever prints it gives away the staff of every institute in its scopes.
    pub fn expose_secret(&self) -> &str {
        self.secret.expose_secret()
    }

    pub(crate) fn lacks(&self, scope: Scope) -> bool {
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

/// Why there is no token.
#[derive(Clone, Debug)]
pub struct TokenError {
    kind: TokenErrorKind,
    message: String,
    status: Option<u16>,
    retry_after: Option<Duration>,
    source: Option<Arc<dyn Error + Send + Sync>>,
}

impl PartialEq for TokenError {
    /// What it came from is for people to read, and does not count.
    fn eq(&self, other: &Self) -> bool {
        (self.kind, &self.message, self.status, self.retry_after)
            == (other.kind, &other.message, other.status, other.retry_after)
    }
}

impl Eq for TokenError {}

/// What a [`TokenError`] means for a second try.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TokenErrorKind {
    /// The client id or secret is not accepted, for any institute.
    InvalidClient,
    /// A scope is not granted.
    InvalidScope,
    /// The request was refused for another reason.
    Refused,
    /// The identity server could not be reached, was too slow, or is down or busy: later may be better.
    Unavailable,
    /// There is no way to the identity server that another try would find: its name, its certificate or a proxy stands
    /// against it.
    Unreachable,
    /// The answer is no token.
    Malformed,
}

impl TokenError {
    /// An error of a source; `message` must hold no secret.
    pub fn new(kind: TokenErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), status: None, retry_after: None, source: None }
    }

    /// With the HTTP status that the identity server gave.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// With the time that the identity server asks to wait.
    #[must_use]
    pub fn with_retry_after(mut self, wait: Option<Duration>) -> Self {
        self.retry_after = wait;
        self
    }

    /// With what it came from; that must hold no secret either.
    #[must_use]
    pub fn with_source(self, source: impl Error + Send + Sync + 'static) -> Self {
        self.with_shared_source(Arc::new(source))
    }

    pub(crate) fn with_shared_source(mut self, source: Arc<dyn Error + Send + Sync>) -> Self {
        self.source = Some(source);
        self
    }

    /// What it means for a second try.
    pub fn kind(&self) -> TokenErrorKind {
        self.kind
    }

    /// The HTTP status that the identity server gave.
    pub fn status(&self) -> Option<u16> {
        self.status
    }

    /// How long the identity server asks to wait.
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

/// A token that somebody else renews: for tools and tests. It is used as it is until the service refuses it.
pub struct StaticToken(SecretString);

impl StaticToken {
    /// Uses this token for every institute.
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
        // Nobody here knows its lifetime; a day is as good as for ever, since a refused token is dropped.
        Ok(AccessToken::new(self.0.expose_secret(), Duration::from_secs(24 * 3600)))
    }
}
