//! The route to an endpoint, for programs that diagnose connection problems.

use std::time::Duration;

use reqwest::{ClientBuilder, Url};

use crate::endpoint::{Endpoint, endpoint};
use crate::error::Result;
use crate::net::{Route, explain};
use crate::transport::{Network, http_builder, user_agent};

/// The route to an endpoint: its proxy, an HTTP client like the one that calls use, and an explanation of that client's
/// errors.
///
/// ```
/// let path = personeel::NetworkPath::to("https://personeelsapi.informatsoftware.be")?;
/// assert_eq!(path.url().host_str(), Some("personeelsapi.informatsoftware.be"));
/// # Ok::<(), personeel::Error>(())
/// ```
#[doc(alias = "proxy")]
#[doc(alias = "diagnose")]
#[derive(Debug)]
pub struct NetworkPath {
    endpoint: Endpoint,
    route: Route,
}

impl NetworkPath {
    /// Determines the route to a URL from the proxy settings of the environment and the system. Nothing is sent.
    ///
    /// # Errors
    ///
    /// `Configuration` if the URL is not valid, or is not one that a client would send anything to.
    pub fn to(url: &str) -> Result<Self> {
        let endpoint = endpoint("URL", url)?;
        let route = Route::to(&endpoint);
        Ok(Self { endpoint, route })
    }

    /// Returns the URL.
    pub fn url(&self) -> &Url {
        &self.endpoint.url
    }

    /// Returns whether the URL is plain http on loopback, where nothing is encrypted.
    pub fn is_plain(&self) -> bool {
        self.endpoint.plain
    }

    /// Returns the host and port of the proxy, without its login; `None` if there is no proxy.
    pub fn proxy(&self) -> Option<&str> {
        self.route.proxy().map(|proxy| proxy.address.as_str())
    }

    /// Returns the builder of an HTTP client that is configured like the one that calls use, with `name` in its
    /// `User-Agent` and `connect` as its connect timeout.
    ///
    /// # Errors
    ///
    /// `Configuration` if the name is not valid in a header, or if the crate is built without https.
    pub fn http(&self, name: &str, connect: Duration) -> Result<ClientBuilder> {
        let network = Network { user_agent: Some(user_agent(name)?), settings: None };
        http_builder(&self.endpoint, &network, connect)
    }

    /// Explains why no connection could be made: the cause in one clause, with what to do about it. `who` says what the
    /// connection was for, for example `the API`.
    pub fn explain(&self, who: &str, error: &reqwest::Error) -> String {
        explain(error, who, &self.route).clause
    }
}
