//! A single attempt: sends a request and reads its response.

use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use tokio::time::{Instant, timeout_at};

use super::body::is_blank;
use super::limits::{Limits, MAX_ERROR_BODY_BYTES};
use crate::error::{Error, ErrorKind};
use crate::net::{CodingFault, Failure, Incoming, Sending, Stage};

/// A response.
pub(crate) struct Received {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) content: Content,
}

/// The body of a response.
pub(crate) enum Content {
    /// The complete body.
    Complete(Bytes),
    /// The beginning of a body that is longer than the limit.
    Truncated(Bytes),
    /// A body that cannot be decompressed.
    Unread(CodingFault),
    /// A body of which only the beginning has been read, which is not blank.
    Streaming(Box<Body>),
}

/// How much of a successful response is read before it is passed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// All of it.
    Complete,
    /// None: the caller reads it in chunks.
    Streaming,
}

/// Waits for a response and reads it, until `end`.
pub(crate) async fn exchange(
    sending: Sending<'_>,
    limits: &Limits,
    end: Instant,
    reading: Reading,
) -> Result<Received, Failure> {
    let attempt = async {
        let mut response = Incoming::new(sending.await?);
        let status = response.status();
        let headers = response.take_headers();
        let content = match (status, reading) {
            (200..=299, Reading::Streaming) => begin_body(response, limits.timeouts.attempt).await,
            (200..=299, Reading::Complete) => match read_body(response, limits.max_body_bytes).await {
                Ok(Content::Truncated(_)) => Err(Failure::at(Stage::TooLong)),
                content => content,
            },
            // The beginning of an endless error page is enough.
            _ => read_body(response, MAX_ERROR_BODY_BYTES).await,
        };
        let content = match content {
            Err(Failure { stage: Stage::Coding(fault), .. }) => Content::Unread(fault),
            content => content?,
        };
        Ok(Received { status, headers, content })
    };
    timeout_at(end, attempt).await.unwrap_or_else(|_| Err(Failure::at(Stage::Timeout)))
}

/// A body that is read in chunks.
pub(crate) struct Body {
    /// The chunk that has already been read.
    ahead: Option<Bytes>,
    response: Incoming,
    /// The timeout of each chunk.
    timeout: Duration,
}

/// A chunk of a body.
pub(crate) enum Chunk {
    /// Some bytes.
    Data(Bytes),
    /// The end of the body.
    End,
}

impl Body {
    /// Returns the beginning of the body.
    pub(crate) fn start(&self) -> &[u8] {
        self.ahead.as_deref().unwrap_or_default()
    }

    /// Returns the next chunk.
    pub(crate) async fn chunk(&mut self) -> Result<Chunk, Error> {
        if let Some(ahead) = self.ahead.take() {
            return Ok(Chunk::Data(ahead));
        }
        let failure = match tokio::time::timeout(self.timeout, self.response.chunk()).await {
            Ok(Ok(Some(data))) => return Ok(Chunk::Data(data)),
            Ok(Ok(None)) => return Ok(Chunk::End),
            Ok(Err(broken)) => Failure::from(broken),
            Err(_) => Failure::at(Stage::Timeout),
        };
        Err(match failure.stage {
            Stage::Timeout => Error::new(ErrorKind::Timeout, "the service did not send the rest of the list in time"),
            Stage::Coding(fault) => Error::new(ErrorKind::Decode, fault.to_string()),
            _ => Error::new(ErrorKind::Connection, "the connection broke in the middle of the list"),
        })
    }
}

/// Reads a body until it is no longer blank, so that a web page or an empty body is recognised before anything is
/// passed on.
async fn begin_body(mut response: Incoming, timeout: Duration) -> Result<Content, Failure> {
    let mut start = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if start.is_empty() && !is_blank(&chunk) {
            return Ok(Content::Streaming(Box::new(Body { ahead: Some(chunk), response, timeout })));
        }
        start.extend_from_slice(&chunk);
        if !is_blank(&start) {
            return Ok(Content::Streaming(Box::new(Body { ahead: Some(start.into()), response, timeout })));
        }
        // Endless white space is not a response.
        if start.len() > MAX_ERROR_BODY_BYTES {
            return Err(Failure::at(Stage::TooLong));
        }
    }
    Ok(Content::Complete(start.into()))
}

/// Reads a body up to `max` bytes.
async fn read_body(mut response: Incoming, max: usize) -> Result<Content, Failure> {
    // Queried before reading, since it is the length of what is still to come.
    let announced = response.announced();
    let Some(first) = response.chunk().await? else { return Ok(Content::Complete(Bytes::new())) };
    // A body in a single chunk, as small responses are, is not copied.
    let mut next = if first.len() <= max { response.chunk().await? } else { None };
    if next.is_none() && first.len() <= max {
        return Ok(Content::Complete(first));
    }
    let mut body = Vec::with_capacity(announced.unwrap_or(0).min(max));
    append_limited(&mut body, &first, max);
    let mut total = first.len();
    while let Some(chunk) = next {
        append_limited(&mut body, &chunk, max);
        total += chunk.len();
        next = if total <= max { response.chunk().await? } else { None };
    }
    Ok(if total > max { Content::Truncated(body.into()) } else { Content::Complete(body.into()) })
}

/// Appends a chunk, up to `max` bytes in total. A body of unknown length grows by a quarter at a time, because doubling
/// a buffer of up to a gibibyte would waste too much memory.
fn append_limited(body: &mut Vec<u8>, chunk: &[u8], max: usize) {
    let chunk = &chunk[..chunk.len().min(max - body.len())];
    if body.capacity() - body.len() < chunk.len() {
        body.reserve_exact(chunk.len().max(body.len() / 4));
    }
    body.extend_from_slice(chunk);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_of_unknown_length_takes_little_more_than_its_size() {
        let mut body = Vec::new();
        for turn in 0..1000 {
            append_limited(&mut body, &[b'x'; 1000], usize::MAX);
            assert!(body.capacity() <= body.len() * 5 / 4 + 1000, "{turn}: {} for {}", body.capacity(), body.len());
        }
        append_limited(&mut body, &[b'y'; 1000], 1_000_001);
        assert_eq!((body.len(), body.last()), (1_000_001, Some(&b'y')));
    }
}
