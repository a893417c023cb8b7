//! The response bodies that a transport returns.

use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::TryStreamExt as _;
use futures_util::stream::Stream;
use http_body::{Body, Frame, SizeHint};

type BoxError = Box<dyn Error + Send + Sync>;

type AnyBody = dyn Body<Data = Bytes, Error = BoxError> + Send;

/// The body of a response that a [`Transport`](super::Transport) returns: bytes in memory (`"[]".into()`), any
/// [`http_body::Body`] or a stream.
///
/// The client reads it as it arrives, so a transport need not collect it. An error in it means that the connection
/// broke, or a timeout if the error or one of its sources is a [`std::io::Error`] of kind `TimedOut`.
pub struct TransportBody {
    /// A mutex that is never contended. It makes the body `Sync`, which reqwest requires and not every body is.
    inner: Mutex<Pin<Box<AnyBody>>>,
}

impl TransportBody {
    /// Creates a body from another one, such as that of hyper, axum or reqwest.
    pub fn new<B>(body: B) -> Self
    where
        B: Body<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
    {
        Self { inner: Mutex::new(Box::pin(Wrapped(Box::pin(body)))) }
    }

    /// Creates a body from a stream of chunks.
    pub fn from_stream<S, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<BoxError> + 'static,
    {
        Self { inner: Mutex::new(Box::pin(StreamBody(Box::pin(stream.map_err(Into::into))))) }
    }

    /// Creates an empty body.
    pub fn empty() -> Self {
        Bytes::new().into()
    }
}

impl From<Bytes> for TransportBody {
    fn from(bytes: Bytes) -> Self {
        Self::new(reqwest::Body::from(bytes))
    }
}

impl From<Vec<u8>> for TransportBody {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for TransportBody {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for TransportBody {
    fn from(text: &'static str) -> Self {
        Bytes::from(text).into()
    }
}

impl Body for TransportBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        self.inner.get_mut().unwrap_or_else(PoisonError::into_inner).as_mut().poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner).is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner).size_hint()
    }
}

impl fmt::Debug for TransportBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportBody").finish_non_exhaustive()
    }
}

/// A body whose errors are boxed.
struct Wrapped<B>(Pin<Box<B>>);

impl<B: Body<Data = Bytes, Error: Into<BoxError>>> Body for Wrapped<B> {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        self.0.as_mut().poll_frame(context).map_err(Into::into)
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}

/// A body that reads from a stream.
struct StreamBody<S>(Pin<Box<S>>);

impl<S: Stream<Item = Result<Bytes, BoxError>>> Body for StreamBody<S> {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        self.0.as_mut().poll_next(context).map_ok(Frame::data)
    }
}
