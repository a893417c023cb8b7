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
use reqwest::{Request, Url};
use tokio::time::{Instant, timeout_at};
use tracing::{Instrument as _, debug, field, warn};

use super::exchange::{Body, Exchange, Reading, Sending, exchange};
use super::limits::{Limits, after};
use super::retry::{Observer, RetryCause, RetryEvent, RetryPolicy};
use super::verdict::{Verdict, judge, unanswered, without_token};
use crate::endpoint::same_origin;
use crate::error::{Error, ErrorKind};
use crate::token::TokenCache;

/// What every call of a client goes through.
pub(crate) struct Transport {
    pub(crate) http: Arc<dyn Exchange>,
    pub(crate) tokens: TokenCache,
    pub(crate) policy: RetryPolicy,
    pub(crate) limits: Limits,
    pub(crate) observer: Observer,
    /// Where the API is: the only host to which a token goes.
    pub(crate) api: Url,
}

/// A call whose requests are ready save their token.
pub(crate) struct Outgoing<'a> {
    /// The call of the API; `None` for one that the document doesn't know.
    pub(crate) operation: Option<Operation>,
    pub(crate) institute: InstituteNumber,
    /// The HTTP method.
    pub(crate) method: &'a str,
    /// Makes the request of one attempt. To make it anew is cheaper than to keep a copy for an attempt that hardly ever
    /// comes.
    pub(crate) make: &'a (dyn Fn() -> Result<Request, Error> + Sync),
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
    pub(crate) async fn run(&self, call: Outgoing<'_>) -> Result<Answered, Error> {
        let info = call.operation.map(Operation::info);
        let span = tracing::info_span!(
            "personeel.call",
            otel.kind = "client",
            personeel.operation = info.map_or("raw", |info| info.id),
            personeel.institute = %call.institute,
            http.request.method = call.method,
            url.template = info.map(|info| info.path),
            http.response.status_code = field::Empty,
            http.request.resend_count = field::Empty,
            error.type = field::Empty,
        );
        let started = Instant::now();
        let mut history = History::default();
        let outcome = self.attempts(&call, started, &mut history).instrument(span.clone()).await;
        if !span.is_disabled() {
            span.record("http.request.resend_count", history.attempts.saturating_sub(1));
            if let Some(status) = history.status {
                span.record("http.response.status_code", status);
            }
        }
        let attempts = history.attempts;
        let duration_ms = || u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        match outcome {
            Ok(answered) => {
                span.in_scope(|| debug!(attempts, duration_ms = duration_ms(), "the call succeeded"));
                Ok(answered)
            }
            Err(error) => {
                let error = error
                    .with_attempts(attempts, history.may_have_been_applied)
                    .with_institute(call.institute)
                    .with_operation(call.operation);
                let kind = error.kind().as_str();
                span.record("error.type", kind);
                span.in_scope(|| debug!(attempts, duration_ms = duration_ms(), kind, "the call failed"));
                Err(error)
            }
        }
    }

    async fn attempts(&self, call: &Outgoing<'_>, started: Instant, history: &mut History) -> Result<Answered, Error> {
        let end = after(started, self.limits.timeouts.call);
        loop {
            let mut request = self.request(call)?;
            let token = match self.tokens.fresh(call.institute) {
                Some(token) => Ok(Ok(token)),
                None => timeout_at(end, self.tokens.token(call.institute)).await,
            };
            let (token, verdict) = match token {
                Ok(Ok(token)) => {
                    request.headers_mut().insert(AUTHORIZATION, token.header());
                    let verdict = self.attempt(call, self.http.send(request), end, history).await;
                    (Some(token), verdict)
                }
                Ok(Err(error)) => {
                    history.tokenless += 1;
                    (None, without_token(&error))
                }
                Err(_) => return Err(self.too_long()),
            };
            let (error, cause, asked) = match verdict {
                Verdict::Done(answered) => return Ok(answered),
                Verdict::Failed(error) => return Err(error),
                Verdict::Refused(error) => {
                    if let Some(token) = &token {
                        self.tokens.invalidate(call.institute, token);
                    }
                    if history.renewed {
                        return Err(error);
                    }
                    history.renewed = true;
                    // The replay with a fresh token is not a retry: it has no pause and counts against no limit.
                    self.tell(call, history.attempts, RetryCause::Unauthorized, Duration::ZERO);
                    continue;
                }
                Verdict::Again { error, cause, asked } => (error, cause, asked),
            };
            if Instant::now() >= end {
                return Err(self.too_long());
            }
            let failed = history.attempts + history.tokenless;
            let pause = self.policy.pause(failed, started.elapsed(), asked);
            // PUT writes by id and DELETE is idempotent; what else a raw call may be is sent again only if it never left.
            let repeatable = !history.may_have_been_applied || matches!(call.method, "GET" | "HEAD" | "PUT" | "DELETE");
            match pause.filter(|_| repeatable) {
                Some(pause) => {
                    self.tell(call, history.attempts, cause, pause);
                    if timeout_at(end, tokio::time::sleep(pause)).await.is_err() {
                        return Err(self.too_long());
                    }
                }
                None => return Err(error.with_retry_after(asked)),
            }
        }
    }

    /// The request of an attempt, save its token.
    fn request(&self, call: &Outgoing<'_>) -> Result<Request, Error> {
        let mut request = (call.make)()?;
        if !same_origin(request.url(), &self.api) {
            return Err(Error::new(ErrorKind::Internal, "the request left the configured host; no token was sent"));
        }
        let number = HeaderValue::try_from(call.institute.as_str())
            .map_err(|_| Error::new(ErrorKind::Internal, "the institute number is no header value"))?;
        request.headers_mut().insert(INSTITUTE_NO, number);
        Ok(request)
    }

    async fn attempt(&self, call: &Outgoing<'_>, sending: Sending<'_>, end: Instant, history: &mut History) -> Verdict {
        history.attempts += 1;
        let end = end.min(after(Instant::now(), self.limits.timeouts.attempt));
        let outcome = exchange(sending, &self.limits, end, call.reading).await;
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

    fn too_long(&self) -> Error {
        Error::new(ErrorKind::Timeout, format!("the call took longer than {:?}", self.limits.timeouts.call))
    }

    fn tell(&self, call: &Outgoing<'_>, attempts: u32, cause: RetryCause, pause: Duration) {
        warn!(attempts, ?cause, ?pause, "an attempt failed and is repeated");
        if let Some(observer) = &self.observer.0 {
            observer(&RetryEvent { operation: call.operation, institute: call.institute, attempts, cause, pause });
        }
    }
}

#[cfg(test)]
mod tests;
