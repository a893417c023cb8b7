//! Deadlines.

use std::time::Duration;

use tokio::time::Instant;

/// Returns the moment `limit` after `start`. A limit too long for the clock becomes a moment far in the future.
pub(crate) fn after(start: Instant, limit: Duration) -> Instant {
    const FAR: Duration = Duration::from_secs(30 * 365 * 24 * 3600);
    start.checked_add(limit).unwrap_or_else(|| start + FAR)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_limit_too_long_for_the_clock_is_far_away() {
        let now = Instant::now();
        assert_eq!(after(now, Duration::from_secs(1)) - now, Duration::from_secs(1));
        assert!(after(now, Duration::MAX) - now > Duration::from_secs(365 * 24 * 3600));
    }
}
