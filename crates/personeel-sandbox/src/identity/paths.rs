//! Where the identity server answers.

pub(crate) const TOKEN: &str = "/connect/token";
pub(crate) const DISCOVERY: &str = "/.well-known/openid-configuration";
pub(crate) const JWKS: &str = "/.well-known/openid-configuration/jwks";
