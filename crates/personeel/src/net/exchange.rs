//! Sends a single request, through any client.

use std::future::Future;
use std::pin::Pin;

use reqwest::{Request, Response};

use super::failure::{Failure, Stage};

/// Something that sends requests: an HTTP client, the caller's own transport, or a script in tests.
pub(crate) trait Exchange: Send + Sync {
    /// Sends a request, and returns the response when its headers have arrived.
    fn send(&self, request: Request) -> Sending<'_>;
}

/// A request in progress.
pub(crate) type Sending<'a> = Pin<Box<dyn Future<Output = Result<Response, Failure>> + Send + 'a>>;

impl Exchange for reqwest::Client {
    fn send(&self, request: Request) -> Sending<'_> {
        let requested = request.url().clone();
        let response = self.execute(request);
        Box::pin(async move {
            let response = response.await?;
            if *response.url() == requested { Ok(response) } else { Err(Failure::at(Stage::Redirected)) }
        })
    }
}
