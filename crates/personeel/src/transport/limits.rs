//! Timeouts and size limits.

use std::time::Duration;

/// Timeouts. Each counts from the start of what it limits and includes waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timeouts {
    /// The timeout for connecting. It doesn't apply to an HTTP client or a transport of your own, which has its own.
    pub connect: Duration,
    /// The timeout of one attempt, from sending the request to the last byte of the response.
    pub attempt: Duration,
    /// The timeout of the complete call, including its token, attempts and pauses.
    pub call: Duration,
}

impl Default for Timeouts {
    /// 10 seconds to connect, 1 minute for an attempt, 5 minutes for a call: enough for four attempts that time out.
    fn default() -> Self {
        Self { connect: Duration::from_secs(10), attempt: Duration::from_secs(60), call: Duration::from_secs(300) }
    }
}

impl Timeouts {
    /// Sets the timeout for connecting.
    #[must_use]
    pub fn with_connect(mut self, timeout: Duration) -> Self {
        self.connect = timeout;
        self
    }

    /// Sets the timeout of one attempt.
    #[must_use]
    pub fn with_attempt(mut self, timeout: Duration) -> Self {
        self.attempt = timeout;
        self
    }

    /// Sets the timeout of the complete call.
    #[must_use]
    pub fn with_call(mut self, timeout: Duration) -> Self {
        self.call = timeout;
        self
    }
}

/// The limits of an attempt.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) timeouts: Timeouts,
    /// The maximum size in bytes of a successful response body, decompressed.
    pub(crate) max_body_bytes: usize,
}

/// How many bytes of an error's body are read and kept. That is enough for any envelope.
pub(crate) const MAX_ERROR_BODY_BYTES: usize = 64 * 1024;
