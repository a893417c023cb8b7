//! Making a client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use personeel_client::endpoints::{API_URL, IDENTITY_URL, TOKEN_PATH};
use personeel_wire::InstituteNumber;

use crate::cache::{Cache, CachePolicy};
use crate::client::Personeel;
use crate::endpoint::{Endpoint, endpoint};
use crate::error::{Error, Result};
use crate::net::Route;
use crate::shared::Shared;
use crate::token::{ClientCredentials, Supply, TokenCache, TokenEndpoint, TokenSource};
use crate::transport::{Limits, Observer, RetryEvent, RetryPolicy, Timeouts, Transport, http_client};

/// One gibibyte: the photos of several thousand people.
const MAX_BODY_BYTES: usize = 1024 * 1024 * 1024;

/// A source that has given no token by then is given up, whatever the limit of an attempt.
const MAX_TOKEN_TIME: Duration = Duration::from_secs(30);

/// Settings of a client. Everything has a default but the credentials; nothing is sent until the first call.
#[must_use = "a builder does nothing until `build`"]
pub struct Builder {
    credentials: Option<Credentials>,
    api_url: String,
    identity_url: String,
    http: Option<reqwest::Client>,
    timeouts: Timeouts,
    policy: RetryPolicy,
    observer: Observer,
    user_agent: Option<String>,
    max_body_bytes: usize,
    checks: bool,
    institutes: Vec<InstituteNumber>,
    cache: Option<CachePolicy>,
}

enum Credentials {
    Client(ClientCredentials),
    Source(Arc<dyn TokenSource>),
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            credentials: None,
            api_url: API_URL.to_owned(),
            identity_url: IDENTITY_URL.to_owned(),
            http: None,
            timeouts: Timeouts::default(),
            policy: RetryPolicy::default(),
            observer: Observer::default(),
            user_agent: None,
            max_body_bytes: MAX_BODY_BYTES,
            checks: true,
            institutes: Vec::new(),
            cache: None,
        }
    }
}

impl Personeel {
    /// Begins a client.
    pub fn builder() -> Builder {
        Builder::default()
    }
}

impl Builder {
    /// The client id and secret that Informat issued.
    pub fn credentials(mut self, credentials: ClientCredentials) -> Self {
        self.credentials = Some(Credentials::Client(credentials));
        self
    }

    /// Tokens from elsewhere, in place of a client id and secret.
    pub fn token_source(mut self, source: impl TokenSource) -> Self {
        self.credentials = Some(Credentials::Source(Arc::new(source)));
        self
    }

    /// Where the API is; production by default. https, or plain http on loopback.
    pub fn api_url(mut self, url: impl Into<String>) -> Self {
        self.api_url = url.into();
        self
    }

    /// Where the identity server is; production by default. https, or plain http on loopback.
    pub fn identity_url(mut self, url: impl Into<String>) -> Self {
        self.identity_url = url.into();
        self
    }

    /// An HTTP client of the caller's own, for the calls of the API. It must not follow redirects
    /// (`reqwest::redirect::Policy::none()`), and its own connect limit applies. What it repeats by itself is neither
    /// counted nor told to [`on_retry`](Self::on_retry); `reqwest::retry::never()` leaves that to the [`RetryPolicy`].
    ///
    /// The identity server is not asked through it: a redirect would take the client secret along. Where tokens need an
    /// HTTP client of their own, give a [`token_source`](Self::token_source).
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http = Some(client);
        self
    }

    /// Time limits.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// How failed attempts are repeated.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.policy = policy;
        self
    }

    /// Is told of every attempt that is repeated. It must not block.
    pub fn on_retry(mut self, observer: impl Fn(&RetryEvent) + Send + Sync + 'static) -> Self {
        self.observer = Observer(Some(Arc::new(observer)));
        self
    }

    /// What the client calls itself, before this crate's own name.
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = Some(name.into());
        self
    }

    /// The most bytes of one answer that are kept in memory; one gibibyte by default.
    pub fn max_body_bytes(mut self, bytes: usize) -> Self {
        self.max_body_bytes = bytes;
        self
    }

    /// Whether arguments are checked by the guide's rules before anything is sent; they are by default. Without, the
    /// service alone decides.
    pub fn checks(mut self, checks: bool) -> Self {
        self.checks = checks;
        self
    }

    /// Institutes whose scopes are asked for in one token. Others may be used as well, with tokens of their own.
    pub fn institutes(mut self, institutes: impl IntoIterator<Item = InstituteNumber>) -> Self {
        self.institutes.extend(institutes);
        self
    }

    /// Caches answers in memory, by institute and call. Off by default, since it keeps personal data. A write forgets
    /// everything of its institute; what others write shows once the time is over.
    pub fn cache(mut self, policy: CachePolicy) -> Self {
        self.cache = Some(policy);
        self
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// `Configuration` where a setting is missing or not usable; the message names it.
    pub fn build(self) -> Result<Personeel> {
        let api = endpoint("api_url", &self.api_url)?;
        let http = match &self.http {
            Some(http) => http.clone(),
            None => self.make_http(&api)?,
        };
        let source: Arc<dyn TokenSource> = match self.credentials.as_ref() {
            None => return Err(Error::configuration("credentials: give a client id and secret, or a token source")),
            Some(Credentials::Source(source)) => Arc::clone(source),
            Some(Credentials::Client(credentials)) => {
                if credentials.is_incomplete() {
                    return Err(Error::configuration("credentials: the client id or the client secret is blank"));
                }
                let identity = endpoint("identity_url", &self.identity_url)?;
                let http = self.make_http(&identity)?;
                let route = Route::to(&identity);
                let mut url = identity.url;
                url.path_segments_mut()
                    .map_err(|()| Error::configuration("identity_url: a path cannot be added to it"))?
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
        let route = if self.http.is_some() { Route::direct(&api.url) } else { Route::to(&api) };
        let transport = Transport {
            http: Arc::new(http),
            tokens,
            policy: self.policy,
            limits: Limits { timeouts: self.timeouts, max_body_bytes: self.max_body_bytes },
            observer: self.observer,
            api: api.url,
            route,
        };
        let cache = self.cache.map(Cache::new);
        Ok(Personeel::new(Shared { transport, checks: self.checks, cache }))
    }

    fn make_http(&self, endpoint: &Endpoint) -> Result<reqwest::Client> {
        http_client(endpoint, self.user_agent.as_deref(), self.timeouts.connect)
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
