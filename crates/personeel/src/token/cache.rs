//! The one cache of tokens, shared by every clone and handle of a client.
//!
//! Institutes that were named together share a token with all their scopes; any other has one of its own. For each
//! token:
//!
//! - one request at a time, for however many callers (single flight), and a caller who goes away leaves it to the next;
//! - renewal begins before the token expires, and as long as it is valid nobody waits for that;
//! - a renewal that fails leaves the valid token in place, and the next try waits a little;
//! - a token that the service refused is dropped by name, so that a late refusal of an old token spares a fresh one;
//! - callers who waited for a request that failed share its error, instead of each asking again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use personeel_wire::InstituteNumber;
use secrecy::{ExposeSecret, SecretString};
use tokio::time::Instant;

use super::{AccessToken, Scope, TokenError, TokenErrorKind, TokenSource};

/// A token is renewed this long before it expires, or in the last tenth of a short life.
const RENEWAL_MARGIN: Duration = Duration::from_secs(60);

/// After a failed renewal the valid token is used at least this long before the next try.
const RENEWAL_PAUSE: Duration = Duration::from_secs(5);

/// A token in use. Clones share one secret.
#[derive(Clone)]
pub(crate) struct Token {
    secret: Arc<SecretString>,
    granted: Option<Arc<[String]>>,
    renew_at: Instant,
    expires_at: Instant,
}

impl Token {
    fn new(token: &AccessToken, requested_at: Instant) -> Self {
        let margin = RENEWAL_MARGIN.min(token.lifetime() / 10);
        let expires_at = requested_at + token.lifetime();
        Self {
            secret: Arc::new(SecretString::from(token.expose_secret())),
            granted: token.granted_scopes().map(Arc::from),
            renew_at: expires_at.checked_sub(margin).unwrap_or(requested_at),
            expires_at,
        }
    }

    pub(crate) fn expose_secret(&self) -> &str {
        self.secret.expose_secret()
    }

    /// As users see it, with the time left until it expires.
    pub(crate) fn to_access_token(&self) -> AccessToken {
        let token = AccessToken::new(self.expose_secret(), self.expires_at.saturating_duration_since(Instant::now()));
        match &self.granted {
            Some(scopes) => token.with_granted_scopes(scopes.iter().cloned()),
            None => token,
        }
    }

    fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.secret, &other.secret)
    }
}

/// Tokens by institute.
pub(crate) struct TokenCache {
    source: Arc<dyn TokenSource>,
    groups: Mutex<HashMap<InstituteNumber, Arc<Group>>>,
}

/// Institutes that share a token.
struct Group {
    scopes: Vec<Scope>,
    slot: Mutex<Slot>,
    /// Held by whoever asks the source.
    flight: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Slot {
    token: Option<Token>,
    /// The last request's failure, with the moment at which it was known.
    failure: Option<(Instant, TokenError)>,
}

impl TokenCache {
    pub(crate) fn new(source: Arc<dyn TokenSource>) -> Self {
        Self { source, groups: Mutex::default() }
    }

    /// Lets institutes share a token from now on, save those that have one already.
    pub(crate) fn share(&self, institutes: impl IntoIterator<Item = InstituteNumber>) {
        let mut groups = lock(&self.groups);
        let mut scopes: Vec<_> =
            institutes.into_iter().filter(|institute| !groups.contains_key(institute)).map(Scope::of).collect();
        scopes.sort_unstable();
        scopes.dedup();
        let group = Arc::new(Group::new(scopes));
        for scope in &group.scopes {
            groups.insert(scope.institute(), Arc::clone(&group));
        }
    }

    /// A valid token for an institute.
    pub(crate) async fn token(&self, institute: InstituteNumber) -> Result<Token, TokenError> {
        let group = self.group(institute);
        match group.token(&*self.source, institute).await {
            // One scope that is not granted must not cost the other institutes theirs: from here on each asks alone.
            Err(error) if error.kind() == TokenErrorKind::InvalidScope && group.scopes.len() > 1 => {
                self.split(&group);
                self.group(institute).token(&*self.source, institute).await
            }
            outcome => outcome,
        }
    }

    /// Drops this very token; a fresher one stays.
    pub(crate) fn invalidate(&self, institute: InstituteNumber, refused: &Token) {
        let group = self.group(institute);
        let mut slot = lock(&group.slot);
        if slot.token.as_ref().is_some_and(|token| token.is_same(refused)) {
            slot.token = None;
        }
    }

    fn group(&self, institute: InstituteNumber) -> Arc<Group> {
        let mut groups = lock(&self.groups);
        Arc::clone(groups.entry(institute).or_insert_with(|| Arc::new(Group::new(vec![Scope::of(institute)]))))
    }

    fn split(&self, group: &Arc<Group>) {
        let mut groups = lock(&self.groups);
        for scope in &group.scopes {
            let institute = scope.institute();
            if groups.get(&institute).is_some_and(|current| Arc::ptr_eq(current, group)) {
                groups.insert(institute, Arc::new(Group::new(vec![*scope])));
            }
        }
    }
}

impl Group {
    fn new(scopes: Vec<Scope>) -> Self {
        Self { scopes, slot: Mutex::default(), flight: tokio::sync::Mutex::default() }
    }

    async fn token(&self, source: &dyn TokenSource, institute: InstituteNumber) -> Result<Token, TokenError> {
        let arrived = Instant::now();
        let valid = self.valid();
        let _flight = match valid {
            Some(token) if arrived < token.renew_at => return Ok(token),
            // Still valid: renew it if nobody else does.
            Some(token) => match self.flight.try_lock() {
                Ok(flight) => flight,
                Err(_) => return Ok(token),
            },
            None => self.flight.lock().await,
        };
        if let Some(token) = self.valid().filter(|token| Instant::now() < token.renew_at) {
            return Ok(token);
        }
        if let Some((known_at, error)) = &lock(&self.slot).failure
            && *known_at > arrived
        {
            return Err(error.clone());
        }
        let requested_at = Instant::now();
        let outcome = source.token(&self.scopes).await.and_then(|token| {
            match self.scopes.iter().find(|scope| token.lacks(**scope)) {
                Some(_) if self.scopes.len() > 1 || token.lacks(Scope::of(institute)) => {
                    Err(TokenError::new(TokenErrorKind::InvalidScope, "the identity server left out the scope"))
                }
                _ => Ok(token),
            }
        });
        let mut slot = lock(&self.slot);
        match outcome {
            Ok(token) => {
                let token = Token::new(&token, requested_at);
                *slot = Slot { token: Some(token.clone()), failure: None };
                Ok(token)
            }
            Err(error) => {
                let now = Instant::now();
                slot.failure = Some((now, error.clone()));
                match slot.token.as_mut().filter(|token| now < token.expires_at) {
                    Some(token) => {
                        token.renew_at = now + RENEWAL_PAUSE;
                        Ok(token.clone())
                    }
                    None => Err(error),
                }
            }
        }
    }

    fn valid(&self) -> Option<Token> {
        let now = Instant::now();
        lock(&self.slot).token.clone().filter(|token| now < token.expires_at)
    }
}

/// A panic elsewhere leaves the data whole: every change here is one assignment.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
