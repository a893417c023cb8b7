//! The paths of the identity server.

pub(crate) use personeel_client::endpoints::TOKEN_PATH as TOKEN;

pub(crate) const DISCOVERY: &str = "/.well-known/openid-configuration";
pub(crate) const JWKS: &str = "/.well-known/openid-configuration/jwks";
