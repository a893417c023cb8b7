//! What an attempt means: done, another one, or the error of the call.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue};
use personeel_client::operations::Operation;

use super::exchange::{Content, Failure, Received, Stage};
use super::limits::KEPT_ERROR_BYTES;
use super::outgoing::Outgoing;
use super::reply::Reply;
use super::retry::{RetryCause, is_retryable_status, retry_after};
use crate::error::{Error, ErrorKind, Refusal, refusals};
use crate::token::{TokenError, TokenErrorKind};

/// What an attempt means.
pub(super) enum Verdict {
    Done(Reply),
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

/// What an answer means.
pub(super) fn judge(call: &Outgoing, received: Received, replayed: bool) -> Verdict {
    let status = received.status;
    match (status, received.content) {
        (204, _) => Verdict::Done(Reply::NoData),
        (200..=299, Content::Whole(body)) => Verdict::Done(Reply::Body(body)),
        (_, Content::Pieces(body)) => Verdict::Done(Reply::Pieces(body)),
        (_, Content::Whole(body)) => judge_error(call, status, &received.headers, &body, replayed),
    }
}

fn judge_error(call: &Outgoing, status: u16, headers: &HeaderMap, body: &Bytes, replayed: bool) -> Verdict {
    let refusals = refusals(body);
    if let Some(answered) = landed_before(call.operation, &refusals, replayed) {
        return Verdict::Done(answered);
    }
    if status == 404 && refusals.is_empty() && !is_page(headers, body) && call.method() == "GET" {
        return Verdict::Done(Reply::NoData);
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
fn landed_before(operation: Option<Operation>, refusals: &[Refusal], replayed: bool) -> Option<Reply> {
    let [only] = refusals else { return None };
    if !replayed {
        return None;
    }
    let (operation, info) = (operation?, only.code().info()?);
    if info.already_gone.contains(&operation) {
        return Some(Reply::AlreadyGone);
    }
    if info.already_there.contains(&operation) {
        return only.existing_id().map(Reply::AlreadyThere);
    }
    None
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

pub(super) fn unanswered(failure: &Failure) -> Verdict {
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

pub(super) fn without_token(error: &TokenError) -> Verdict {
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
