//! One attempt: a request goes out, an answer comes in whole or not at all.

use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use tokio::time::{Instant, timeout_at};

use super::body::is_blank;
use super::limits::{Limits, MAX_ERROR_BODY_BYTES};
use crate::error::{Error, ErrorKind};
use crate::net::{CodingFault, Failure, Incoming, Sending, Stage};

/// An answer.
pub(crate) struct Received {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) content: Content,
}

/// The body of an answer.
pub(crate) enum Content {
    Whole(Bytes),
    /// The start of a body that is longer than anybody wants to know.
    Cut(Bytes),
    /// A body that cannot be decompressed.
    Unread(CodingFault),
    /// A body of which no more than its start has been read, which isn't blank.
    Pieces(Box<Body>),
}

/// How much of a good answer is read before it is handed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// All of it.
    Whole,
    /// None: the caller reads it piece by piece.
    Pieces,
}

/// Waits for an answer and reads it, before `end`.
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
            (200..=299, Reading::Pieces) => begin(response, limits.timeouts.attempt).await,
            (200..=299, Reading::Whole) => match read(response, limits.max_body_bytes).await {
                Ok(Content::Cut(_)) => Err(Failure::at(Stage::TooLong)),
                content => content,
            },
            // The start of an endless error page tells as much as the whole.
            _ => read(response, MAX_ERROR_BODY_BYTES).await,
        };
        let content = match content {
            Err(Failure { stage: Stage::Coding(fault), .. }) => Content::Unread(fault),
            content => content?,
        };
        Ok(Received { status, headers, content })
    };
    timeout_at(end, attempt).await.unwrap_or_else(|_| Err(Failure::at(Stage::Timeout)))
}

/// A body that is read piece by piece.
pub(crate) struct Body {
    /// What has been read already.
    ahead: Option<Bytes>,
    response: Incoming,
    /// The limit of each piece.
    time: Duration,
}

/// A piece of a body.
pub(crate) enum Chunk {
    /// Some bytes.
    Data(Bytes),
    /// There is no more.
    End,
}

impl Body {
    /// The start of the body.
    pub(crate) fn start(&self) -> &[u8] {
        self.ahead.as_deref().unwrap_or_default()
    }

    /// The next piece.
    pub(crate) async fn chunk(&mut self) -> Result<Chunk, Error> {
        if let Some(ahead) = self.ahead.take() {
            return Ok(Chunk::Data(ahead));
        }
        let failure = match tokio::time::timeout(self.time, self.response.chunk()).await {
            Ok(Ok(Some(data))) => return Ok(Chunk::Data(data)),
            Ok(Ok(None)) => return Ok(Chunk::End),
            Ok(Err(broken)) => Failure::from(broken),
            Err(_) => Failure::at(Stage::Timeout),
        };
        Err(match failure.stage {
            Stage::Timeout => Error::new(ErrorKind::Timeout, "the service was too slow within the list"),
            Stage::Coding(fault) => Error::new(ErrorKind::Decode, fault.to_string()),
            _ => Error::new(ErrorKind::Connection, "the connection broke within the list"),
        })
    }
}

/// Reads a body up to where it says something: a page or an empty body is told apart before anything is given out.
async fn begin(mut response: Incoming, time: Duration) -> Result<Content, Failure> {
    let mut start = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if start.is_empty() && !is_blank(&chunk) {
            return Ok(Content::Pieces(Box::new(Body { ahead: Some(chunk), response, time })));
        }
        start.extend_from_slice(&chunk);
        if !is_blank(&start) {
            return Ok(Content::Pieces(Box::new(Body { ahead: Some(start.into()), response, time })));
        }
        // Blanks without end are no answer.
        if start.len() > MAX_ERROR_BODY_BYTES {
            return Err(Failure::at(Stage::TooLong));
        }
    }
    Ok(Content::Whole(start.into()))
}

/// Reads a body up to `max` bytes.
async fn read(mut response: Incoming, max: usize) -> Result<Content, Failure> {
    // Asked first: it is what is left to come.
    let announced = response.announced();
    let Some(first) = response.chunk().await? else { return Ok(Content::Whole(Bytes::new())) };
    // A body in one chunk, which small answers are, is not copied.
    let mut next = if first.len() <= max { response.chunk().await? } else { None };
    if next.is_none() && first.len() <= max {
        return Ok(Content::Whole(first));
    }
    let mut body = Vec::with_capacity(announced.unwrap_or(0).min(max));
    append(&mut body, &first, max);
    let mut total = first.len();
    while let Some(chunk) = next {
        append(&mut body, &chunk, max);
        total += chunk.len();
        next = if total <= max { response.chunk().await? } else { None };
    }
    Ok(if total > max { Content::Cut(body.into()) } else { Content::Whole(body.into()) })
}

/// Appends up to `max` bytes in all. A body of unannounced length grows by a quarter at a time: to double what may be a
/// gibibyte would take up half as much again for nothing.
fn append(body: &mut Vec<u8>, chunk: &[u8], max: usize) {
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
    fn a_body_of_unknown_length_takes_up_little_more_than_it_is() {
        let mut body = Vec::new();
        for turn in 0..1000 {
            append(&mut body, &[b'x'; 1000], usize::MAX);
            assert!(body.capacity() <= body.len() * 5 / 4 + 1000, "{turn}: {} for {}", body.capacity(), body.len());
        }
        append(&mut body, &[b'y'; 1000], 1_000_001);
        assert_eq!((body.len(), body.last()), (1_000_001, Some(&b'y')));
    }
}
