//! The source of tokens as a whole: how it fares, and who may ask it.
//!
//! Every institute's token comes from one source, so what one caller has learned of it the others need not find out:
//!
//! - until it has given a token, and while it fails, one caller at a time asks it, and whoever waited shares the answer;
//! - while it is unavailable, all callers together try as often, and pause as long, as the retry policy lets one call;
//!   after that nobody tries for a while, and then one, and everybody else fails at once with what is known;
//! - a refusal that may be one of length says nothing of the source, since fewer scopes may be granted; one that even a
//!   single institute got is not taken for one of length again until a token was given;
//! - a client that it has never accepted it is not asked about again: its answer would be the same, and many of them
//!   would lock the client out. A client that it has accepted before may be asked about again after a while.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, timeout};

use super::sizes::Sizes;
use super::source::AnyTokenSource;
use super::{AccessToken, Scope, TokenError, TokenErrorKind};
use crate::net::{RetryPolicy, after};

/// How long nobody asks a source that was given up, for the first time; each further time twice as long, up to the limit.
const FIRST_REST: Duration = Duration::from_secs(5);

/// The longest such rest.
const LONGEST_REST: Duration = Duration::from_secs(60);

/// How long what one institute alone was told serves for the others, where it says nothing of the institute.
const MALFORMED_MEMORY: Duration = Duration::from_secs(5);

/// A source with what is known of it.
pub(crate) struct Supply {
    source: Arc<dyn AnyTokenSource>,
    policy: RetryPolicy,
    /// The limit of one request, whoever the source is.
    time: Duration,
    state: Mutex<State>,
    pub(super) sizes: Sizes,
    /// Held by whoever asks while nothing good is known.
    gate: tokio::sync::Mutex<()>,
}

/// Why there is no token.
#[derive(Clone, Debug)]
pub(crate) struct Unsupplied {
    pub(crate) error: TokenError,
    /// When it is worth another try; `None` where a call should not wait for that.
    pub(crate) again_in: Option<Duration>,
    /// Fewer institutes at a time may be granted.
    pub(crate) may_be_length: bool,
}

impl Unsupplied {
    /// What a caller should not wait for.
    pub(super) fn for_good(error: TokenError) -> Self {
        Self { error, again_in: None, may_be_length: false }
    }
}

#[derive(Default)]
struct State {
    /// It has given a token.
    is_proven: bool,
    trouble: Option<Trouble>,
    /// What a single institute was refused with since the last token, and when.
    alone: Option<(Instant, TokenError)>,
}

/// A source that fails.
struct Trouble {
    error: TokenError,
    /// When the first of the requests was made that failed without a good one between.
    since: Instant,
    failures: u32,
    known_at: Instant,
    /// When somebody may ask again; `None` is never.
    again_at: Option<Instant>,
    /// How often it was given up: the policy lets no call try any more.
    given_up: u32,
}

impl Trouble {
    /// What a caller is told who may not ask.
    fn told(&self, now: Instant) -> Unsupplied {
        let again_in = self.again_at.filter(|_| self.given_up == 0);
        Unsupplied {
            error: self.error.clone(),
            again_in: again_in.map(|at| at.saturating_duration_since(now)),
            may_be_length: false,
        }
    }

    fn rests(&self, now: Instant) -> bool {
        self.again_at.is_none_or(|at| now < at)
    }
}

impl Supply {
    pub(crate) fn new(source: Arc<dyn AnyTokenSource>, policy: RetryPolicy, time: Duration) -> Self {
        Self {
            source,
            policy,
            time,
            state: Mutex::default(),
            sizes: Sizes::default(),
            gate: tokio::sync::Mutex::default(),
        }
    }

    /// Asks for a token with these scopes, unless it is known that there is none.
    pub(super) async fn ask(&self, scopes: &[Scope]) -> Result<AccessToken, Unsupplied> {
        let arrived = Instant::now();
        let is_given_up = match &self.state().trouble {
            Some(trouble) if trouble.rests(arrived) => return Err(trouble.told(arrived)),
            trouble => trouble.as_ref().is_some_and(|trouble| trouble.given_up > 0),
        };
        let gate = if self.is_good() {
            None
        } else if is_given_up {
            // Somebody may be trying already whether it is back.
            let Ok(gate) = self.gate.try_lock() else { return Err(self.told(arrived)) };
            Some(gate)
        } else {
            Some(self.gate.lock().await)
        };
        if let Some(trouble) = self.state().trouble.as_ref().filter(|trouble| trouble.known_at > arrived) {
            return Err(trouble.told(Instant::now()));
        }
        if let Some((_, error)) = self
            .state()
            .alone
            .as_ref()
            .filter(|(at, error)| error.kind() == TokenErrorKind::Malformed && at.elapsed() < MALFORMED_MEMORY)
        {
            return Err(Unsupplied::for_good(error.clone()));
        }
        // Whoever waited for the first token need not keep the next one waiting.
        let _gate = gate.filter(|_| !self.is_good());
        let requested_at = Instant::now();
        let outcome = timeout(self.time, self.source.ask(scopes)).await.unwrap_or_else(|_| {
            let message = format!("the identity server gave no answer within {:?}", self.time);
            Err(TokenError::new(TokenErrorKind::Unavailable, message))
        });
        self.note(requested_at, scopes.len(), outcome)
    }

    /// Whether a token may be had without a queue.
    pub(super) fn is_good(&self) -> bool {
        let state = self.state();
        state.is_proven && state.trouble.is_none()
    }

    fn told(&self, now: Instant) -> Unsupplied {
        match &self.state().trouble {
            Some(trouble) => trouble.told(now),
            // It came back in this very moment.
            None => Unsupplied {
                error: TokenError::new(TokenErrorKind::Unavailable, "the identity server was not available"),
                again_in: Some(Duration::ZERO),
                may_be_length: false,
            },
        }
    }

    /// Learns from an answer.
    fn note(
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
        // Whatever is said to one institute as well has nothing to do with how many there are, save the scope.
        let is_said_to_one = state.alone.as_ref().is_some_and(|(_, alone)| {
            (alone.kind(), alone.status()) == (error.kind(), error.status())
                && error.kind() != TokenErrorKind::InvalidScope
        });
        let may_be_length = !is_said_to_one && self.sizes.may_be_length(size, &error);
        if may_be_length {
            self.sizes.refuse(size, &error);
        } else if size == 1 {
            state.alone = Some((now, error.clone()));
        }
        let before = state.trouble.take();
        let newer = before.as_ref().filter(|trouble| trouble.known_at > requested_at).map(|trouble| trouble.told(now));
        let is_of_the_request =
            matches!(error.kind(), TokenErrorKind::InvalidScope | TokenErrorKind::Refused | TokenErrorKind::Malformed);
        if is_of_the_request || may_be_length {
            // The source is well, unless it has failed since; it is this request that it does not like.
            state.trouble = before.filter(|_| newer.is_some());
            return Err(Unsupplied { error, again_in: None, may_be_length });
        }
        if let Some(told) = newer {
            // Requests that went out together fail together, and count as one.
            state.trouble = before;
            return Err(Unsupplied { error, ..told });
        }
        let (since, failures, given_up) = before
            .as_ref()
            .map_or((requested_at, 1, 0), |trouble| (trouble.since, trouble.failures + 1, trouble.given_up));
        let pause = match error.kind() {
            TokenErrorKind::Unavailable if given_up == 0 => {
                self.policy.pause(failures, now - since, error.retry_after())
            }
            _ => None,
        };
        let is_refused_for_good = error.kind() == TokenErrorKind::InvalidClient && !state.is_proven;
        let (again_at, given_up) = match pause {
            Some(pause) => (Some(after(now, pause)), 0),
            None if is_refused_for_good => (None, given_up + 1),
            None => (Some(after(now, rest(given_up, error.retry_after()))), given_up + 1),
        };
        let trouble = Trouble { error, since, failures, known_at: now, again_at, given_up };
        let told = trouble.told(now);
        state.trouble = Some(trouble);
        Err(told)
    }

    /// A panic elsewhere leaves the state whole: every change is one assignment.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How long nobody asks, after so many times before.
fn rest(given_up: u32, asked: Option<Duration>) -> Duration {
    let doubled = FIRST_REST.saturating_mul(1_u32.checked_shl(given_up).unwrap_or(u32::MAX));
    doubled.max(asked.unwrap_or_default()).min(LONGEST_REST)
}

#[cfg(test)]
mod tests;
