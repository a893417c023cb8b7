//! Shared helpers for the tests across the crates.

pub mod capture;
pub mod documented;
mod gateway;
mod tls;
mod wire;

use std::time::Duration;

use personeel::{Builder, ClientCredentials, Institute, Personeel, RetryPolicy, StaticToken};
use personeel_sandbox::Sandbox;

pub use gateway::{Gateway, GatewayFaults};
pub use tls::{Certificate, ClientIdentity, TlsWire};
pub use wire::{ReceivedRequest, Wire, json, response, token};

/// Reads the generated document as JSON.
///
/// # Errors
///
/// The generated file cannot be read.
pub fn document() -> std::io::Result<serde_json::Value> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/personeel-sandbox/src/generated/openapi.json");
    Ok(serde_json::from_str(&std::fs::read_to_string(path)?)?)
}

/// Returns the builder of a client for a sandbox, with its demo credentials.
pub fn client_of(sandbox: &Sandbox) -> Builder {
    Personeel::builder()
        .api_url(sandbox.api_url())
        .identity_url(sandbox.identity_url())
        .credentials(ClientCredentials::new(sandbox.client_id(), sandbox.client_secret()))
}

/// Returns the builder of a client for a scripted server. It makes two attempts.
pub fn builder_of(wire: &Wire) -> Builder {
    let policy = RetryPolicy::default().with_max_attempts(2).with_base(Duration::ZERO);
    Personeel::builder().api_url(format!("{}/stem/", wire.url())).token_source(StaticToken::new("t0ken")).retry(policy)
}

/// Returns an institute of a scripted server.
///
/// # Errors
///
/// The client cannot be built.
pub fn school_of(wire: &Wire) -> personeel::Result<Institute> {
    builder_of(wire).build()?.institute("011007")
}
