//! One attempt: a request goes out, an answer comes in whole or not at all.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::HeaderMap;
use reqwest::{Request, Response};
use tokio::time::{Instant, timeout_at};

use super::limits::{Limits, MOST_ERROR_BYTES};
use crate::error::{Error, ErrorKind};

/// Sends requests. The HTTP client is one; tests of the rules have another.
pub(crate) trait Exchange: Send + Sync {
    /// Sends one request, up to the headers of the answer.
    fn send(&self, request: Request) -> Sending<'_>;
}

/// A request on its way.
pub(crate) type Sending<'a> = Pin<Box<dyn Future<Output = Result<Response, Failure>> + Send + 'a>>;

impl Exchange for reqwest::Client {
    fn send(&self, request: Request) -> Sending<'_> {
        let asked = request.url().clone();
        let answer = self.execute(request);
        Box::pin(async move {
            let response = answer.await?;
            if *response.url() == asked { Ok(response) } else { Err(Failure::at(Stage::Redirected)) }
        })
    }
}

/// An answer.
pub(crate) struct Received {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) content: Content,
}

/// The body of an answer.
pub(crate) enum Content {
    Whole(Bytes),
    Pieces(Body),
}

/// Why there is no answer.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) stage: Stage,
    pub(crate) source: Option<reqwest::Error>,
}

/// How far an attempt came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// No connection: the service has seen nothing.
    Connect,
    /// The connection broke after that.
    Transfer,
    /// Time ran out.
    Timeout,
    /// The body is longer than the limit.
    TooLong,
    /// A client of the caller's own followed a redirect.
    Redirected,
    /// The request could not be made at all.
    Request,
}

impl Failure {
    pub(crate) fn at(stage: Stage) -> Self {
        Self { stage, source: None }
    }

    /// Whether the service may have carried out what it was asked.
    pub(crate) fn may_have_been_applied(&self) -> bool {
        !matches!(self.stage, Stage::Connect | Stage::Request)
    }
}

impl From<reqwest::Error> for Failure {
    fn from(error: reqwest::Error) -> Self {
        let stage = if error.is_builder() {
            Stage::Request
        } else if error.is_connect() {
            Stage::Connect
        } else if error.is_timeout() {
            Stage::Timeout
        } else {
            Stage::Transfer
        };
        // The address holds person ids.
        Self { stage, source: Some(error.without_url()) }
    }
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
        let response = sending.await?;
        let status = response.status().as_u16();
        // Only what failed is looked at for when to come back.
        let headers = if (200..=299).contains(&status) { HeaderMap::new() } else { response.headers().clone() };
        let content = match (status, reading) {
            (200..=299, Reading::Pieces) => Content::Pieces(Body { response, time: limits.timeouts.attempt }),
            (200..=299, Reading::Whole) => {
                Content::Whole(read(response, limits.most_bytes).await?.ok_or_else(|| Failure::at(Stage::TooLong))?)
            }
            // The start of an endless error page tells as much as the whole.
            _ => Content::Whole(read(response, MOST_ERROR_BYTES).await?.unwrap_or_default()),
        };
        Ok(Received { status, headers, content })
    };
    timeout_at(end, attempt).await.unwrap_or_else(|_| Err(Failure::at(Stage::Timeout)))
}

/// A body that is read piece by piece.
pub(crate) struct Body {
    response: Response,
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
    /// The next piece.
    pub(crate) async fn chunk(&mut self) -> Result<Chunk, Error> {
        let failure = match tokio::time::timeout(self.time, self.response.chunk()).await {
            Ok(Ok(Some(data))) => return Ok(Chunk::Data(data)),
            Ok(Ok(None)) => return Ok(Chunk::End),
            Ok(Err(error)) => Failure::from(error),
            Err(_) => Failure::at(Stage::Timeout),
        };
        let (kind, message) = match failure.stage {
            Stage::Timeout => (ErrorKind::Timeout, "the service was too slow within the list"),
            _ => (ErrorKind::Connection, "the connection broke within the list"),
        };
        Err(Error::new(kind, message))
    }
}

/// The whole body; `None` where it is longer than `most`.
async fn read(mut response: Response, most: usize) -> Result<Option<Bytes>, Failure> {
    let Some(first) = response.chunk().await? else { return Ok(Some(Bytes::new())) };
    if first.len() > most {
        return Ok(None);
    }
    // A body in one chunk, which small answers are, is not copied.
    let Some(second) = response.chunk().await? else { return Ok(Some(first)) };
    let announced = response.content_length().and_then(|length| usize::try_from(length).ok()).unwrap_or(0);
    let mut body = BytesMut::with_capacity(announced.min(most).max(first.len() + second.len()));
    body.extend_from_slice(&first);
    let mut chunk = Some(second);
    while let Some(next) = chunk {
        if body.len() + next.len() > most {
            return Ok(None);
        }
        body.extend_from_slice(&next);
        chunk = response.chunk().await?;
    }
    Ok(Some(body.freeze()))
}
