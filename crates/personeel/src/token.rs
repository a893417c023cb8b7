//! Access tokens: where they come from and how they are cached.

mod cache;
mod cached;
mod client_credentials;
mod granted;
mod sizes;
mod source;
mod supply;

pub(crate) use cache::TokenCache;
pub use client_credentials::ClientCredentials;
pub(crate) use client_credentials::TokenEndpoint;
pub(crate) use source::AnyTokenSource;
pub use source::{AccessToken, Scope, StaticToken, TokenError, TokenErrorKind, TokenSource};
pub(crate) use supply::{Supply, Unsupplied};
