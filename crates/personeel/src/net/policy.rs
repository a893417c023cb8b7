//! When to retry, and after which pause.

use std::time::Duration;

/// When and how often failed attempts are retried.
///
/// The client retries a call when it cannot connect, when the connection breaks, when an attempt times out, and when
/// the service returns 408, 429, 502, 503 or 504. Every call of the API can be retried: PUT writes by id, DELETE is
/// idempotent, and a retry succeeds if an earlier attempt already did the work. The pause is random, between zero and a
/// limit that doubles with each attempt (full jitter); a longer `Retry-After` is honoured. The call fails with its last
/// error when the attempts or the time are used up, or when the service asks for a longer pause than the remaining
/// time.
#[doc(alias = "backoff")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// The maximum number of attempts, including the first; 1 never retries.
    pub max_attempts: u32,
    /// The limit of the first random pause.
    pub base: Duration,
    /// The limit of every random pause.
    pub max_pause: Duration,
    /// The time after the start of a call from which no further attempt begins.
    pub max_elapsed: Duration,
}

impl Default for RetryPolicy {
    /// Four attempts, with pauses of up to 0.25, 0.5 and 1 second. The last attempt begins within 4 minutes, so that
    /// each can use its timeout of 1 minute within the 5 minutes of a call ([`Timeouts`](crate::Timeouts)).
    fn default() -> Self {
        Self {
            max_attempts: 4,
            base: Duration::from_millis(250),
            max_pause: Duration::from_secs(10),
            max_elapsed: Duration::from_secs(240),
        }
    }
}

impl RetryPolicy {
    /// Returns a policy that never retries.
    pub fn never() -> Self {
        Self { max_attempts: 1, ..Self::default() }
    }

    /// Sets the maximum number of attempts, including the first; 0 counts as 1.
    #[must_use]
    pub fn with_max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// Sets the limit of the first random pause.
    #[must_use]
    pub fn with_base(mut self, base: Duration) -> Self {
        self.base = base;
        self
    }

    /// Sets the limit of every random pause.
    #[must_use]
    pub fn with_max_pause(mut self, pause: Duration) -> Self {
        self.max_pause = pause;
        self
    }

    /// Sets the time after which no further attempt begins.
    #[must_use]
    pub fn with_max_elapsed(mut self, elapsed: Duration) -> Self {
        self.max_elapsed = elapsed;
        self
    }

    /// Returns the limit of the random pause after `attempts` failed attempts.
    pub(crate) fn ceiling(&self, attempts: u32) -> Duration {
        let doubled = 1_u32.checked_shl(attempts.saturating_sub(1)).unwrap_or(u32::MAX);
        self.base.saturating_mul(doubled).min(self.max_pause)
    }

    /// Returns the pause before the next attempt; `None` if there is no next attempt. `asked` is the server's
    /// `Retry-After`.
    pub(crate) fn pause(&self, attempts: u32, elapsed: Duration, asked: Option<Duration>) -> Option<Duration> {
        if attempts >= self.max_attempts {
            return None;
        }
        let drawn = draw_pause(self.ceiling(attempts));
        let pause = asked.map_or(drawn, |asked| asked.max(drawn));
        (elapsed.saturating_add(pause) <= self.max_elapsed).then_some(pause)
    }
}

/// Draws a pause between zero and `ceiling`, uniformly.
fn draw_pause(ceiling: Duration) -> Duration {
    let nanoseconds = u64::try_from(ceiling.as_nanos()).unwrap_or(u64::MAX);
    Duration::from_nanos(fastrand::u64(..=nanoseconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_stay_within_a_ceiling_that_doubles_up_to_its_limit() {
        let policy = RetryPolicy::default().with_max_attempts(20).with_max_elapsed(Duration::MAX);
        let ceilings: Vec<_> = (1..=8).map(|attempts| policy.ceiling(attempts).as_millis()).collect();
        assert_eq!(ceilings, [250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
        let mut spread = (Duration::MAX, Duration::ZERO);
        for _ in 0..1000 {
            let pause = policy.pause(3, Duration::ZERO, None).unwrap();
            assert!(pause <= policy.ceiling(3));
            spread = (spread.0.min(pause), spread.1.max(pause));
        }
        // Full jitter: both ends of the range are drawn.
        assert!(spread.0 < Duration::from_millis(100) && spread.1 > Duration::from_millis(900), "{spread:?}");
        assert_eq!(policy.ceiling(u32::MAX), policy.max_pause);
    }

    #[test]
    fn attempts_and_time_run_out() {
        let policy = RetryPolicy::default();
        assert!(policy.pause(3, Duration::ZERO, None).is_some());
        assert!(policy.pause(4, Duration::ZERO, None).is_none());
        assert!(policy.pause(1, Duration::from_secs(240), Some(Duration::from_secs(1))).is_none());
        assert!(policy.pause(1, Duration::from_secs(1), Some(Duration::from_secs(240))).is_none());
        assert!(policy.pause(1, Duration::from_secs(1), Some(Duration::MAX)).is_none());
        assert!(RetryPolicy::never().pause(1, Duration::ZERO, None).is_none());
    }

    #[test]
    fn the_service_may_ask_for_a_longer_pause_but_not_for_a_shorter_one() {
        let policy = RetryPolicy::default();
        let asked = Duration::from_secs(7);
        assert_eq!(policy.pause(1, Duration::ZERO, Some(asked)), Some(asked));
        assert!(policy.pause(1, Duration::ZERO, Some(Duration::ZERO)).unwrap() <= policy.ceiling(1));
    }
}
