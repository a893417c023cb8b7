//! The builder of a client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use personeel_client::endpoints::{API_URL, IDENTITY_URL, TOKEN_PATH};
use personeel_wire::InstituteNumber;

use crate::cache::{Cache, CachePolicy};
use crate::client::Personeel;
use crate::endpoint::{Endpoint, endpoint};
use crate::error::{Error, Result};
use crate::net::{AnyTransport, Carried, Exchange, Route};
use crate::shared::Shared;
use crate::token::{AnyTokenSource, ClientCredentials, Supply, TokenCache, TokenEndpoint, TokenSource};
use crate::transport::{
    Limits, Network, NetworkSettings, Observer, Pipeline, RetryEvent, RetryPolicy, Timeouts, Transport, http_client,
    own_user_agent, user_agent,
};

/// 1 GiB: the photos of several thousand people.
const MAX_BODY_BYTES: usize = 1024 * 1024 * 1024;

/// The maximum timeout of a token request, whatever the timeout of an attempt.
const MAX_TOKEN_TIME: Duration = Duration::from_secs(30);

/// The settings of a client. Everything except the credentials has a default. Nothing is sent until the first call.
#[must_use = "a builder does nothing until `build`"]
pub struct Builder {
    credentials: Option<Credentials>,
    api_url: String,
    identity_url: String,
    http: Option<reqwest::Client>,
    transport: Option<Arc<dyn AnyTransport>>,
    settings: Option<Arc<NetworkSettings>>,
    timeouts: Timeouts,
    policy: RetryPolicy,
    observer: Observer,
    user_agent: Option<String>,
    max_body_bytes: usize,
    checks: bool,
    compresses: bool,
    institutes: Vec<InstituteNumber>,
    cache: Option<CachePolicy>,
}

enum Credentials {
    Client(ClientCredentials),
    Source(Arc<dyn AnyTokenSource>),
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            credentials: None,
            api_url: API_URL.to_owned(),
            identity_url: IDENTITY_URL.to_owned(),
            http: None,
            transport: None,
            settings: None,
            timeouts: Timeouts::default(),
            policy: RetryPolicy::default(),
            observer: Observer::default(),
            user_agent: None,
            max_body_bytes: MAX_BODY_BYTES,
            checks: true,
            compresses: true,
            institutes: Vec::new(),
            cache: None,
        }
    }
}

impl Personeel {
    /// Returns a builder with the default settings.
    pub fn builder() -> Builder {
        Builder::default()
    }
}

impl Builder {
    /// Sets the client id and client secret that Informat issued.
    pub fn credentials(mut self, credentials: ClientCredentials) -> Self {
        self.credentials = Some(Credentials::Client(credentials));
        self
    }

    /// Sets a source of tokens, in place of a client id and client secret.
    pub fn token_source(mut self, source: impl TokenSource) -> Self {
        self.credentials = Some(Credentials::Source(Arc::new(source)));
        self
    }

    /// Sets the URL of the API; production by default. It must be https, or plain http on loopback.
    pub fn api_url(mut self, url: impl Into<String>) -> Self {
        self.api_url = url.into();
        self
    }

    /// Sets the URL of the identity server; production by default. It must be https, or plain http on loopback.
    pub fn identity_url(mut self, url: impl Into<String>) -> Self {
        self.identity_url = url.into();
        self
    }

    /// Sets your own HTTP client for the calls of the API. It must not follow redirects
    /// (`reqwest::redirect::Policy::none()`), and its own connect timeout applies. Retries that it makes itself are
    /// neither counted nor reported to [`on_retry`](Self::on_retry); `reqwest::retry::never()` leaves retries to the
    /// [`RetryPolicy`].
    ///
    /// Token requests don't go through it, because a redirect would send the client secret elsewhere. The
    /// [`http_settings`](Self::http_settings) apply to them. If token requests need an HTTP client of your own, set a
    /// [`token_source`](Self::token_source).
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http = Some(client);
        self
    }

    /// Sends every request to the API and to the identity server through a transport of your own, in place of the
    /// built-in HTTP client: middleware, another HTTP client or a test double. [`Transport`] describes what it must do
    /// and what the client still does.
    ///
    /// Proxies, certificates and the connect timeout are up to the transport. [`http_client`](Self::http_client) and
    /// [`http_settings`](Self::http_settings) would have no effect with it, so [`build`](Self::build) refuses them. The
    /// client secret passes through the transport too; to avoid that, set a [`token_source`](Self::token_source).
    #[doc(alias = "middleware")]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Sets network settings for both the API and the identity server: proxies, root certificates, a client
    /// certificate, headers for every request, a local address. The callback is called once for each of the two.
    /// Whatever it does, no redirects are followed, only the client itself retries, and plain http on loopback uses no
    /// proxy.
    ///
    /// ```no_run
    /// # fn example(authority: &[u8]) -> Result<(), Box<dyn std::error::Error>> {
    /// let (proxy, root) = (reqwest::Proxy::https("http://proxy.example:3128")?, reqwest::Certificate::from_pem(authority)?);
    /// let builder = personeel::Personeel::builder()
    ///     .http_settings(move |http| http.proxy(proxy.clone()).tls_certs_merge([root.clone()]));
    /// # Ok(()) }
    /// ```
    #[doc(alias = "proxy")]
    #[doc(alias = "certificate")]
    #[doc(alias = "tls")]
    pub fn http_settings(
        mut self,
        settings: impl Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync + 'static,
    ) -> Self {
        self.settings = Some(Arc::new(settings));
        self
    }

    /// Sets the timeouts.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// Sets when and how often failed attempts are retried.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.policy = policy;
        self
    }

    /// Sets a callback for every retry. It must not block.
    pub fn on_retry(mut self, observer: impl Fn(&RetryEvent) + Send + Sync + 'static) -> Self {
        self.observer = Observer(Some(Arc::new(observer)));
        self
    }

    /// Sets the program's name in the `User-Agent`, before this crate's own name. It also applies to an HTTP client of
    /// your own.
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = Some(name.into());
        self
    }

    /// Sets the maximum size in bytes of a response body, decompressed; 1 GiB by default.
    pub fn max_body_bytes(mut self, bytes: usize) -> Self {
        self.max_body_bytes = bytes;
        self
    }

    /// Sets whether arguments are checked against the guide's rules before anything is sent; `true` by default. If
    /// `false`, the service alone checks them.
    #[doc(alias = "validation")]
    pub fn checks(mut self, checks: bool) -> Self {
        self.checks = checks;
        self
    }

    /// Sets whether the client asks for compressed responses, which shrinks a list to a sixth of its size; `true` by
    /// default, with the feature `gzip`. If `false`, it doesn't ask, but a response that is compressed anyway is still
    /// read.
    #[doc(alias = "gzip")]
    pub fn compression(mut self, compression: bool) -> Self {
        self.compresses = compression;
        self
    }

    /// Lets these institutes share tokens, as many per token as its length allows. Other institutes can be used as
    /// well, with tokens of their own.
    pub fn institutes(mut self, institutes: impl IntoIterator<Item = InstituteNumber>) -> Self {
        self.institutes.extend(institutes);
        self
    }

    /// Caches responses in memory, by institute and call. This is off by default, since it keeps personal data. A write
    /// through this client removes the institute's responses; changes made elsewhere appear when a response expires.
    pub fn cache(mut self, policy: CachePolicy) -> Self {
        self.cache = Some(policy);
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// `Configuration` if a setting is missing or not valid; the message names it.
    pub fn build(self) -> Result<Personeel> {
        let api = endpoint("api_url", &self.api_url)?;
        let user_agent = self.user_agent.as_deref().map(user_agent).transpose()?;
        let carried = self.carried(user_agent.as_ref())?;
        let network = Network { settings: self.settings.clone(), user_agent };
        let make_http = |endpoint| -> Result<Arc<dyn Exchange>> {
            Ok(match &carried {
                Some(carried) => Arc::new(carried.clone()),
                None => Arc::new(http_client(endpoint, &network, self.timeouts.connect)?),
            })
        };
        // The proxies of an HTTP client that the caller has configured are not known.
        let route_of = |endpoint: &Endpoint, is_own: bool| {
            let is_known = is_own && self.settings.is_none() && carried.is_none();
            if is_known { Route::to(endpoint) } else { Route::direct(&endpoint.url) }
        };
        let http = match &self.http {
            Some(http) => Arc::new(http.clone()),
            None => make_http(&api)?,
        };
        let source: Arc<dyn AnyTokenSource> = match self.credentials.as_ref() {
            None => {
                return Err(Error::configuration("credentials: set a client id and client secret, or a token source"));
            }
            Some(Credentials::Source(source)) => Arc::clone(source),
            Some(Credentials::Client(credentials)) => {
                if credentials.is_incomplete() {
                    return Err(Error::configuration("credentials: the client id or the client secret is blank"));
                }
                let identity = endpoint("identity_url", &self.identity_url)?;
                let http = make_http(&identity)?;
                let route = route_of(&identity, true);
                let mut url = identity.url;
                url.path_segments_mut()
                    .map_err(|()| Error::configuration("identity_url: a path cannot be appended to it"))?
                    .pop_if_empty()
                    .extend(TOKEN_PATH.split('/').skip(1));
                Arc::new(TokenEndpoint { http, url, route, credentials: credentials.clone() })
            }
        };
        let time = self.timeouts.attempt.min(MAX_TOKEN_TIME);
        let tokens = TokenCache::new(Supply::new(source, self.policy, time));
        if !self.institutes.is_empty() {
            tokens.share(self.institutes);
        }
        let route = route_of(&api, self.http.is_none());
        let transport = Arc::new(Pipeline {
            http,
            tokens,
            policy: self.policy,
            limits: Limits { timeouts: self.timeouts, max_body_bytes: self.max_body_bytes },
            observer: self.observer,
            api: api.url,
            route,
            compresses: self.compresses,
            user_agent: network.user_agent.filter(|_| self.http.is_some()),
        });
        let cache = self.cache.map(|policy| Arc::new(Cache::new(policy)));
        Ok(Personeel::new(Shared { transport, checks: self.checks, cache, budget: None }))
    }

    /// Returns the caller's transport, with the client's `User-Agent`.
    fn carried(&self, user_agent: Option<&HeaderValue>) -> Result<Option<Carried>> {
        let Some(transport) = self.transport.clone() else { return Ok(None) };
        if self.http.is_some() || self.settings.is_some() {
            return Err(Error::configuration(
                "transport: `http_client` and `http_settings` have no effect with a transport; set one or the other",
            ));
        }
        Ok(Some(Carried { transport, user_agent: user_agent.cloned().unwrap_or_else(own_user_agent) }))
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("api_url", &self.api_url)
            .field("identity_url", &self.identity_url)
            .field("timeouts", &self.timeouts)
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}
