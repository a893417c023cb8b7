//! Middleware between the client and both servers that adds a header and counts requests.

#![allow(clippy::print_stdout, reason = "an example prints its results")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use personeel::bytes::Bytes;
use personeel::http::{HeaderValue, Request, Response};
use personeel::{ClientCredentials, Personeel, Transport, TransportBody, TransportError};
use personeel_sandbox::Sandbox;

/// Wraps any transport, and passes its responses on unchanged.
struct Counting<T> {
    inner: T,
    requests: Arc<AtomicU64>,
}

impl<T: Transport> Transport for Counting<T> {
    async fn send(&self, mut request: Request<Bytes>) -> Result<Response<TransportBody>, TransportError> {
        self.requests.fetch_add(1, Ordering::Relaxed);
        request.headers_mut().insert("x-job", HeaderValue::from_static("nightly-sync"));
        self.inner.send(request).await
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::start().await?;
    let requests = Arc::new(AtomicU64::new(0));
    // A redirect would send the token and the client secret elsewhere.
    let inner = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build()?;

    let personeel = Personeel::builder()
        .api_url(sandbox.api_url())
        .identity_url(sandbox.identity_url())
        .credentials(ClientCredentials::new(sandbox.client_id(), sandbox.client_secret()))
        .transport(Counting { inner, requests: Arc::clone(&requests) })
        .build()?;
    let school = personeel.institute("011007")?;
    let staff = school.employees().list("2025-26".parse()?).await?;
    println!(
        "{} employees with {} requests, including the one for the token",
        staff.len(),
        requests.load(Ordering::Relaxed)
    );
    sandbox.stop().await;
    Ok(())
}
