//! What an attempt means: done, another one, or the error of the call.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue};
use personeel_client::is_no_data;
use personeel_client::operations::Operation;
use reqwest::Url;

use super::body::{envelope, id, is_blank, is_page, says_done};
use super::exchange::{Content, Received};
use super::limits::MAX_ERROR_BODY_BYTES;
use super::outgoing::{Outgoing, Wants};
use super::reply::Reply;
use super::retry::RetryCause;
use crate::error::{Error, ErrorKind, Refusal, refusals};
use crate::net::{CodingFault, Failure, Route, Stage, explain, is_retryable_status, retry_after};
use crate::token::{TokenError, TokenErrorKind, Unsupplied};

/// What an attempt means.
pub(super) enum Verdict {
    Done(Reply),
    /// The token was refused.
    Refused(Error),
    /// What went out was too long, or may have been where nobody `says` so: a shorter token may do better.
    TooLong {
        error: Error,
        says: bool,
    },
    /// Another attempt may do better.
    Again {
        error: Error,
        cause: RetryCause,
        asked: Option<Duration>,
        /// The service saw something, and hung up.
        hung_up: bool,
    },
    Failed(Error),
}

impl Verdict {
    /// With why the body of the answer could not be read.
    fn because(self, fault: CodingFault) -> Self {
        let because = |error: Error| error.with_note(&fault.to_string()).with_source(fault);
        match self {
            Self::Done(reply) => Self::Done(reply),
            Self::Refused(error) => Self::Refused(because(error)),
            Self::TooLong { error, says } => Self::TooLong { error: because(error), says },
            Self::Again { error, cause, asked, hung_up } => {
                Self::Again { error: because(error), cause, asked, hung_up }
            }
            Self::Failed(error) => Self::Failed(because(error)),
        }
    }
}

/// What an answer means. `api` is where it came from.
pub(super) fn judge(call: &Outgoing, received: Received, replayed: bool, api: &Url) -> Verdict {
    let status = received.status;
    let is_good = (200..=299).contains(&status);
    match received.content {
        Content::Whole(body) if is_good => match fault(call, status, &body, api) {
            Some(error) => Verdict::Failed(error),
            None if call.wants == Wants::Anything && status == 204 => Verdict::Done(Reply::NoData),
            None => Verdict::Done(Reply::Body(body)),
        },
        Content::Pieces(body) => match fault(call, status, body.start(), api) {
            Some(error) => Verdict::Failed(error),
            None => Verdict::Done(Reply::Pieces(body)),
        },
        Content::Whole(body) => judge_error(call, status, &received.headers, &body, true, replayed, api),
        Content::Cut(body) => judge_error(call, status, &received.headers, &body, false, replayed, api),
        Content::Unread(fault) if is_good => {
            let message = format!("the answer cannot be read: {fault}{}", doubt(call));
            Verdict::Failed(Error::new(ErrorKind::Decode, message).with_source(fault))
        }
        // The status says the most of what there is to say.
        Content::Unread(fault) => {
            judge_error(call, status, &received.headers, &Bytes::new(), false, replayed, api).because(fault)
        }
    }
}

/// What makes a 2xx answer none, by its body alone: what it is called on the way says nothing.
fn fault(call: &Outgoing, status: u16, body: &[u8], api: &Url) -> Option<Error> {
    let refusals = envelope(body);
    let what = if is_page(body) {
        "a web page"
    } else if !refusals.is_empty() {
        "an error"
    } else {
        match call.wants {
            Wants::List | Wants::Record if is_blank(body) => "nothing at all",
            Wants::Id if id(body).is_none() => "something without the id of what was written",
            Wants::Done if !says_done(body, call.written_id()) => "something where nothing is expected",
            _ => return None,
        }
    };
    let message = format!("the service answered {status} with {what}{}; {}", doubt(call), check_address(api));
    let kept = Bytes::copy_from_slice(&body[..body.len().min(MAX_ERROR_BODY_BYTES)]);
    Some(Error::new(ErrorKind::Decode, message).with_refusals(refusals).with_raw_body(kept))
}

/// What is left to say of a write whose answer is none.
fn doubt(call: &Outgoing) -> String {
    match (call.method(), call.written_id()) {
        ("GET" | "HEAD", _) => String::new(),
        (_, None) => ": nobody knows whether it was carried out".to_owned(),
        (_, Some(id)) => format!(": nobody knows whether it was carried out (id {id})"),
    }
}

/// What to do about an answer that the service itself does not give.
fn check_address(api: &Url) -> String {
    let address = api.as_str().trim_end_matches('/');
    format!("check that the API is at {address} (`api_url`; for the program PERSONEEL_API_URL)")
}

fn judge_error(
    call: &Outgoing,
    status: u16,
    headers: &HeaderMap,
    body: &Bytes,
    is_whole: bool,
    replayed: bool,
    api: &Url,
) -> Verdict {
    let refusals = if is_whole { refusals(body) } else { Vec::new() };
    if let Some(reply) = landed_before(call.operation, &refusals, replayed) {
        return Verdict::Done(reply);
    }
    let error = if status == 404 && refusals.is_empty() {
        let says_no_data = is_whole && is_no_data(body) && !is_called_page(headers);
        match (says_no_data, call.method()) {
            (true, "GET") => return Verdict::Done(Reply::NoData),
            (true, _) => Error::new(ErrorKind::NotFound, "nothing is there"),
            (false, _) => {
                let message =
                    format!("the service answered 404 in a way that does not mean \"no data\"; {}", check_address(api));
                Error::new(ErrorKind::Status, message)
            }
        }
    } else {
        error_of(status, &refusals)
    };
    let asked = retry_after(headers);
    let error = error.with_status(status).with_refusals(refusals).with_raw_body(body.clone()).with_retry_after(asked);
    match status {
        401 => Verdict::Refused(error),
        // Servers call a head that is too long by many names.
        431 | 494 => Verdict::TooLong { error, says: true },
        413 if call.method() == "GET" => Verdict::TooLong { error, says: true },
        // IIS and nginx show a page then, as they do for other reasons.
        400 if is_page(body) || is_called_page(headers) => Verdict::TooLong { error, says: false },
        _ if is_retryable_status(status) => {
            Verdict::Again { error, cause: RetryCause::Status(status), asked, hung_up: false }
        }
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

fn error_of(status: u16, refusals: &[Refusal]) -> Error {
    let (kind, message) = match status {
        401 => (ErrorKind::Unauthorized, "the service refused the token".to_owned()),
        403 => {
            (ErrorKind::Forbidden, "the institute is outside the token's scopes, or the item is forbidden".to_owned())
        }
        _ if is_retryable_status(status) => (ErrorKind::Status, format!("the service answered {status}")),
        _ if !refusals.is_empty() => (ErrorKind::Refused, "the rules forbid it".to_owned()),
        300..=399 => {
            (ErrorKind::Status, format!("the service answered {status}, a redirect; none is followed with a token"))
        }
        _ => (ErrorKind::Status, format!("the service answered {status}")),
    };
    Error::new(kind, message)
}

/// Whether an empty 404 is called a web page: then it comes from a proxy or a wrong address.
fn is_called_page(headers: &HeaderMap) -> bool {
    let html = |value: &HeaderValue| value.to_str().is_ok_and(|text| text.to_ascii_lowercase().contains("html"));
    headers.get(http::header::CONTENT_TYPE).is_some_and(html)
}

pub(super) fn unanswered(failure: Failure, route: &Route) -> Verdict {
    let (kind, message, cause) = match (failure.stage, failure.reqwest()) {
        (Stage::Connect, Some(source)) => {
            let cause = explain(source, "the service", route);
            if cause.is_lasting {
                let error = Error::new(ErrorKind::Connection, cause.clause).lasting(true);
                return Verdict::Failed(caused(error, failure));
            }
            (ErrorKind::Connection, cause.clause, RetryCause::Connection)
        }
        (Stage::Connect, None) => {
            let message = format!("the service at {} cannot be reached", route.host());
            (ErrorKind::Connection, message, RetryCause::Connection)
        }
        (Stage::Transfer, _) => (ErrorKind::Connection, "the connection broke".to_owned(), RetryCause::Connection),
        (Stage::Timeout, _) => (ErrorKind::Timeout, "the service was too slow".to_owned(), RetryCause::Timeout),
        (Stage::TooLong, _) => {
            return Verdict::Failed(Error::new(ErrorKind::Decode, "the answer is longer than the client's limit"));
        }
        (Stage::Coding(fault), _) => {
            return Verdict::Failed(Error::new(ErrorKind::Decode, fault.to_string()).with_source(fault));
        }
        (Stage::Redirected, _) => {
            let error = Error::configuration(
                "the given HTTP client or transport followed a redirect; let it follow none (in reqwest with \
                 `redirect::Policy::none()`)",
            );
            return Verdict::Failed(caused(error, failure));
        }
        (Stage::Withheld, _) => {
            let error = Error::configuration("the given transport did not send the request");
            return Verdict::Failed(caused(error, failure));
        }
        (Stage::Request, _) => {
            let error = Error::new(ErrorKind::Internal, "the request could not be made");
            return Verdict::Failed(caused(error, failure));
        }
    };
    let hung_up = failure.stage == Stage::Transfer;
    Verdict::Again { error: caused(Error::new(kind, message), failure), cause, asked: None, hung_up }
}

fn caused(error: Error, failure: Failure) -> Error {
    match failure.source {
        Some(source) => error.with_shared_source(source),
        None => error,
    }
}

pub(super) fn without_token(unsupplied: &Unsupplied) -> Verdict {
    let error = token_error(&unsupplied.error);
    match unsupplied.again_in {
        Some(pause) => Verdict::Again { error, cause: RetryCause::Token, asked: Some(pause), hung_up: false },
        None => Verdict::Failed(error),
    }
}

/// The error of a call that has no token.
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
