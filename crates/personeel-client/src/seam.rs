//! The seam between the generated calls and whoever sends them.
//!
//! The generated code builds a request and hands it over here; what happens next is for an implementation of [`Seam`].
//! Every request has its `Api-Version` header by then: the version that the document gives for the call, exactly once.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use progenitor_client::{ClientHooks, ClientInfo, OperationInfo};
use reqwest::header::{HeaderName, HeaderValue};
use reqwest::{Request, Response, Url};

use crate::generated::calls::{Client, Error};
use crate::operations::Operation;

/// The header that selects the version of a call.
pub const API_VERSION: HeaderName = HeaderName::from_static("api-version");

/// The header that names the institute.
pub const INSTITUTE_NO: HeaderName = HeaderName::from_static("instituteno");

/// The future of a response.
pub type Sending<'a> = Pin<Box<dyn Future<Output = reqwest::Result<Response>> + Send + 'a>>;

/// Sends the requests of a [`Client`].
pub trait Seam: Send + Sync + 'static {
    /// Sends one request. `client` is the HTTP client that the [`Client`] was made with.
    ///
    /// # Errors
    ///
    /// Those of the HTTP client. An implementation that fails for reasons of its own keeps them beside the call: this
    /// signature is the generator's and has no room for them.
    fn send<'a>(&'a self, client: &'a reqwest::Client, request: Request, operation: Operation) -> Sending<'a>;
}

/// Sends with the HTTP client as it is.
#[derive(Clone, Copy, Debug, Default)]
struct Direct;

impl Seam for Direct {
    fn send<'a>(&'a self, client: &'a reqwest::Client, request: Request, _operation: Operation) -> Sending<'a> {
        Box::pin(client.execute(request))
    }
}

/// What a [`Client`] carries to each of its calls. The default sends with the HTTP client as it is.
#[derive(Clone)]
pub struct Inner {
    seam: Arc<dyn Seam>,
}

impl Inner {
    /// Calls go through `seam`.
    pub fn new(seam: Arc<dyn Seam>) -> Self {
        Self { seam }
    }
}

impl Default for Inner {
    fn default() -> Self {
        Self::new(Arc::new(Direct))
    }
}

impl fmt::Debug for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inner").finish_non_exhaustive()
    }
}

impl Client {
    /// The address of a path, which is encoded, below the base URL. To parse an address takes three times as long.
    pub(crate) fn address(&self, path: &str) -> Url {
        let mut url = self.baseurl.clone();
        match self.baseurl.path().trim_end_matches('/') {
            "" => url.set_path(path),
            stem => url.set_path(&[stem, path].concat()),
        }
        url
    }
}

impl fmt::Debug for Client {
    /// Without the HTTP client, whose default headers may hold a token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("baseurl", &self.baseurl()).finish_non_exhaustive()
    }
}

impl ClientHooks<Inner> for Client {
    async fn pre<E>(&self, request: &mut Request, info: &OperationInfo) -> Result<(), Error<E>> {
        let operation = operation(info).map_err(Error::Custom)?;
        request.headers_mut().insert(API_VERSION, HeaderValue::from_static(operation.info().api_version));
        Ok(())
    }

    async fn exec(&self, request: Request, info: &OperationInfo) -> reqwest::Result<Response> {
        match operation(info) {
            Ok(operation) => self.inner().seam.send(self.client(), request, operation).await,
            // `pre` has refused such a call before.
            Err(_) => self.client().execute(request).await,
        }
    }
}

fn operation(info: &OperationInfo) -> Result<Operation, String> {
    Operation::from_rust_name(info.operation_id)
        .ok_or_else(|| format!("the table of operations has no `{}`; run `cargo xtask gen`", info.operation_id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_below_the_base_url() {
        for (base, path, expected) in [
            ("https://api.example", "/employees", "https://api.example/employees"),
            ("https://api.example/", "/employees", "https://api.example/employees"),
            ("http://[::1]:8080/a%20b/", "/employees/1", "http://[::1]:8080/a%20b/employees/1"),
            ("https://api.example/stem", "/a/%2Fb%3Fc", "https://api.example/stem/a/%2Fb%3Fc"),
        ] {
            let client = Client::new_with_client(base.parse().unwrap(), reqwest::Client::new(), Inner::default());
            assert_eq!(client.address(path).as_str(), expected);
        }
    }
}
