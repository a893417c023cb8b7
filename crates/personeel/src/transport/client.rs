//! The HTTP client that calls and token requests go through, one for each endpoint.

use std::error::Error as _;
use std::time::Duration;

use crate::endpoint::Endpoint;
use crate::error::{Error, Result};

/// Makes the HTTP client of an endpoint.
///
/// # Errors
///
/// `Configuration` where it cannot be made, as without a certificate store.
pub(crate) fn http_client(endpoint: &Endpoint, user_agent: Option<&str>, connect: Duration) -> Result<reqwest::Client> {
    http_builder(endpoint, user_agent, connect).build().map_err(|error| {
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
pub(crate) fn http_builder(endpoint: &Endpoint, user_agent: Option<&str>, connect: Duration) -> reqwest::ClientBuilder {
    let own = concat!("personeel-rs/", env!("CARGO_PKG_VERSION"));
    let agent = user_agent.map_or_else(|| own.to_owned(), |name| format!("{name} {own}"));
    let mut http = reqwest::Client::builder()
        .user_agent(agent)
        .connect_timeout(connect)
        .redirect(reqwest::redirect::Policy::none())
        // One place repeats: what it does is counted, told to the observer and bound to the policy.
        .retry(reqwest::retry::never().max_retries_per_request(0));
    if endpoint.plain {
        // Nothing is encrypted on loopback: no proxy may read along, and no certificate is needed.
        http = http.no_proxy().tls_certs_only([]);
    }
    http
}

/// The verifier of certificates says this by text alone.
fn no_certificates(error: &reqwest::Error) -> bool {
    std::iter::successors(error.source(), |&cause| cause.source()).any(|cause| {
        matches!(cause.downcast_ref(), Some(rustls::Error::General(text)) if text.starts_with("No CA certificates"))
    })
}
