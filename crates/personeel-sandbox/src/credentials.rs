//! The demo client: public on purpose, worth nothing outside a sandbox.

use personeel_wire::InstituteNumber;

/// The id of the one client that a sandbox knows.
pub const CLIENT_ID: &str = "informat_customer_sandbox";

/// Its secret, which is no secret: a sandbox holds invented people only.
pub const CLIENT_SECRET: &str = "sandbox-only-not-a-secret";

/// What stands before the institute number in a scope.
pub const SCOPE_PREFIX: &str = "api_informat_sas_personeel.personeel.";

/// The API in the audience of a token.
pub(crate) const AUDIENCE: &str = "api_informat_sas_personeel";

pub(crate) fn scope(institute: InstituteNumber) -> String {
    format!("{SCOPE_PREFIX}{institute}")
}

/// The scopes of institutes, in their order.
pub(crate) fn scopes(institutes: &[InstituteNumber]) -> Vec<String> {
    institutes.iter().copied().map(scope).collect()
}

/// The institute that a scope stands for; `None` for a scope of something else.
pub(crate) fn institute_of_scope(scope: &str) -> Option<InstituteNumber> {
    scope.strip_prefix(SCOPE_PREFIX)?.parse().ok()
}
