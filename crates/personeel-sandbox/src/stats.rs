//! Request counts, as users see them.

use serde::Serialize;

/// Counts since the start or the last reset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Stats {
    /// Token requests.
    pub token_requests: u64,
    /// Requests to the API.
    pub requests: u64,
    /// Attachments that exist now.
    pub attachments: usize,
}
