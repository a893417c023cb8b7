//! The token cache, shared by every clone and handle of a client.
//!
//! Institutes that were named together share tokens, as many of them per token as its length allows. Any other
//! institute has a token of its own. For each token:
//!
//! - There is one request at a time, however many callers wait (single flight). If the caller that sent it is
//!   cancelled, the next one takes over.
//! - Renewal begins before the token expires, in the background. While the token is valid, no call waits for it.
//! - A renewal that fails, hangs or is cancelled leaves the valid token in place, and the next attempt waits a little.
//! - Only the token that the service rejected is dropped, so a late rejection of an old token leaves a fresh one in
//!   place.
//! - Callers that waited for a failed request share its error. Callers of the next few seconds get the same error,
//!   where another request would be refused as well.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use personeel_wire::InstituteNumber;
use tokio::time::Instant;

use super::cached::Token;
use super::sizes::{Sizes, Split};
use super::supply::{Supply, Unsupplied};
use super::{Scope, TokenError, TokenErrorKind};

/// How long to wait after the start of a renewal before starting another one.
const RENEWAL_PAUSE: Duration = Duration::from_secs(5);

/// How long the refusal of a request is reused for the next request like it.
const REFUSAL_MEMORY: Duration = Duration::from_secs(5);

/// The tokens by institute.
pub(crate) struct TokenCache {
    supply: Arc<Supply>,
    groups: Mutex<HashMap<InstituteNumber, Arc<Group>>>,
}

/// Institutes that share a token.
struct Group {
    scopes: Vec<Scope>,
    slot: Mutex<Slot>,
    /// Locked by the caller that requests this token.
    flight: Arc<tokio::sync::Mutex<()>>,
    /// The group that this one was split from, until it has its first token.
    split_from: Mutex<Option<Arc<Split>>>,
}

#[derive(Default)]
struct Slot {
    token: Option<Token>,
    /// The failure of the last request, and when it failed.
    failure: Option<(Instant, Unsupplied)>,
}

impl TokenCache {
    pub(crate) fn new(supply: Supply) -> Self {
        Self { supply: Arc::new(supply), groups: Mutex::default() }
    }

    /// Lets institutes share tokens from now on, except those that already have one.
    pub(crate) fn share(&self, institutes: impl IntoIterator<Item = InstituteNumber>) {
        let mut groups = lock(&self.groups);
        let mut scopes: Vec<_> =
            institutes.into_iter().filter(|institute| !groups.contains_key(institute)).map(Scope::of).collect();
        scopes.sort_unstable();
        scopes.dedup();
        // Groups of equal size, instead of full ones and a small last one.
        let groups_needed = scopes.len().div_ceil(self.supply.sizes.max_per_request()).max(1);
        for part in scopes.chunks(scopes.len().div_ceil(groups_needed).max(1)) {
            let group = Arc::new(Group::new(part.to_vec(), None));
            groups.extend(part.iter().map(|scope| (scope.institute(), Arc::clone(&group))));
        }
    }

    /// Returns the token of an institute if it is cached and not due for renewal, which is the usual case.
    pub(crate) fn fresh(&self, institute: InstituteNumber) -> Option<Token> {
        self.group(institute).fresh()
    }

    /// Returns a valid token for an institute, requesting one if necessary.
    pub(crate) async fn token(&self, institute: InstituteNumber) -> Result<Token, Unsupplied> {
        loop {
            let group = self.group(institute);
            match group.token(&self.supply).await {
                Ok(Some(token)) => return Ok(token),
                Ok(None) => self.split_group(&group, self.supply.sizes.max_per_request(), None),
                Err(rejected) if rejected.may_be_length => {
                    let size = Sizes::next_smaller(group.scopes.len());
                    let split = Split::new(size, group.scopes.len().div_ceil(size));
                    self.split_group(&group, size, Some(&Arc::new(split)));
                }
                Err(unsupplied) => return Err(unsupplied),
            }
        }
    }

    /// Requests the token of an institute in the background, so that no call has to wait for it. It does nothing if the
    /// source is failing, or if a token is there or being requested.
    pub(crate) fn prepare(&self, institute: InstituteNumber) {
        let group = self.group(institute);
        if group.valid().is_none() && self.supply.is_good() && group.scopes.len() <= self.supply.sizes.max_per_request()
        {
            group.begin_request(&self.supply);
        }
    }

    /// Records that the API accepted this token, so its length is not a reason for a later rejection.
    pub(crate) fn note_taken(&self, token: &Token) {
        self.supply.sizes.record_accepted(token.header.len());
    }

    /// Lets fewer institutes share a token, if the API rejected this one because of its length: it `says` so, or that
    /// is likely. Returns whether a shorter token is possible.
    pub(crate) fn shorten(&self, institute: InstituteNumber, rejected: &Token, says: bool) -> bool {
        if rejected.institutes < 2 || !(says || self.supply.sizes.may_be_too_long(rejected.header.len())) {
            return false;
        }
        self.supply.sizes.record_too_long(rejected.institutes);
        self.group(institute).scopes.len() < rejected.institutes
    }

    /// Drops exactly this token. A newer one stays.
    pub(crate) fn invalidate(&self, institute: InstituteNumber, rejected: &Token) {
        let group = self.group(institute);
        let mut slot = lock(&group.slot);
        if slot.token.as_ref().is_some_and(|token| token.is_same(rejected)) {
            slot.token = None;
        }
    }

    /// Returns the group of institutes that share a token with this one.
    fn group(&self, institute: InstituteNumber) -> Arc<Group> {
        loop {
            let group = {
                let mut groups = lock(&self.groups);
                let alone = || Arc::new(Group::new(vec![Scope::of(institute)], None));
                Arc::clone(groups.entry(institute).or_insert_with(alone))
            };
            let max = self.supply.sizes.max_per_token();
            if group.scopes.len() <= max {
                return group;
            }
            self.split_group(&group, max, None);
        }
    }

    /// Splits a group into groups of `size` institutes.
    fn split_group(&self, group: &Arc<Group>, size: usize, split: Option<&Arc<Split>>) {
        let mut groups = lock(&self.groups);
        for part in group.scopes.chunks(size.max(1)) {
            let new = Arc::new(Group::new(part.to_vec(), split.cloned()));
            for scope in part {
                // Another caller may have split it meanwhile.
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
    fn new(scopes: Vec<Scope>, split_from: Option<Arc<Split>>) -> Self {
        Self { scopes, slot: Mutex::default(), flight: Arc::default(), split_from: Mutex::new(split_from) }
    }

    /// Returns a valid token, requesting one if necessary; `None` if the group is too large for a request.
    async fn token(self: &Arc<Self>, supply: &Arc<Supply>) -> Result<Option<Token>, Unsupplied> {
        let arrived = Instant::now();
        if let Some(token) = self.valid() {
            if token.renew_at <= arrived {
                self.begin_request(supply);
            }
            return Ok(Some(token));
        }
        let _flight = self.flight.lock().await;
        // Another caller may have obtained a token meanwhile.
        if let Some(token) = self.valid() {
            return Ok(Some(token));
        }
        if self.scopes.len() > supply.sizes.max_per_request() {
            return Ok(None);
        }
        if let Some((known_at, failure)) = &lock(&self.slot).failure {
            let is_refusal = failure.error.kind() != TokenErrorKind::Unavailable && failure.again_in.is_none();
            if *known_at > arrived || (is_refusal && known_at.elapsed() < REFUSAL_MEMORY) {
                return Err(failure.clone());
            }
        }
        self.request_token(supply).await.map(Some)
    }

    /// Requests the token, or a newer one, in the background, unless a request is under way.
    fn begin_request(self: &Arc<Self>, supply: &Arc<Supply>) {
        let Ok(flight) = Arc::clone(&self.flight).try_lock_owned() else { return };
        // Set before the request, so that a cancelled renewal is followed by the same pause as a failed one.
        if let Some(token) = &mut lock(&self.slot).token {
            token.renew_at = Instant::now() + RENEWAL_PAUSE;
        }
        let (group, supply) = (Arc::clone(self), Arc::clone(supply));
        tokio::spawn(async move {
            let _flight = flight;
            // The slot keeps an error for the callers that have no valid token.
            drop(group.request_token(&supply).await);
        });
    }

    async fn request_token(&self, supply: &Supply) -> Result<Token, Unsupplied> {
        let requested_at = Instant::now();
        let size = self.scopes.len();
        let outcome = supply.request_token(&self.scopes).await.and_then(|token| {
            if self.scopes.iter().any(|scope| token.is_missing(*scope)) {
                let error =
                    TokenError::new(TokenErrorKind::InvalidScope, "the identity server did not grant the scope");
                return Err(Unsupplied { may_be_length: size > 1, ..Unsupplied::for_good(error) });
            }
            Token::new(&token, size, requested_at).map_err(Unsupplied::for_good)
        });
        if outcome.is_ok() {
            supply.sizes.record_grant(size, lock(&self.split_from).take());
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

/// Locks a mutex. A poisoned lock is safe to use, because every change is a single assignment.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
