//! Why a transport has no response.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use crate::net::{Failure, Stage};

/// Why a [`Transport`](super::Transport) has no response.
#[derive(Clone, Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Arc<dyn Error + Send + Sync>,
}

/// How far a request got. This decides whether the request may be sent again. A transport that can't tell returns
/// [`Broken`](Self::Broken).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection could be made, so the server has certainly not seen the request. Every call can be retried, and
    /// [`may_have_been_applied`](crate::Error::may_have_been_applied) stays `false`.
    Connect,
    /// The transport's own timeout expired. The server may have carried out the request.
    Timeout,
    /// The connection broke, or something else failed once the request was on its way. The server may have carried it
    /// out.
    Broken,
    /// The transport followed a redirect. The call fails with `Configuration`.
    Redirected,
    /// The transport did not send the request, and would not send it at another attempt either, for example because it
    /// allows reads only. The call fails with `Configuration` and is not retried.
    Withheld,
}

impl TransportError {
    /// Creates an error from its cause, which is an error or a text. The cause must not contain a token, a body or a
    /// URL, because it becomes the source of the call's error.
    pub fn new(kind: TransportErrorKind, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        let source: Arc<dyn Error + Send + Sync> = match source.into().downcast::<reqwest::Error>() {
            // The URL contains person ids.
            Ok(error) => Arc::new(error.without_url()),
            Err(other) => Arc::from(other),
        };
        Self { kind, source }
    }

    /// Returns how far the request got.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::Connect => "no connection could be made",
            TransportErrorKind::Timeout => "the transport timed out",
            TransportErrorKind::Broken => "the connection broke",
            TransportErrorKind::Redirected => "the transport followed a redirect",
            TransportErrorKind::Withheld => "the transport did not send the request",
        })
    }
}

impl Error for TransportError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(self.source.as_ref())
    }
}

/// Classifies an error in the same way as for the built-in HTTP client.
impl From<reqwest::Error> for TransportError {
    fn from(error: reqwest::Error) -> Self {
        let kind = if error.is_builder() {
            TransportErrorKind::Withheld
        } else if error.is_connect() {
            TransportErrorKind::Connect
        } else if error.is_timeout() {
            TransportErrorKind::Timeout
        } else {
            TransportErrorKind::Broken
        };
        Self::new(kind, error)
    }
}

impl From<TransportError> for Failure {
    fn from(error: TransportError) -> Self {
        let stage = match error.kind {
            TransportErrorKind::Connect => Stage::Connect,
            TransportErrorKind::Timeout => Stage::Timeout,
            TransportErrorKind::Broken => Stage::Transfer,
            TransportErrorKind::Redirected => Stage::Redirected,
            TransportErrorKind::Withheld => Stage::Withheld,
        };
        Self { stage, source: Some(error.source) }
    }
}
