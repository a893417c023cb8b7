//! How long, and how much.

use std::time::Duration;

/// Time limits. Each is counted from the start of what it limits, waiting included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timeouts {
    /// Until a connection stands. Not used with an HTTP client or transport of the caller's own, which has its own.
    pub connect: Duration,
    /// One attempt, from sending to the last byte of the body.
    pub attempt: Duration,
    /// The whole call, with its token, attempts and pauses.
    pub call: Duration,
}

impl Default for Timeouts {
    /// 10 seconds to connect, 1 minute for an attempt, 5 minutes for a call: room for four attempts that run out of time.
    fn default() -> Self {
        Self { connect: Duration::from_secs(10), attempt: Duration::from_secs(60), call: Duration::from_secs(300) }
    }
}

impl Timeouts {
    /// With this limit until a connection stands.
    #[must_use]
    pub fn with_connect(mut self, limit: Duration) -> Self {
        self.connect = limit;
        self
    }

    /// With this limit of one attempt.
    #[must_use]
    pub fn with_attempt(mut self, limit: Duration) -> Self {
        self.attempt = limit;
        self
    }

    /// With this limit of the whole call.
    #[must_use]
    pub fn with_call(mut self, limit: Duration) -> Self {
        self.call = limit;
        self
    }
}

/// What one attempt may take up.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) timeouts: Timeouts,
    /// Bytes of a successful body.
    pub(crate) max_body_bytes: usize,
}

/// Bytes of the body of an error that are read and kept: enough for any envelope, too few to hurt.
pub(crate) const MAX_ERROR_BODY_BYTES: usize = 64 * 1024;
