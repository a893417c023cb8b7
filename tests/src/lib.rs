//! What tests that cross the crates share.

pub mod capture;
pub mod documented;
mod wire;

use personeel::{Builder, ClientCredentials, Personeel};
use personeel_sandbox::Sandbox;

pub use wire::{Asked, Wire, answer, json, token};

/// The document as JSON.
///
/// # Errors
///
/// Where the generated file cannot be read.
pub fn document() -> std::io::Result<serde_json::Value> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/personeel-sandbox/src/generated/openapi.json");
    Ok(serde_json::from_str(&std::fs::read_to_string(path)?)?)
}

/// A client of a sandbox, with its demo credentials.
pub fn client_of(sandbox: &Sandbox) -> Builder {
    Personeel::builder()
        .api_url(sandbox.api_url())
        .identity_url(sandbox.identity_url())
        .credentials(ClientCredentials::new(sandbox.client_id(), sandbox.client_secret()))
}
