//! Transports that replace the built-in HTTP client.

mod body;
mod carried;
mod error;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response};
use tower_http::follow_redirect::RequestUri;

pub use body::TransportBody;
pub(crate) use carried::Carried;
pub use error::{TransportError, TransportErrorKind};

/// A transport that carries requests to the identity server and to the API, in place of the built-in HTTP client.
///
/// Implement it for middleware, another HTTP client or a test double, and pass it to
/// [`Builder::transport`](crate::Builder::transport). It sends one request, once, and returns the response, whatever
/// its status. The client handles everything else, and a transport cannot change that:
///
/// - **Headers.** The client sets token, institute, API version, `Accept-Encoding` and `User-Agent`. `Host` and
///   `Content-Length` are left to the underlying HTTP client.
/// - **Retries.** They follow the [`RetryPolicy`](crate::RetryPolicy). A transport must not retry: it would hide
///   attempts from the policy.
/// - **Redirects.** They are not followed. A transport must not follow them either, since the token or the client
///   secret would be sent along. If it does, the call fails wherever that is visible: in the URL that a
///   [`reqwest::Client`] reports, in the `RequestUri` that `tower-http`'s `FollowRedirect` leaves in the response's
///   extensions (a reqwest response converted to an [`http::Response`] has it; a transport that rewrites URIs removes
///   it), or in the transport's own [`TransportErrorKind::Redirected`].
/// - **Limits.** A transport that does not return is dropped when the attempt times out. A body is read no further than
///   [`Builder::max_body_bytes`](crate::Builder::max_body_bytes).
/// - **Decompression.** A transport passes on the body and its `Content-Encoding` unchanged. If it decompresses the
///   body, it must remove that header.
///
/// A transport sees tokens, the client secret (in the body of a token request) and personal data, and must not log
/// them. Headers with secrets are marked as sensitive, but `Debug` of a request shows its URL and its body.
///
/// # Examples
///
/// Middleware around another transport, here a [`reqwest::Client`], which is a transport too:
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
    /// Sends a request and returns the response once its headers have arrived. Write it as an `async fn` whose future
    /// is `Send`.
    ///
    /// # Errors
    ///
    /// A [`TransportError`], whose kind says how far the request got. That decides whether it may be sent again.
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

/// Make the client with `redirect::Policy::none()`. If it follows a redirect, the call fails, but only after the
/// request has been sent there.
impl Transport for reqwest::Client {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<TransportBody>, TransportError> {
        let request = reqwest::Request::try_from(request)?;
        let requested = request.url().clone();
        let response = self.execute(request).await?;
        if *response.url() != requested {
            return Err(TransportError::new(TransportErrorKind::Redirected, "the reqwest client follows redirects"));
        }
        let mut response = Response::from(response);
        // The redirect check above is done. Middleware may have changed the URL on purpose, so its own check would
        // fail.
        response.extensions_mut().remove::<RequestUri>();
        Ok(response.map(TransportBody::new))
    }
}

/// The object-safe form of [`Transport`].
pub(crate) trait AnyTransport: Send + Sync {
    fn carry(&self, request: Request<Bytes>) -> Carrying<'_>;
}

/// A request that a transport is sending.
pub(crate) type Carrying<'a> =
    Pin<Box<dyn Future<Output = Result<Response<TransportBody>, TransportError>> + Send + 'a>>;

impl<T: Transport> AnyTransport for T {
    fn carry(&self, request: Request<Bytes>) -> Carrying<'_> {
        Box::pin(self.send(request))
    }
}
