//! Sending one request, by whichever client.

use std::future::Future;
use std::pin::Pin;

use reqwest::{Request, Response};

use super::failure::{Failure, Stage};

/// Sends requests: an HTTP client, a caller's own transport, or a script in the tests of the rules.
pub(crate) trait Exchange: Send + Sync {
    /// Sends one request, up to the headers of the response.
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
