//! What tests that cross the crates share.

pub mod capture;
mod wire;

use personeel::{Builder, ClientCredentials, Personeel};
use personeel_sandbox::Sandbox;

pub use wire::{Asked, Wire, answer, json, token};

/// A client of a sandbox, with its demo credentials.
pub fn client_of(sandbox: &Sandbox) -> Builder {
    Personeel::builder()
        .api_url(sandbox.api_url())
        .identity_url(sandbox.identity_url())
        .credentials(ClientCredentials::new(sandbox.client_id(), sandbox.client_secret()))
}
