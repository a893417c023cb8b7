//! Decides what an attempt means: success, a retry, or the error of the call.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue};
use personeel_client::is_no_data;
use personeel_client::operations::Operation;
use reqwest::Url;

use super::body::{confirms_write, envelope_refusals, is_blank, is_page, parse_id};
use super::exchange::{Content, Received};
use super::limits::MAX_ERROR_BODY_BYTES;
use super::outgoing::{Outgoing, Wants};
use super::reply::Reply;
use super::retry::RetryCause;
use crate::error::{Error, ErrorKind, Refusal, refusals};
use crate::net::{CodingFault, Failure, Route, Stage, explain, is_retryable_status, retry_after};
use crate::token::{TokenError, TokenErrorKind, Unsupplied};

/// What an attempt means for the call.
pub(super) enum Verdict {
    Done(Reply),
    /// The service rejected the token.
    TokenRejected(Error),
    /// The request was too long: the service `says` so, or that is likely. A shorter token may help.
    TooLong {
        error: Error,
        says: bool,
    },
    /// A retry may help.
    Retry {
        error: Error,
        cause: RetryCause,
        asked: Option<Duration>,
        /// The connection broke after the request was sent.
        hung_up: bool,
    },
    Failed(Error),
}

impl Verdict {
    /// Adds why the body of the response could not be read.
    fn with_coding_fault(self, fault: CodingFault) -> Self {
        let add_fault = |error: Error| error.with_note(&fault.to_string()).with_source(fault);
        match self {
            Self::Done(reply) => Self::Done(reply),
            Self::TokenRejected(error) => Self::TokenRejected(add_fault(error)),
            Self::TooLong { error, says } => Self::TooLong { error: add_fault(error), says },
            Self::Retry { error, cause, asked, hung_up } => {
                Self::Retry { error: add_fault(error), cause, asked, hung_up }
            }
            Self::Failed(error) => Self::Failed(add_fault(error)),
        }
    }
}

/// Decides what a response means. `api` is the URL of the API.
pub(super) fn judge(call: &Outgoing, received: Received, replayed: bool, api: &Url) -> Verdict {
    let status = received.status;
    let is_good = (200..=299).contains(&status);
    match received.content {
        Content::Complete(body) if is_good => match find_invalid(call, status, &body, api) {
            Some(error) => Verdict::Failed(error),
            None if call.wants == Wants::Anything && status == 204 => Verdict::Done(Reply::NoData),
            None => Verdict::Done(Reply::Body(body)),
        },
        Content::Streaming(body) => match find_invalid(call, status, body.start(), api) {
            Some(error) => Verdict::Failed(error),
            None => Verdict::Done(Reply::Streaming(body)),
        },
        Content::Complete(body) => judge_error(call, status, &received.headers, &body, true, replayed, api),
        Content::Truncated(body) => judge_error(call, status, &received.headers, &body, false, replayed, api),
        Content::Unread(fault) if is_good => {
            let message = format!("the response cannot be read: {fault}{}", describe_doubt(call));
            Verdict::Failed(Error::new(ErrorKind::Decode, message).with_source(fault))
        }
        // The status says enough.
        Content::Unread(fault) => {
            judge_error(call, status, &received.headers, &Bytes::new(), false, replayed, api).with_coding_fault(fault)
        }
    }
}

/// Returns the error if a 2xx response is not what was expected. Only the body counts; headers are not reliable.
fn find_invalid(call: &Outgoing, status: u16, body: &[u8], api: &Url) -> Option<Error> {
    let refusals = envelope_refusals(body);
    let what = if is_page(body) {
        "a web page"
    } else if !refusals.is_empty() {
        "an error"
    } else {
        match call.wants {
            Wants::List | Wants::Record if is_blank(body) => "an empty body",
            Wants::Id if parse_id(body).is_none() => "a body without the id of the record",
            Wants::Done if !confirms_write(body, call.written_id()) => "an unexpected body",
            _ => return None,
        }
    };
    let message =
        format!("the service returned {status} with {what}{}; {}", describe_doubt(call), describe_url_check(api));
    let start = Bytes::copy_from_slice(&body[..body.len().min(MAX_ERROR_BODY_BYTES)]);
    Some(Error::new(ErrorKind::Decode, message).with_refusals(refusals).with_raw_body(start))
}

/// Returns what to say about a write without a valid response.
fn describe_doubt(call: &Outgoing) -> String {
    match (call.method(), call.written_id()) {
        ("GET" | "HEAD", _) => String::new(),
        (_, None) => ": it is unknown whether the write was carried out".to_owned(),
        (_, Some(id)) => format!(": it is unknown whether the write was carried out (id {id})"),
    }
}

/// Returns what to do about a response that doesn't come from the service.
fn describe_url_check(api: &Url) -> String {
    let url = api.as_str().trim_end_matches('/');
    format!("check that the API is at {url} (`api_url`; for the program PERSONEEL_API_URL)")
}

fn judge_error(
    call: &Outgoing,
    status: u16,
    headers: &HeaderMap,
    body: &Bytes,
    is_complete: bool,
    replayed: bool,
    api: &Url,
) -> Verdict {
    let refusals = if is_complete { refusals(body) } else { Vec::new() };
    if let Some(reply) = find_earlier_success(call.operation, &refusals, replayed) {
        return Verdict::Done(reply);
    }
    let error = if status == 404 && refusals.is_empty() {
        let says_no_data = is_complete && is_no_data(body) && !is_labelled_page(headers);
        match (says_no_data, call.method()) {
            (true, "GET") => return Verdict::Done(Reply::NoData),
            (true, _) => Error::new(ErrorKind::NotFound, "the record does not exist"),
            (false, _) => {
                let message =
                    format!("the service returned a 404 that does not mean \"no data\"; {}", describe_url_check(api));
                Error::new(ErrorKind::Status, message)
            }
        }
    } else {
        status_error(status, &refusals)
    };
    let asked = retry_after(headers);
    let error = error.with_status(status).with_refusals(refusals).with_raw_body(body.clone()).with_retry_after(asked);
    match status {
        401 => Verdict::TokenRejected(error),
        // Servers use several statuses for headers that are too long.
        431 | 494 => Verdict::TooLong { error, says: true },
        413 if call.method() == "GET" => Verdict::TooLong { error, says: true },
        // IIS and nginx return a page in that case, but also for other reasons.
        400 if is_page(body) || is_labelled_page(headers) => Verdict::TooLong { error, says: false },
        _ if is_retryable_status(status) => {
            Verdict::Retry { error, cause: RetryCause::Status(status), asked, hung_up: false }
        }
        _ => Verdict::Failed(error),
    }
}

/// Returns the success if a refusal only says that an earlier attempt already did the work.
fn find_earlier_success(operation: Option<Operation>, refusals: &[Refusal], replayed: bool) -> Option<Reply> {
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

fn status_error(status: u16, refusals: &[Refusal]) -> Error {
    let (kind, message) = match status {
        401 => (ErrorKind::Unauthorized, "the service rejected the token".to_owned()),
        403 => {
            (ErrorKind::Forbidden, "the institute is outside the token's scopes, or the item is forbidden".to_owned())
        }
        _ if is_retryable_status(status) => (ErrorKind::Status, format!("the service returned {status}")),
        _ if !refusals.is_empty() => (ErrorKind::Refused, "refused by the rules".to_owned()),
        300..=399 => (
            ErrorKind::Status,
            format!("the service returned {status}, a redirect, which is never followed with a token"),
        ),
        _ => (ErrorKind::Status, format!("the service returned {status}")),
    };
    Error::new(kind, message)
}

/// Whether the headers of an empty 404 say that it is a web page. It then comes from a proxy or a wrong URL.
fn is_labelled_page(headers: &HeaderMap) -> bool {
    let html = |value: &HeaderValue| value.to_str().is_ok_and(|text| text.to_ascii_lowercase().contains("html"));
    headers.get(http::header::CONTENT_TYPE).is_some_and(html)
}

/// Decides what an attempt without a response means.
pub(super) fn judge_failure(failure: Failure, route: &Route) -> Verdict {
    let (kind, message, cause) = match (failure.stage, failure.reqwest()) {
        (Stage::Connect, Some(source)) => {
            let cause = explain(source, "the service", route);
            if cause.is_lasting {
                let error = Error::new(ErrorKind::Connection, cause.clause).lasting(true);
                return Verdict::Failed(with_cause(error, failure));
            }
            (ErrorKind::Connection, cause.clause, RetryCause::Connection)
        }
        (Stage::Connect, None) => {
            let message = format!("the service at {} cannot be reached", route.host());
            (ErrorKind::Connection, message, RetryCause::Connection)
        }
        (Stage::Transfer, _) => (ErrorKind::Connection, "the connection broke".to_owned(), RetryCause::Connection),
        (Stage::Timeout, _) => {
            (ErrorKind::Timeout, "the service did not respond in time".to_owned(), RetryCause::Timeout)
        }
        (Stage::TooLong, _) => {
            return Verdict::Failed(Error::new(ErrorKind::Decode, "the response is longer than the client's limit"));
        }
        (Stage::Coding(fault), _) => {
            return Verdict::Failed(Error::new(ErrorKind::Decode, fault.to_string()).with_source(fault));
        }
        (Stage::Redirected, _) => {
            let error = Error::configuration(
                "the HTTP client or transport followed a redirect; configure it not to (in reqwest with \
                 `redirect::Policy::none()`)",
            );
            return Verdict::Failed(with_cause(error, failure));
        }
        (Stage::Withheld, _) => {
            let error = Error::configuration("the transport did not send the request");
            return Verdict::Failed(with_cause(error, failure));
        }
        (Stage::Request, _) => {
            let error = Error::new(ErrorKind::Internal, "the request could not be created");
            return Verdict::Failed(with_cause(error, failure));
        }
    };
    let hung_up = failure.stage == Stage::Transfer;
    Verdict::Retry { error: with_cause(Error::new(kind, message), failure), cause, asked: None, hung_up }
}

fn with_cause(error: Error, failure: Failure) -> Error {
    match failure.source {
        Some(source) => error.with_shared_source(source),
        None => error,
    }
}

/// Decides what a missing token means for the call.
pub(super) fn judge_missing_token(unsupplied: &Unsupplied) -> Verdict {
    let error = token_error(&unsupplied.error);
    match unsupplied.again_in {
        Some(pause) => Verdict::Retry { error, cause: RetryCause::Token, asked: Some(pause), hung_up: false },
        None => Verdict::Failed(error),
    }
}

/// Converts a token error to the error of a call.
pub(crate) fn token_error(error: &TokenError) -> Error {
    let kind = match error.kind() {
        TokenErrorKind::Unavailable | TokenErrorKind::Unreachable => ErrorKind::Connection,
        TokenErrorKind::Malformed => ErrorKind::Decode,
        _ => ErrorKind::Unauthorized,
    };
    let typed = Error::new(kind, error.to_string())
        .lasting(error.kind() == TokenErrorKind::Unreachable)
        .with_source(error.clone())
        .with_retry_after(error.retry_after());
    match error.status() {
        Some(status) => typed.with_status(status),
        None => typed,
    }
}
