//! Faults in place of an answer, and in the middle of one.

use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use futures::StreamExt;
use http::StatusCode;
use http::header::{self, HeaderMap, HeaderValue};
use http_body_util::BodyExt;

use crate::faults::{Fate, Faults};
use crate::reply::{Reply, empty};

/// The connection ends here, without an answer.
#[derive(Debug, thiserror::Error)]
#[error("the connection is cut on purpose")]
pub(crate) struct Cut;

/// How long the first half of an answer gets to arrive before the rest doesn't.
const HEAD_START: Duration = Duration::from_millis(5);

/// The answer of a fault that keeps a call from being done.
pub(super) fn instead(faults: &Faults, fate: Fate, headers: &HeaderMap) -> Option<Reply> {
    let institute = headers.get("instituteno").and_then(|value| value.to_str().ok()?.trim().parse().ok());
    if institute.is_some_and(|institute| faults.fail_institute.contains(&institute)) {
        return Some(empty(StatusCode::INTERNAL_SERVER_ERROR));
    }
    let status = fate.status?;
    let mut reply = empty(status);
    if status == StatusCode::TOO_MANY_REQUESTS {
        reply.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(faults.retry_after));
    }
    Some(reply)
}

/// Cuts an answer: half of its first piece arrives, or nothing at all of one without a body.
pub(super) async fn cut(reply: Reply) -> Result<Reply, Cut> {
    let (parts, mut body) = reply.into_parts();
    let first = body.frame().await.and_then(Result::ok).and_then(|frame| frame.into_data().ok()).ok_or(Cut)?;
    let half: Bytes = first.slice(..first.len() / 2);
    let pieces = futures::stream::once(async move { Ok(half) }).chain(futures::stream::once(async {
        tokio::time::sleep(HEAD_START).await;
        Err(Cut)
    }));
    Ok(Reply::from_parts(parts, Body::from_stream(pieces)))
}
