//! Adapts a transport of the caller's own to the client.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{HeaderValue, USER_AGENT};
use http_body::Body as _;
use reqwest::{Request, Response};
use tower_http::follow_redirect::RequestUri;

use super::AnyTransport;
use crate::net::exchange::{Exchange, Sending};
use crate::net::failure::{Failure, Stage};

/// A transport of the caller's own, for calls and token requests.
#[derive(Clone)]
pub(crate) struct Carried {
    pub(crate) transport: Arc<dyn AnyTransport>,
    /// Set here, because no built-in HTTP client does so.
    pub(crate) user_agent: HeaderValue,
}

impl Carried {
    async fn exchange(&self, request: Request) -> Result<Response, Failure> {
        let (parts, body) = http::Request::try_from(request)?.into_parts();
        let mut request = http::Request::from_parts(parts, collect_body(body).await?);
        request.headers_mut().entry(USER_AGENT).or_insert_with(|| self.user_agent.clone());
        let requested = request.uri().clone();
        let response = self.transport.carry(request).await?;
        if response.extensions().get::<RequestUri>().is_some_and(|uri| uri.0 != requested) {
            return Err(Failure::at(Stage::Redirected));
        }
        Ok(response.map(reqwest::Body::wrap).into())
    }
}

impl Exchange for Carried {
    fn send(&self, request: Request) -> Sending<'_> {
        Box::pin(self.exchange(request))
    }
}

/// Returns the bytes of a request's body. They are in memory, so this neither waits nor copies.
async fn collect_body(body: reqwest::Body) -> Result<Bytes, Failure> {
    let mut body = pin!(body);
    match poll_fn(|context| body.as_mut().poll_frame(context)).await {
        Some(frame) => Ok(frame?.into_data().unwrap_or_default()),
        None => Ok(Bytes::new()),
    }
}
