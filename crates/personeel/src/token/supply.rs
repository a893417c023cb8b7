//! The state of the token source, shared by all institutes: whether it works, and which caller may use it.
//!
//! All tokens come from one source, so the callers share what each of them learns about it:
//!
//! - Until the source has returned a token, and while it fails, one caller at a time uses it. Callers that waited share
//!   the result.
//! - While the source is unavailable, all callers together retry as often, and pause as long, as the retry policy
//!   allows a single call. Then nobody tries for a while. After that one caller tries, and all others fail at once with
//!   the last error.
//! - A rejection that may be due to length says nothing about the source, since fewer scopes may be granted. A
//!   rejection that a single institute received as well is not blamed on length again until a token was returned.
//! - A client that the source has never accepted is not tried again: the result would be the same, and many attempts
//!   could lock the client out. A client that was accepted before is tried again after a while.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, timeout};

use super::sizes::Sizes;
use super::source::AnyTokenSource;
use super::{AccessToken, Scope, TokenError, TokenErrorKind};
use crate::net::{RetryPolicy, after};

/// How long a source that was given up is left alone the first time. Each further time is twice as long, up to
/// [`LONGEST_REST`].
const FIRST_REST: Duration = Duration::from_secs(5);

/// The longest time that a source is left alone.
const LONGEST_REST: Duration = Duration::from_secs(60);

/// How long a malformed response for a single institute is reused for the others: it has nothing to do with the
/// institute.
const MALFORMED_MEMORY: Duration = Duration::from_secs(5);

/// A token source and its state.
pub(crate) struct Supply {
    source: Arc<dyn AnyTokenSource>,
    policy: RetryPolicy,
    /// The timeout of one request, for any source.
    timeout: Duration,
    state: Mutex<State>,
    pub(super) sizes: Sizes,
    /// Locked by the caller that requests a token while the source is not known to work.
    gate: tokio::sync::Mutex<()>,
}

/// Why no token could be obtained, and what the caller can do.
#[derive(Clone, Debug)]
pub(crate) struct Unsupplied {
    pub(crate) error: TokenError,
    /// When a retry makes sense; `None` if a call should not wait for it.
    pub(crate) again_in: Option<Duration>,
    /// Whether a token for fewer institutes may be granted.
    pub(crate) may_be_length: bool,
}

impl Unsupplied {
    /// Creates an error that a call should not wait out.
    pub(super) fn for_good(error: TokenError) -> Self {
        Self { error, again_in: None, may_be_length: false }
    }
}

#[derive(Default)]
struct State {
    /// Whether the source has returned a token.
    is_proven: bool,
    outage: Option<Outage>,
    /// The error that a request for a single institute got since the last token, and when.
    single_error: Option<(Instant, TokenError)>,
}

/// The failure of a source.
struct Outage {
    error: TokenError,
    /// When the first of the consecutive failed requests was made.
    since: Instant,
    failures: u32,
    known_at: Instant,
    /// When the next request may be made; `None` means never.
    retry_at: Option<Instant>,
    /// How many times the source was given up because the policy allowed no further attempt.
    times_given_up: u32,
}

impl Outage {
    /// Returns the error for a caller that may not make a request now.
    fn to_error(&self, now: Instant) -> Unsupplied {
        let again_in = self.retry_at.filter(|_| self.times_given_up == 0);
        Unsupplied {
            error: self.error.clone(),
            again_in: again_in.map(|at| at.saturating_duration_since(now)),
            may_be_length: false,
        }
    }

    /// Whether the source is to be left alone for now.
    fn is_resting(&self, now: Instant) -> bool {
        self.retry_at.is_none_or(|at| now < at)
    }
}

impl Supply {
    pub(crate) fn new(source: Arc<dyn AnyTokenSource>, policy: RetryPolicy, timeout: Duration) -> Self {
        Self {
            source,
            policy,
            timeout,
            state: Mutex::default(),
            sizes: Sizes::default(),
            gate: tokio::sync::Mutex::default(),
        }
    }

    /// Requests a token with these scopes, unless the source is known not to have one.
    pub(super) async fn request_token(&self, scopes: &[Scope]) -> Result<AccessToken, Unsupplied> {
        let arrived = Instant::now();
        let is_given_up = match &self.state().outage {
            Some(outage) if outage.is_resting(arrived) => return Err(outage.to_error(arrived)),
            outage => outage.as_ref().is_some_and(|outage| outage.times_given_up > 0),
        };
        let gate = if self.is_good() {
            None
        } else if is_given_up {
            // Another caller may already be checking whether the source is back.
            let Ok(gate) = self.gate.try_lock() else { return Err(self.current_error(arrived)) };
            Some(gate)
        } else {
            Some(self.gate.lock().await)
        };
        if let Some(outage) = self.state().outage.as_ref().filter(|outage| outage.known_at > arrived) {
            return Err(outage.to_error(Instant::now()));
        }
        if let Some((_, error)) = self
            .state()
            .single_error
            .as_ref()
            .filter(|(at, error)| error.kind() == TokenErrorKind::Malformed && at.elapsed() < MALFORMED_MEMORY)
        {
            return Err(Unsupplied::for_good(error.clone()));
        }
        // A caller that waited for the first token must not make the next one wait.
        let _gate = gate.filter(|_| !self.is_good());
        let requested_at = Instant::now();
        let outcome = timeout(self.timeout, self.source.ask(scopes)).await.unwrap_or_else(|_| {
            let message = format!("the identity server did not respond within {:?}", self.timeout);
            Err(TokenError::new(TokenErrorKind::Unavailable, message))
        });
        self.record_outcome(requested_at, scopes.len(), outcome)
    }

    /// Whether the source is known to work, so that callers need not queue.
    pub(super) fn is_good(&self) -> bool {
        let state = self.state();
        state.is_proven && state.outage.is_none()
    }

    fn current_error(&self, now: Instant) -> Unsupplied {
        match &self.state().outage {
            Some(outage) => outage.to_error(now),
            // The source came back just now.
            None => Unsupplied {
                error: TokenError::new(TokenErrorKind::Unavailable, "the identity server was not available"),
                again_in: Some(Duration::ZERO),
                may_be_length: false,
            },
        }
    }

    /// Records the outcome of a request.
    fn record_outcome(
        &self,
        requested_at: Instant,
        size: usize,
        outcome: Result<AccessToken, TokenError>,
    ) -> Result<AccessToken, Unsupplied> {
        let mut state = self.state();
        let error = match outcome {
            Ok(token) => {
                *state = State { is_proven: true, ..State::default() };
                return Ok(token);
            }
            Err(error) => error,
        };
        let now = Instant::now();
        // An error that a single institute got as well is not due to the number of institutes, unless it is about the
        // scope.
        let hits_single = state.single_error.as_ref().is_some_and(|(_, single)| {
            (single.kind(), single.status()) == (error.kind(), error.status())
                && error.kind() != TokenErrorKind::InvalidScope
        });
        let may_be_length = !hits_single && self.sizes.may_be_length(size, &error);
        if may_be_length {
            self.sizes.record_rejection(size, &error);
        } else if size == 1 {
            state.single_error = Some((now, error.clone()));
        }
        let before = state.outage.take();
        let newer = before.as_ref().filter(|outage| outage.known_at > requested_at).map(|outage| outage.to_error(now));
        let concerns_request =
            matches!(error.kind(), TokenErrorKind::InvalidScope | TokenErrorKind::Refused | TokenErrorKind::Malformed);
        if concerns_request || may_be_length {
            // The source works, unless it has failed since. It only refuses this request.
            state.outage = before.filter(|_| newer.is_some());
            return Err(Unsupplied { error, again_in: None, may_be_length });
        }
        if let Some(newer) = newer {
            // Requests that were sent together fail together, and count as one failure.
            state.outage = before;
            return Err(Unsupplied { error, ..newer });
        }
        let (since, failures, times_given_up) = before
            .as_ref()
            .map_or((requested_at, 1, 0), |outage| (outage.since, outage.failures + 1, outage.times_given_up));
        let pause = match error.kind() {
            TokenErrorKind::Unavailable if times_given_up == 0 => {
                self.policy.pause(failures, now - since, error.retry_after())
            }
            _ => None,
        };
        let is_refused_for_good = error.kind() == TokenErrorKind::InvalidClient && !state.is_proven;
        let (retry_at, times_given_up) = match pause {
            Some(pause) => (Some(after(now, pause)), 0),
            None if is_refused_for_good => (None, times_given_up + 1),
            None => (Some(after(now, rest_after(times_given_up, error.retry_after()))), times_given_up + 1),
        };
        let outage = Outage { error, since, failures, known_at: now, retry_at, times_given_up };
        let current = outage.to_error(now);
        state.outage = Some(outage);
        Err(current)
    }

    /// Locks the state. A poisoned lock is safe to use, because every change is a single assignment.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns how long to leave the source alone when it is given up, having been given up `times_given_up` times before.
fn rest_after(times_given_up: u32, asked: Option<Duration>) -> Duration {
    let doubled = FIRST_REST.saturating_mul(1_u32.checked_shl(times_given_up).unwrap_or(u32::MAX));
    doubled.max(asked.unwrap_or_default()).min(LONGEST_REST)
}

#[cfg(test)]
mod tests;
