//! Faults that replace a response or cut it off.

use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use futures_util::StreamExt;
use http::StatusCode;
use http::header::{self, HeaderMap, HeaderValue};
use http_body_util::BodyExt;

use crate::faults::{Fate, Faults};
use crate::reply::{Reply, empty};

/// Ends the connection without a complete response.
#[derive(Debug, thiserror::Error)]
#[error("the connection is cut on purpose")]
pub(crate) struct Cut;

/// How much time the first half of a response gets to arrive before the connection is cut.
const HEAD_START: Duration = Duration::from_millis(5);

/// The response of a fault that prevents the call, if one applies.
pub(super) fn faulty_reply(faults: &Faults, fate: Fate, headers: &HeaderMap) -> Option<Reply> {
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

/// Cuts a response off: half of its first piece arrives, or nothing at all if it has no body.
pub(super) async fn cut_reply(reply: Reply) -> Result<Reply, Cut> {
    let (parts, mut body) = reply.into_parts();
    let first = body.frame().await.and_then(Result::ok).and_then(|frame| frame.into_data().ok()).ok_or(Cut)?;
    let half: Bytes = first.slice(..first.len() / 2);
    let pieces = futures_util::stream::once(async move { Ok(half) }).chain(futures_util::stream::once(async {
        tokio::time::sleep(HEAD_START).await;
        Err(Cut)
    }));
    Ok(Reply::from_parts(parts, Body::from_stream(pieces)))
}
