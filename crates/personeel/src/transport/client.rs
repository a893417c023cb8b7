//! The HTTP client that calls and token requests go through, one for each endpoint.

use std::error::Error as _;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use crate::endpoint::Endpoint;
use crate::error::{Error, Result};

/// What this crate calls itself.
const OWN_NAME: &str = concat!("personeel-rs/", env!("CARGO_PKG_VERSION"));

/// Settings of the network that the API and the identity server share.
#[derive(Clone, Default)]
pub(crate) struct Network {
    pub(crate) settings: Option<Arc<NetworkSettings>>,
    pub(crate) user_agent: Option<HeaderValue>,
}

/// What a caller makes of an HTTP client that is about to be made.
pub(crate) type NetworkSettings = dyn Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync;

/// The `User-Agent` of a caller with this name.
pub(crate) fn user_agent(name: &str) -> Result<HeaderValue> {
    HeaderValue::try_from(format!("{name} {OWN_NAME}"))
        .map_err(|_| Error::configuration("user_agent: it holds characters that no header may"))
}

/// The `User-Agent` of a client that was given no name.
pub(crate) fn own_user_agent() -> HeaderValue {
    HeaderValue::from_static(OWN_NAME)
}

/// Whether https is built in.
const HAS_TLS: bool = cfg!(any(feature = "rustls-tls", feature = "rustls-tls-no-provider"));

#[cfg(any(feature = "rustls-tls", feature = "rustls-tls-no-provider"))]
fn without_certificates(http: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
    http.tls_certs_only([])
}

#[cfg(not(any(feature = "rustls-tls", feature = "rustls-tls-no-provider")))]
fn without_certificates(http: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
    http
}

/// Whether the program has left out what it promised to bring, without which reqwest panics.
fn lacks_provider() -> bool {
    cfg!(all(feature = "rustls-tls-no-provider", not(feature = "rustls-tls")))
        && rustls::crypto::CryptoProvider::get_default().is_none()
}

/// Makes the HTTP client of an endpoint.
///
/// # Errors
///
/// `Configuration` where it cannot be made, as without a certificate store.
pub(crate) fn http_client(endpoint: &Endpoint, network: &Network, connect: Duration) -> Result<reqwest::Client> {
    http_builder(endpoint, network, connect)?.build().map_err(|error| {
        let message = if no_certificates(&error) {
            "no certificate store: this computer has no list of certificates that it trusts, or SSL_CERT_FILE names none; \
             install one (often the package ca-certificates), or name a file in SSL_CERT_FILE"
        } else {
            "the HTTP client cannot be made with these settings"
        };
        Error::configuration(message).with_source(error.without_url())
    })
}

/// Its settings.
///
/// # Errors
///
/// `Configuration` where it could not go there: without TLS.
pub(crate) fn http_builder(
    endpoint: &Endpoint,
    network: &Network,
    connect: Duration,
) -> Result<reqwest::ClientBuilder> {
    let mut http = reqwest::Client::builder().user_agent(OWN_NAME).connect_timeout(connect);
    if let Some(settings) = &network.settings {
        http = settings(http);
    }
    if let Some(agent) = &network.user_agent {
        http = http.user_agent(agent.clone());
    }
    // Whatever was set before, these hold.
    http = http
        .redirect(reqwest::redirect::Policy::none())
        // Bodies are decompressed here, whatever another part of the program lets reqwest do: so limits and errors are
        // these, and who asks for nothing gets nothing.
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate()
        // One place repeats: what it does is counted, told to the observer and bound to the policy.
        .retry(reqwest::retry::never().max_retries_per_request(0));
    if endpoint.plain {
        // Nothing is encrypted on loopback: no proxy may read along, and no certificate is needed.
        http = without_certificates(http.no_proxy());
    } else if !HAS_TLS {
        return Err(Error::configuration(
            "https needs the feature `rustls-tls` or `rustls-tls-no-provider` of this crate, a transport of your own, or \
             an HTTP client of your own with a token source",
        ));
    }
    if lacks_provider() {
        return Err(Error::configuration(
            "TLS has no provider: install one first (`rustls::crypto::CryptoProvider::install_default`), or use the feature \
             `rustls-tls`",
        ));
    }
    Ok(http)
}

/// The verifier of certificates says this by text alone.
fn no_certificates(error: &reqwest::Error) -> bool {
    std::iter::successors(error.source(), |&cause| cause.source()).any(|cause| {
        matches!(cause.downcast_ref(), Some(rustls::Error::General(text)) if text.starts_with("No CA certificates"))
    })
}
