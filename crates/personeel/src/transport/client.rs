//! Creates the built-in HTTP clients, one for each endpoint.

use std::error::Error as _;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use crate::endpoint::Endpoint;
use crate::error::{Error, Result};

/// The name of this crate in `User-Agent`.
const OWN_NAME: &str = concat!("personeel-rs/", env!("CARGO_PKG_VERSION"));

/// Network settings that the API and the identity server share.
#[derive(Clone, Default)]
pub(crate) struct Network {
    pub(crate) settings: Option<Arc<NetworkSettings>>,
    pub(crate) user_agent: Option<HeaderValue>,
}

/// A callback that customises an HTTP client before it is built.
pub(crate) type NetworkSettings = dyn Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync;

/// Returns the `User-Agent` of a program with this name.
pub(crate) fn user_agent(name: &str) -> Result<HeaderValue> {
    HeaderValue::try_from(format!("{name} {OWN_NAME}"))
        .map_err(|_| Error::configuration("user_agent: contains characters that are not allowed in a header"))
}

/// Returns the `User-Agent` of a client without a name of its own.
pub(crate) fn own_user_agent() -> HeaderValue {
    HeaderValue::from_static(OWN_NAME)
}

/// Whether the crate is built with https.
const HAS_TLS: bool = cfg!(any(feature = "rustls-tls", feature = "rustls-tls-no-provider"));

#[cfg(any(feature = "rustls-tls", feature = "rustls-tls-no-provider"))]
fn without_certificates(http: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
    http.tls_certs_only([])
}

#[cfg(not(any(feature = "rustls-tls", feature = "rustls-tls-no-provider")))]
fn without_certificates(http: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
    http
}

/// Whether the program has not installed the crypto provider that it has to, in which case reqwest would panic.
fn is_missing_provider() -> bool {
    cfg!(all(feature = "rustls-tls-no-provider", not(feature = "rustls-tls")))
        && rustls::crypto::CryptoProvider::get_default().is_none()
}

/// Creates the HTTP client for an endpoint.
///
/// # Errors
///
/// `Configuration` if it cannot be created, for example without a certificate store.
pub(crate) fn http_client(endpoint: &Endpoint, network: &Network, connect: Duration) -> Result<reqwest::Client> {
    http_builder(endpoint, network, connect)?.build().map_err(|error| {
        let message = if is_missing_certificates(&error) {
            "no certificate store: this computer has no list of trusted certificates, or SSL_CERT_FILE contains none; \
             install one (often the package ca-certificates), or set SSL_CERT_FILE to a file of certificates"
        } else {
            "the HTTP client cannot be created with these settings"
        };
        Error::configuration(message).with_source(error.without_url())
    })
}

/// Returns the builder of an endpoint's HTTP client.
///
/// # Errors
///
/// `Configuration` if the endpoint needs TLS and the crate is built without it, or the program has installed no
/// provider.
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
    // These settings override the caller's.
    http = http
        .redirect(reqwest::redirect::Policy::none())
        // This crate decompresses bodies itself, so that its limits and errors apply whatever features of reqwest
        // another part of the program enables, and so that `compression(false)` takes effect.
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate()
        // Only this crate retries, so that every retry is counted, observed and subject to the policy.
        .retry(reqwest::retry::never().max_retries_per_request(0));
    if endpoint.plain {
        // Nothing is encrypted on loopback, so no proxy may be used, and no certificates are needed.
        http = without_certificates(http.no_proxy());
    } else if !HAS_TLS {
        return Err(Error::configuration(
            "https needs the feature `rustls-tls` or `rustls-tls-no-provider` of this crate, a transport of your own, or \
             an HTTP client of your own with a token source",
        ));
    }
    if is_missing_provider() {
        return Err(Error::configuration(
            "TLS has no crypto provider: install one first (`rustls::crypto::CryptoProvider::install_default`), or enable \
             the feature `rustls-tls`",
        ));
    }
    Ok(http)
}

/// Whether building a client failed because there are no trusted certificates. Only the text of the verifier's error
/// says so.
fn is_missing_certificates(error: &reqwest::Error) -> bool {
    std::iter::successors(error.source(), |&cause| cause.source()).any(|cause| {
        matches!(cause.downcast_ref(), Some(rustls::Error::General(text)) if text.starts_with("No CA certificates"))
    })
}
