//! The demo client. Its credentials are public on purpose and useless outside a sandbox.

use personeel_client::endpoints::SCOPE_TEMPLATE;
use personeel_client::scope;
use personeel_wire::InstituteNumber;

/// The client id of the only client that a sandbox knows.
pub const CLIENT_ID: &str = "informat_customer_sandbox";

/// The client secret of [`CLIENT_ID`]. It is public: a sandbox contains invented people only.
pub const CLIENT_SECRET: &str = "sandbox-only-not-a-secret";

/// The API's name in the audience of a token, which is also the prefix of its scopes.
pub(crate) fn audience() -> &'static str {
    SCOPE_TEMPLATE.split('.').next().unwrap_or(SCOPE_TEMPLATE)
}

/// The scopes of the institutes, in the same order.
pub(crate) fn scopes(institutes: &[InstituteNumber]) -> Vec<String> {
    institutes.iter().copied().map(scope).collect()
}
