//! Whatever carries requests in place of the built-in HTTP client.

mod body;
mod carried;
mod error;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response};

pub use body::TransportBody;
pub(crate) use carried::Carried;
pub use error::{TransportError, TransportErrorKind};

/// Carries requests to the identity server and to the API, in place of the HTTP client that is built in.
///
/// Implement it for middleware, for another HTTP client or for a test double, and give it to the builder once
/// ([`Builder::transport`](crate::Builder::transport)). It sends one request, once, and returns the response that came,
/// whatever its status. Everything else stays with the client, and a transport cannot undo it:
///
/// - The client sets the headers (token, institute, API version, `Accept-Encoding`, `User-Agent`). `Host` and
///   `Content-Length` are left to the HTTP client beneath, as always.
/// - It retries, by the [`RetryPolicy`](crate::RetryPolicy). A transport that retries too hides attempts from it.
/// - It refuses redirects. A transport must not follow any, since the token or the client secret would go along. A redirect
///   that was followed all the same fails the call where it shows: in what [`reqwest::Client`] states, in the
///   `RequestUri` that `tower-http`'s `FollowRedirect` leaves in the response (as reqwest does, converted to an
///   [`http::Response`]), or in a [`TransportErrorKind::Redirected`] of the transport's own.
/// - It limits time and length: a transport that never returns is dropped at the timeout of the attempt, and a body is read
///   no further than [`Builder::max_body_bytes`](crate::Builder::max_body_bytes) allows.
/// - It decompresses. A transport hands the body and its `Content-Encoding` on as they came, or decompresses and removes
///   that header.
///
/// A transport sees tokens, the client secret (in the body of a token request) and personal data. It must log none of
/// them; the headers that hold a secret are marked sensitive.
///
/// # Examples
///
/// Middleware around another transport, here a [`reqwest::Client`], which is one:
///
/// ```no_run
/// use personeel::{Personeel, Transport, TransportBody, TransportError, bytes::Bytes, http};
///
/// struct Traced<T>(T);
///
/// impl<T: Transport> Transport for Traced<T> {
///     async fn send(&self, mut request: http::Request<Bytes>) -> Result<http::Response<TransportBody>, TransportError> {
///         request.headers_mut().insert("x-trace", http::HeaderValue::from_static("nightly-sync"));
///         self.0.send(request).await
///     }
/// }
///
/// # fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
/// let builder = Personeel::builder().transport(Traced(http));
/// # Ok(()) }
/// ```
///
/// A test double that needs no network:
///
/// ```
/// use personeel::{Personeel, StaticToken, Transport, TransportBody, TransportError, bytes::Bytes, http};
///
/// struct NoStaff;
///
/// impl Transport for NoStaff {
///     async fn send(&self, _: http::Request<Bytes>) -> Result<http::Response<TransportBody>, TransportError> {
///         Ok(http::Response::new("[]".into()))
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> personeel::Result<()> {
/// let client = Personeel::builder().token_source(StaticToken::new("token")).transport(NoStaff).build()?;
/// let year = "2026-27".parse().expect("a school year");
/// assert!(client.institute("011007")?.employees().list(year).await?.is_empty());
/// # Ok(()) }
/// ```
pub trait Transport: Send + Sync + 'static {
    /// Sends a request, and returns the response as soon as its headers are there. Written as an `async fn`, whose future
    /// must be `Send`.
    ///
    /// # Errors
    ///
    /// A [`TransportError`] whose kind says how far the request came, which decides whether it may be sent again.
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> impl Future<Output = Result<Response<TransportBody>, TransportError>> + Send;
}

impl<T: Transport> Transport for Arc<T> {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<TransportBody>, TransportError> {
        T::send(self, request).await
    }
}

/// A client made with `redirect::Policy::none()`. One that follows a redirect fails the call, but only after the request
/// went there.
impl Transport for reqwest::Client {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<TransportBody>, TransportError> {
        let request = reqwest::Request::try_from(request)?;
        let asked = request.url().clone();
        let response = self.execute(request).await?;
        if *response.url() != asked {
            return Err(TransportError::new(TransportErrorKind::Redirected, "the client of reqwest follows redirects"));
        }
        Ok(Response::from(response).map(TransportBody::new))
    }
}

/// Any transport, for keeping.
trait AnyTransport: Send + Sync {
    fn carry(&self, request: Request<Bytes>) -> Carrying<'_>;
}

/// A request that a transport carries.
type Carrying<'a> = Pin<Box<dyn Future<Output = Result<Response<TransportBody>, TransportError>> + Send + 'a>>;

impl<T: Transport> AnyTransport for T {
    fn carry(&self, request: Request<Bytes>) -> Carrying<'_> {
        Box::pin(self.send(request))
    }
}
