//! One call: token, attempts, pauses, and what its outcome means.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderValue;
use http::header::AUTHORIZATION;
use personeel_client::operations::Operation;
use personeel_client::seam::INSTITUTE_NO;
use personeel_wire::{Guid, InstituteNumber};
use reqwest::{Method, Request};
use tokio::time::Instant;
use tracing::{Instrument as _, debug, field, warn};

use super::exchange::{Body, Exchange, Reading, exchange};
use super::limits::Limits;
use super::retry::{Observer, RetryCause, RetryEvent, RetryPolicy};
use super::verdict::{Verdict, judge, unanswered, without_token};
use crate::error::{Error, ErrorKind};
use crate::token::{Token, TokenCache};

/// What every call of a client goes through.
pub(crate) struct Transport {
    pub(crate) http: Arc<dyn Exchange>,
    pub(crate) tokens: TokenCache,
    pub(crate) policy: RetryPolicy,
    pub(crate) limits: Limits,
    pub(crate) observer: Observer,
    /// The only origin to which a token goes.
    pub(crate) origin: url::Origin,
}

/// A request that is ready save its token.
pub(crate) struct Outgoing {
    /// The call of the API; `None` for one that the document doesn't know.
    pub(crate) operation: Option<Operation>,
    pub(crate) institute: InstituteNumber,
    pub(crate) request: Request,
    pub(crate) reading: Reading,
}

/// What a call that succeeded gave.
pub(crate) enum Answered {
    /// The body of a 2xx answer.
    Body(Bytes),
    /// The body of a 2xx answer, still to be read.
    Pieces(Body),
    /// There is no data: 204, or a 404 that says no more.
    NoData,
    /// A repeated DELETE found nothing left: the first one has landed.
    AlreadyGone,
    /// A repeated PUT found its record there, under this id: the first one has landed.
    AlreadyThere(Guid),
}

impl fmt::Debug for Answered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Body(_) => "Body",
            Self::Pieces(_) => "Pieces",
            Self::NoData => "NoData",
            Self::AlreadyGone => "AlreadyGone",
            Self::AlreadyThere(_) => "AlreadyThere",
        })
    }
}

/// What has happened to a call so far.
#[derive(Default)]
struct History {
    attempts: u32,
    /// Times that no token could be had for the moment.
    tokenless: u32,
    /// An earlier attempt may have been carried out.
    may_have_been_applied: bool,
    renewed: bool,
    /// The status of the last answer.
    status: Option<u16>,
}

impl Transport {
    /// Sends a call until it succeeds, fails for good or runs out of attempts or time.
    pub(crate) async fn run(&self, call: Outgoing) -> Result<Answered, Error> {
        let info = call.operation.map(Operation::info);
        let span = tracing::info_span!(
            "personeel.call",
            otel.kind = "client",
            personeel.operation = info.map_or("raw", |info| info.id),
            personeel.institute = %call.institute,
            http.request.method = call.request.method().as_str(),
            url.template = info.map(|info| info.path),
            http.response.status_code = field::Empty,
            http.request.resend_count = field::Empty,
            error.type = field::Empty,
        );
        let (operation, institute) = (call.operation, call.institute);
        let limit = self.limits.timeouts.call;
        let started = Instant::now();
        let mut history = History::default();
        let work = self.attempts(&call, &mut history).instrument(span.clone());
        let outcome = match tokio::time::timeout(limit, work).await {
            Ok(outcome) => outcome,
            Err(_) => Err(Error::new(ErrorKind::Timeout, format!("the call took longer than {limit:?}"))
                .with_attempts(history.attempts, history.attempts > 0)),
        };
        span.record("http.request.resend_count", history.attempts.saturating_sub(1));
        if let Some(status) = history.status {
            span.record("http.response.status_code", status);
        }
        let attempts = history.attempts;
        let duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        if outcome.is_ok() {
            span.in_scope(|| debug!(attempts, duration_ms, "the call succeeded"));
        }
        outcome.map_err(|error| {
            let error = error.with_institute(institute).with_operation(operation);
            span.record("error.type", error.kind().as_str());
            span.in_scope(|| debug!(attempts, duration_ms, kind = error.kind().as_str(), "the call failed"));
            error
        })
    }

    async fn attempts(&self, call: &Outgoing, history: &mut History) -> Result<Answered, Error> {
        if call.request.url().origin() != self.origin {
            return Err(Error::new(ErrorKind::Internal, "the request left the configured host; no token was sent"));
        }
        let started = Instant::now();
        loop {
            let (token, verdict) = match self.tokens.token(call.institute).await {
                Ok(token) => {
                    let verdict = self.attempt(call, &token, history).await;
                    (Some(token), verdict)
                }
                Err(error) => {
                    history.tokenless += 1;
                    (None, without_token(&error))
                }
            };
            let (error, cause, asked) = match verdict {
                Verdict::Done(answered) => return Ok(answered),
                Verdict::Failed(error) => {
                    return Err(error.with_attempts(history.attempts, history.may_have_been_applied));
                }
                Verdict::Refused(error) => {
                    if let Some(token) = &token {
                        self.tokens.invalidate(call.institute, token);
                    }
                    if history.renewed {
                        return Err(error.with_attempts(history.attempts, history.may_have_been_applied));
                    }
                    history.renewed = true;
                    // The replay with a fresh token is not a retry: it has no pause and counts against no limit.
                    self.tell(call, history.attempts, RetryCause::Unauthorized, Duration::ZERO);
                    continue;
                }
                Verdict::Again { error, cause, asked } => (error, cause, asked),
            };
            let failed = history.attempts + history.tokenless;
            let pause = self.policy.pause(failed, started.elapsed(), asked);
            // PUT writes by id and DELETE is idempotent; what else a raw call may be is sent again only if it never left.
            let repeatable = !history.may_have_been_applied
                || matches!(*call.request.method(), Method::GET | Method::HEAD | Method::PUT | Method::DELETE);
            match pause.filter(|_| repeatable) {
                Some(pause) => {
                    self.tell(call, history.attempts, cause, pause);
                    tokio::time::sleep(pause).await;
                }
                None => {
                    return Err(error
                        .with_attempts(history.attempts, history.may_have_been_applied)
                        .with_retry_after(asked));
                }
            }
        }
    }

    async fn attempt(&self, call: &Outgoing, token: &Token, history: &mut History) -> Verdict {
        let Some(mut request) = call.request.try_clone() else {
            return Verdict::Failed(Error::new(ErrorKind::Internal, "the request cannot be sent twice"));
        };
        let Ok(mut bearer) = HeaderValue::try_from(format!("Bearer {}", token.expose_secret())) else {
            return Verdict::Failed(Error::new(
                ErrorKind::Unauthorized,
                "the token holds characters that no header may",
            ));
        };
        bearer.set_sensitive(true);
        request.headers_mut().insert(AUTHORIZATION, bearer);
        let Ok(number) = HeaderValue::try_from(call.institute.as_str()) else {
            return Verdict::Failed(Error::new(ErrorKind::Internal, "the institute number is no header value"));
        };
        request.headers_mut().insert(INSTITUTE_NO, number);
        history.attempts += 1;
        let outcome = exchange(&*self.http, request, &self.limits, call.reading).await;
        let replayed = history.may_have_been_applied;
        history.may_have_been_applied |= match &outcome {
            // A proxy's 502 to 504 says nothing about the service behind it.
            Ok(received) => matches!(received.status, 408 | 500..=599 | 999),
            Err(failure) => failure.may_have_been_applied(),
        };
        history.status = outcome.as_ref().ok().map(|received| received.status);
        match outcome {
            Ok(received) => judge(call, received, replayed),
            Err(failure) => unanswered(&failure),
        }
    }

    fn tell(&self, call: &Outgoing, attempts: u32, cause: RetryCause, pause: Duration) {
        warn!(attempts, ?cause, ?pause, "an attempt failed and is repeated");
        if let Some(observer) = &self.observer.0 {
            observer(&RetryEvent { operation: call.operation, institute: call.institute, attempts, cause, pause });
        }
    }
}

#[cfg(test)]
mod tests;
