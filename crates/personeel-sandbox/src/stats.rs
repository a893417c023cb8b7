//! How much came in.

use serde::Serialize;

/// Counts since the start or the last reset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Stats {
    /// Requests for a token.
    pub token_requests: u64,
    /// Requests to the API.
    pub requests: u64,
    /// Attachments that exist now.
    pub attachments: usize,
}
