//! The one cache of tokens, shared by every clone and handle of a client.
//!
//! Institutes that were named together share tokens, as many of them as their lengths allow; any other has one of its
//! own. For each token:
//!
//! - one request at a time, for however many callers (single flight), and a caller who goes away leaves it to the next;
//! - renewal begins before the token expires, beside the calls: as long as it is valid nobody waits for that;
//! - a renewal that fails, hangs or is cut off leaves the valid token in place, and the next try waits a little;
//! - a token that the service refused is dropped by name, so that a late refusal of an old token spares a fresh one;
//! - callers who waited for a request that failed share its error, and so do those of the next seconds, instead of each
//!   asking again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::HeaderValue;
use personeel_wire::InstituteNumber;
use secrecy::{ExposeSecret, SecretString};
use tokio::time::Instant;
use zeroize::Zeroizing;

use super::sizes::{Cut, Sizes};
use super::supply::{Supply, Unsupplied};
use super::{AccessToken, Scope, TokenError, TokenErrorKind};
use crate::net::after;

/// A token is renewed this long before it expires, or in the last tenth of a short life.
const RENEWAL_MARGIN: Duration = Duration::from_secs(60);

/// Once a renewal has begun, the valid token is used at least this long before the next try.
const RENEWAL_PAUSE: Duration = Duration::from_secs(5);

/// How long a refusal of a request serves for the next one like it.
const REFUSAL_MEMORY: Duration = Duration::from_secs(5);

/// A token in use. Clones share one secret.
#[derive(Clone)]
pub(crate) struct Token {
    secret: Arc<SecretString>,
    /// `Bearer`, and the secret again; wiped when its last clone goes.
    header: HeaderValue,
    granted: Option<Arc<[String]>>,
    /// Institutes that share it.
    institutes: usize,
    renew_at: Instant,
    expires_at: Instant,
}

impl Token {
    fn new(token: &AccessToken, institutes: usize, requested_at: Instant) -> Result<Self, TokenError> {
        let margin = RENEWAL_MARGIN.min(token.lifetime() / 10);
        let expires_at = after(requested_at, token.lifetime());
        Ok(Self {
            secret: Arc::new(SecretString::from(token.expose_secret())),
            header: bearer(token)?,
            granted: token.granted_scopes().map(Arc::from),
            institutes,
            renew_at: expires_at.checked_sub(margin).unwrap_or(requested_at),
            expires_at,
        })
    }

    /// The value of the `Authorization` header.
    pub(crate) fn header(&self) -> HeaderValue {
        self.header.clone()
    }

    /// As users see it, with the time left until it expires.
    pub(crate) fn to_access_token(&self) -> AccessToken {
        let token =
            AccessToken::new(self.secret.expose_secret(), self.expires_at.saturating_duration_since(Instant::now()));
        match &self.granted {
            Some(scopes) => token.with_granted_scopes(scopes.iter().cloned()),
            None => token,
        }
    }

    fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.secret, &other.secret)
    }
}

/// The `Authorization` header of a token.
fn bearer(token: &AccessToken) -> Result<HeaderValue, TokenError> {
    let text = Zeroizing::new(format!("Bearer {}", token.expose_secret()));
    let mut header = HeaderValue::from_maybe_shared(Bytes::from_owner(text))
        .map_err(|_| TokenError::new(TokenErrorKind::Malformed, "the token holds characters that no header may"))?;
    header.set_sensitive(true);
    Ok(header)
}

/// Tokens by institute.
pub(crate) struct TokenCache {
    supply: Arc<Supply>,
    groups: Mutex<HashMap<InstituteNumber, Arc<Group>>>,
}

/// Institutes that share a token.
struct Group {
    scopes: Vec<Scope>,
    slot: Mutex<Slot>,
    /// Held by whoever asks for this token.
    flight: Arc<tokio::sync::Mutex<()>>,
    /// What it is a part of, until it has its first token.
    part_of: Mutex<Option<Arc<Cut>>>,
}

#[derive(Default)]
struct Slot {
    token: Option<Token>,
    /// The last request's failure, with the moment at which it was known.
    failure: Option<(Instant, Unsupplied)>,
}

impl TokenCache {
    pub(crate) fn new(supply: Supply) -> Self {
        Self { supply: Arc::new(supply), groups: Mutex::default() }
    }

    /// Lets institutes share a token from now on, save those that have one already.
    pub(crate) fn share(&self, institutes: impl IntoIterator<Item = InstituteNumber>) {
        let mut groups = lock(&self.groups);
        let mut scopes: Vec<_> =
            institutes.into_iter().filter(|institute| !groups.contains_key(institute)).map(Scope::of).collect();
        scopes.sort_unstable();
        scopes.dedup();
        // Groups of one size: the last would be a small one otherwise.
        let groups_needed = scopes.len().div_ceil(self.supply.sizes.to_ask()).max(1);
        for part in scopes.chunks(scopes.len().div_ceil(groups_needed).max(1)) {
            let group = Arc::new(Group::new(part.to_vec(), None));
            groups.extend(part.iter().map(|scope| (scope.institute(), Arc::clone(&group))));
        }
    }

    /// The token of an institute, where there is one that need not be renewed yet: most of the time.
    pub(crate) fn fresh(&self, institute: InstituteNumber) -> Option<Token> {
        self.group(institute).fresh()
    }

    /// A valid token for an institute.
    pub(crate) async fn token(&self, institute: InstituteNumber) -> Result<Token, Unsupplied> {
        loop {
            let group = self.group(institute);
            match group.token(&self.supply).await {
                Ok(Some(token)) => return Ok(token),
                Ok(None) => self.cut(&group, self.supply.sizes.to_ask(), None),
                Err(refused) if refused.may_be_length => {
                    let part = Sizes::part(group.scopes.len());
                    let cut = Cut::new(part, group.scopes.len().div_ceil(part));
                    self.cut(&group, part, Some(&Arc::new(cut)));
                }
                Err(unsupplied) => return Err(unsupplied),
            }
        }
    }

    /// Asks for the token of an institute beside the calls, so that nobody will wait for it; only where tokens can be
    /// had, and none is there or on its way.
    pub(crate) fn prepare(&self, institute: InstituteNumber) {
        let group = self.group(institute);
        if group.valid().is_none() && self.supply.is_good() && group.scopes.len() <= self.supply.sizes.to_ask() {
            group.begin_request(&self.supply);
        }
    }

    /// Notes that the API took this token, so that none of its length is refused for that.
    pub(crate) fn note_taken(&self, token: &Token) {
        self.supply.sizes.take(token.header.len());
    }

    /// Lets fewer institutes share a token, since the API did not take this one for its length: it `says` so, or that is
    /// likely. Whether there is a shorter one to be had.
    pub(crate) fn shorten(&self, institute: InstituteNumber, refused: &Token, says: bool) -> bool {
        if refused.institutes < 2 || !(says || self.supply.sizes.is_long(refused.header.len())) {
            return false;
        }
        self.supply.sizes.refuse_use(refused.institutes);
        self.group(institute).scopes.len() < refused.institutes
    }

    /// Drops this very token; a fresher one stays.
    pub(crate) fn invalidate(&self, institute: InstituteNumber, refused: &Token) {
        let group = self.group(institute);
        let mut slot = lock(&group.slot);
        if slot.token.as_ref().is_some_and(|token| token.is_same(refused)) {
            slot.token = None;
        }
    }

    /// The institutes that share a token with this one.
    fn group(&self, institute: InstituteNumber) -> Arc<Group> {
        loop {
            let group = {
                let mut groups = lock(&self.groups);
                let alone = || Arc::new(Group::new(vec![Scope::of(institute)], None));
                Arc::clone(groups.entry(institute).or_insert_with(alone))
            };
            let most = self.supply.sizes.to_use();
            if group.scopes.len() <= most {
                return group;
            }
            self.cut(&group, most, None);
        }
    }

    /// Makes parts of a group, with so many institutes each.
    fn cut(&self, group: &Arc<Group>, size: usize, cut: Option<&Arc<Cut>>) {
        let mut groups = lock(&self.groups);
        for part in group.scopes.chunks(size.max(1)) {
            let new = Arc::new(Group::new(part.to_vec(), cut.cloned()));
            for scope in part {
                // Somebody else may have cut it meanwhile.
                if let Some(current) = groups.get_mut(&scope.institute())
                    && Arc::ptr_eq(current, group)
                {
                    *current = Arc::clone(&new);
                }
            }
        }
    }
}

impl Group {
    fn new(scopes: Vec<Scope>, part_of: Option<Arc<Cut>>) -> Self {
        Self { scopes, slot: Mutex::default(), flight: Arc::default(), part_of: Mutex::new(part_of) }
    }

    /// A valid token; `None` where too many institutes share it to ask for it.
    async fn token(self: &Arc<Self>, supply: &Arc<Supply>) -> Result<Option<Token>, Unsupplied> {
        let arrived = Instant::now();
        if let Some(token) = self.valid() {
            if token.renew_at <= arrived {
                self.begin_request(supply);
            }
            return Ok(Some(token));
        }
        let _flight = self.flight.lock().await;
        // Somebody else may have asked meanwhile.
        if let Some(token) = self.valid() {
            return Ok(Some(token));
        }
        if self.scopes.len() > supply.sizes.to_ask() {
            return Ok(None);
        }
        if let Some((known_at, failure)) = &lock(&self.slot).failure {
            let is_refusal = failure.error.kind() != TokenErrorKind::Unavailable && failure.again_in.is_none();
            if *known_at > arrived || (is_refusal && known_at.elapsed() < REFUSAL_MEMORY) {
                return Err(failure.clone());
            }
        }
        self.ask(supply).await.map(Some)
    }

    /// Asks for the token, or a fresher one, beside the calls, unless that is under way.
    fn begin_request(self: &Arc<Self>, supply: &Arc<Supply>) {
        let Ok(flight) = Arc::clone(&self.flight).try_lock_owned() else { return };
        // First, so that a renewal that is cut off leaves the same pause as one that fails.
        if let Some(token) = &mut lock(&self.slot).token {
            token.renew_at = Instant::now() + RENEWAL_PAUSE;
        }
        let (group, supply) = (Arc::clone(self), Arc::clone(supply));
        tokio::spawn(async move {
            let _flight = flight;
            // What it failed with is for those whom no valid token serves.
            drop(group.ask(&supply).await);
        });
    }

    async fn ask(&self, supply: &Supply) -> Result<Token, Unsupplied> {
        let requested_at = Instant::now();
        let size = self.scopes.len();
        let outcome = supply.ask(&self.scopes).await.and_then(|token| {
            if self.scopes.iter().any(|scope| token.lacks(*scope)) {
                let error = TokenError::new(TokenErrorKind::InvalidScope, "the identity server left out the scope");
                return Err(Unsupplied { may_be_length: size > 1, ..Unsupplied::for_good(error) });
            }
            Token::new(&token, size, requested_at).map_err(Unsupplied::for_good)
        });
        if outcome.is_ok() {
            supply.sizes.grant(size, lock(&self.part_of).take());
        }
        let mut slot = lock(&self.slot);
        match &outcome {
            Ok(token) => *slot = Slot { token: Some(token.clone()), failure: None },
            Err(failure) => slot.failure = Some((Instant::now(), failure.clone())),
        }
        outcome
    }

    fn fresh(&self) -> Option<Token> {
        self.valid().filter(|token| Instant::now() < token.renew_at)
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
