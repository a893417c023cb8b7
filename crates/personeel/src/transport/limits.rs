//! How long, and how much.

use std::time::Duration;

use tokio::time::Instant;

/// Time limits. Each is counted from the start of what it limits, waiting included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timeouts {
    /// Until a connection stands. Not used with an HTTP client of the caller's own, which has its own.
    pub connect: Duration,
    /// One attempt, from sending to the last byte of the body.
    pub attempt: Duration,
    /// The whole call, with its token, attempts and pauses.
    pub call: Duration,
}

impl Default for Timeouts {
    /// 10 seconds to connect, 2 minutes for an attempt, 5 minutes for a call.
    fn default() -> Self {
        Self { connect: Duration::from_secs(10), attempt: Duration::from_secs(120), call: Duration::from_secs(300) }
    }
}

/// What one attempt may take up.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) timeouts: Timeouts,
    /// Bytes of a successful body.
    pub(crate) most_bytes: usize,
}

/// Bytes that are read of the body of an error: enough for any envelope, too few to hurt.
pub(crate) const MOST_ERROR_BYTES: usize = 1024 * 1024;

/// Bytes that are kept of it.
pub(crate) const KEPT_ERROR_BYTES: usize = 64 * 1024;

/// The moment at which a limit is reached; one that no clock can tell is as good as none.
pub(crate) fn after(start: Instant, limit: Duration) -> Instant {
    const FAR: Duration = Duration::from_secs(30 * 365 * 24 * 3600);
    start.checked_add(limit).unwrap_or_else(|| start + FAR)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_limit_beyond_every_clock_is_far_away() {
        let now = Instant::now();
        assert_eq!(after(now, Duration::from_secs(1)) - now, Duration::from_secs(1));
        assert!(after(now, Duration::MAX) - now > Duration::from_secs(365 * 24 * 3600));
    }
}
