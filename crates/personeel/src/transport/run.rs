//! One call: token, attempts, pauses, and what its outcome means.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderValue};
use personeel_client::codes::ErrorCode;
use personeel_client::operations::Operation;
use personeel_client::seam::INSTITUTE_NO;
use personeel_wire::{Guid, InstituteNumber};
use reqwest::{Method, Request};
use tokio::time::Instant;
use tracing::{Instrument as _, debug, field, warn};

use super::exchange::{Body, Content, Exchange, Failure, Reading, Received, Stage, exchange};
use super::limits::{KEPT_ERROR_BYTES, Limits};
use super::retry::{Observer, RetryCause, RetryEvent, RetryPolicy, is_retryable_status, retry_after};
use crate::error::{Error, ErrorKind, Refusal, refusals};
use crate::token::{Token, TokenCache, TokenError, TokenErrorKind};

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

/// What an attempt means.
enum Verdict {
    Done(Answered),
    /// The token was refused.
    Refused(Error),
    /// Another attempt may do better.
    Again {
        error: Error,
        cause: RetryCause,
        asked: Option<Duration>,
    },
    Failed(Error),
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

/// What an answer means.
fn judge(call: &Outgoing, received: Received, replayed: bool) -> Verdict {
    let status = received.status;
    match (status, received.content) {
        (204, _) => Verdict::Done(Answered::NoData),
        (200..=299, Content::Whole(body)) => Verdict::Done(Answered::Body(body)),
        (_, Content::Pieces(body)) => Verdict::Done(Answered::Pieces(body)),
        (_, Content::Whole(body)) => judge_error(call, status, &received.headers, &body, replayed),
    }
}

fn judge_error(call: &Outgoing, status: u16, headers: &HeaderMap, body: &Bytes, replayed: bool) -> Verdict {
    let refusals = refusals(body);
    if let Some(answered) = landed_before(call.operation, &refusals, replayed) {
        return Verdict::Done(answered);
    }
    if status == 404 && refusals.is_empty() && !is_page(headers, body) && call.request.method() == Method::GET {
        return Verdict::Done(Answered::NoData);
    }
    let asked = retry_after(headers);
    let error = error_of(status, body, refusals).with_retry_after(asked);
    match status {
        401 => Verdict::Refused(error),
        _ if is_retryable_status(status) => Verdict::Again { error, cause: RetryCause::Status(status), asked },
        _ => Verdict::Failed(error),
    }
}

/// Whether a refusal only says that an earlier attempt has done the work.
fn landed_before(operation: Option<Operation>, refusals: &[Refusal], replayed: bool) -> Option<Answered> {
    let [only] = refusals else { return None };
    if !replayed {
        return None;
    }
    let gone = match operation? {
        Operation::DeleteInterruption => ErrorCode::Br018,
        Operation::DeleteAttachment => ErrorCode::Br019,
        Operation::DeleteCommunicationNumber => ErrorCode::Br028,
        Operation::PutCommunicationNumber if *only.code() == ErrorCode::Br026 => {
            return only.existing_id().map(Answered::AlreadyThere);
        }
        _ => return None,
    };
    (*only.code() == gone).then_some(Answered::AlreadyGone)
}

fn error_of(status: u16, body: &Bytes, refusals: Vec<Refusal>) -> Error {
    let (kind, message) = match status {
        401 => (ErrorKind::Unauthorized, "the service refused the token".to_owned()),
        403 => {
            (ErrorKind::Forbidden, "the institute is outside the token's scopes, or the item is forbidden".to_owned())
        }
        _ if is_retryable_status(status) => (ErrorKind::Status, format!("the service answered {status}")),
        _ if !refusals.is_empty() => (ErrorKind::Refused, "the rules forbid it".to_owned()),
        404 => (ErrorKind::NotFound, "nothing is there".to_owned()),
        300..=399 => {
            (ErrorKind::Status, format!("the service answered {status}, a redirect; none is followed with a token"))
        }
        _ => (ErrorKind::Status, format!("the service answered {status}")),
    };
    let kept = body.slice(..body.len().min(KEPT_ERROR_BYTES));
    Error::new(kind, message).with_status(status).with_refusals(refusals).with_raw_body(kept)
}

/// Whether a 404 is a web page: then it comes from a proxy or a wrong address, and says nothing about the data. Taking
/// it for an empty list would lose a school's whole staff.
fn is_page(headers: &HeaderMap, body: &[u8]) -> bool {
    let html = |value: &HeaderValue| value.to_str().is_ok_and(|text| text.to_ascii_lowercase().contains("html"));
    headers.get(http::header::CONTENT_TYPE).is_some_and(html) || body.trim_ascii_start().first() == Some(&b'<')
}

fn unanswered(failure: &Failure) -> Verdict {
    let (kind, message, cause) = match failure.stage {
        Stage::Connect => (ErrorKind::Connection, "the service cannot be reached", RetryCause::Connection),
        Stage::Transfer => (ErrorKind::Connection, "the connection broke", RetryCause::Connection),
        Stage::Timeout => (ErrorKind::Timeout, "the service was too slow", RetryCause::Timeout),
        Stage::TooLong => {
            return Verdict::Failed(Error::new(ErrorKind::Decode, "the answer is longer than the client's limit"));
        }
        Stage::Redirected => {
            return Verdict::Failed(Error::configuration(
                "the given HTTP client followed a redirect; make it with `redirect::Policy::none()`",
            ));
        }
        Stage::Request => {
            let error = Error::new(ErrorKind::Internal, "the request could not be made");
            return Verdict::Failed(caused(error, failure));
        }
    };
    Verdict::Again { error: caused(Error::new(kind, message), failure), cause, asked: None }
}

fn caused(error: Error, failure: &Failure) -> Error {
    match &failure.source {
        // reqwest's own error can't be cloned; its text has lost the address and holds nothing else of ours.
        Some(source) => error.with_source(Cause(source_text(source))),
        None => error,
    }
}

fn source_text(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(source) = next {
        text.push_str(": ");
        text.push_str(&source.to_string());
        next = source.source();
    }
    text
}

/// What the HTTP client says, without the address.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Cause(String);

fn without_token(error: &TokenError) -> Verdict {
    match error.kind() {
        TokenErrorKind::Unavailable => {
            Verdict::Again { error: token_error(error), cause: RetryCause::Token, asked: error.retry_after() }
        }
        _ => Verdict::Failed(token_error(error)),
    }
}

/// The error of a call that has no token.
pub(crate) fn token_error(error: &TokenError) -> Error {
    let kind = match error.kind() {
        TokenErrorKind::Unavailable => ErrorKind::Connection,
        TokenErrorKind::Malformed => ErrorKind::Decode,
        _ => ErrorKind::Unauthorized,
    };
    let typed = Error::new(kind, error.to_string()).with_source(error.clone()).with_retry_after(error.retry_after());
    match error.status() {
        Some(status) => typed.with_status(status),
        None => typed,
    }
}

#[cfg(test)]
mod tests;
