//! The way to an endpoint, looked at by itself: for programs that tell why nothing comes through.

use std::time::Duration;

use reqwest::{ClientBuilder, Url};

use crate::endpoint::{Endpoint, endpoint};
use crate::error::Result;
use crate::net::{Route, explain};
use crate::transport::{Network, http_builder, user_agent};

/// The way to an endpoint: its proxy, an HTTP client as calls use it, and what an error of that means.
///
/// ```
/// let way = personeel::Way::to("https://personeelsapi.informatsoftware.be")?;
/// assert_eq!(way.url().host_str(), Some("personeelsapi.informatsoftware.be"));
/// # Ok::<(), personeel::Error>(())
/// ```
#[derive(Debug)]
pub struct Way {
    endpoint: Endpoint,
    route: Route,
}

impl Way {
    /// The way to an address by the proxies of the environment and the system. Nothing is sent.
    ///
    /// # Errors
    ///
    /// `Configuration` where no client would send anything there.
    pub fn to(address: &str) -> Result<Self> {
        let endpoint = endpoint("address", address)?;
        let route = Route::to(&endpoint);
        Ok(Self { endpoint, route })
    }

    /// The address.
    pub fn url(&self) -> &Url {
        &self.endpoint.url
    }

    /// Whether it is plain http on loopback, where nothing is encrypted.
    pub fn is_plain(&self) -> bool {
        self.endpoint.plain
    }

    /// The proxy between, with its port and without its login; `None` where there is none.
    pub fn proxy(&self) -> Option<&str> {
        self.route.proxy().map(|proxy| proxy.address.as_str())
    }

    /// An HTTP client for it, made as the one that calls go through.
    ///
    /// # Errors
    ///
    /// `Configuration` where no header may hold the name, and where https is not built in.
    pub fn http(&self, name: &str, connect: Duration) -> Result<ClientBuilder> {
        let network = Network { user_agent: Some(user_agent(name)?), settings: None };
        http_builder(&self.endpoint, &network, connect)
    }

    /// Why there was no connection: the cause in one clause, with what helps. `who` is whom it was for.
    pub fn explain(&self, who: &str, error: &reqwest::Error) -> String {
        explain(error, who, &self.route).clause
    }
}
