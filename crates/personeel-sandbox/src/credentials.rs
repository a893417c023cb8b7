//! The demo client: public on purpose, worth nothing outside a sandbox.

use personeel_client::endpoints::SCOPE_TEMPLATE;
use personeel_client::scope;
use personeel_wire::InstituteNumber;

/// The id of the one client that a sandbox knows.
pub const CLIENT_ID: &str = "informat_customer_sandbox";

/// Its secret, which is no secret: a sandbox holds invented people only.
pub const CLIENT_SECRET: &str = "sandbox-only-not-a-secret";

/// The API in the audience of a token: what its scopes begin with.
pub(crate) fn audience() -> &'static str {
    SCOPE_TEMPLATE.split('.').next().unwrap_or(SCOPE_TEMPLATE)
}

/// The scopes of institutes, in their order.
pub(crate) fn scopes(institutes: &[InstituteNumber]) -> Vec<String> {
    institutes.iter().copied().map(scope).collect()
}
