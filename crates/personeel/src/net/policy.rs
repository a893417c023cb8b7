//! When something is tried again, and after which pause.

use std::time::Duration;

/// How failed attempts are repeated.
///
/// Sent again are calls that could not connect, whose connection broke, whose attempt ran out of time, and those that
/// were answered with 408, 429, 502, 503 or 504. Every call may be: PUT writes by id and DELETE is idempotent, and what
/// the first attempt has done is not counted against the second. The pause is drawn between zero and a limit that
/// doubles with each attempt (full jitter); `Retry-After` is honoured where it is longer. A call ends with its last
/// error where the attempts or the time are used up, also where the service asks for a longer pause than is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// Attempts in all; 1 never repeats.
    pub max_attempts: u32,
    /// Limit of the first pause.
    pub base: Duration,
    /// Limit of any pause that is drawn.
    pub max_pause: Duration,
    /// Time after which no further attempt begins.
    pub max_elapsed: Duration,
}

impl Default for RetryPolicy {
    /// Four attempts, with pauses of up to 0.25, 0.5 and 1 second, the last of which begins within 4 minutes: so that each
    /// may use up its limit of one minute, within the 5 of a call ([`Timeouts`](crate::Timeouts)).
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
    /// Never repeats.
    pub fn never() -> Self {
        Self { max_attempts: 1, ..Self::default() }
    }

    /// With so many attempts in all; 0 counts as 1.
    #[must_use]
    pub fn with_max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// With this limit of the first pause.
    #[must_use]
    pub fn with_base(mut self, base: Duration) -> Self {
        self.base = base;
        self
    }

    /// With this limit of any pause.
    #[must_use]
    pub fn with_max_pause(mut self, pause: Duration) -> Self {
        self.max_pause = pause;
        self
    }

    /// With this limit of the time after which no further attempt begins.
    #[must_use]
    pub fn with_max_elapsed(mut self, elapsed: Duration) -> Self {
        self.max_elapsed = elapsed;
        self
    }

    /// The longest pause that may be drawn after `attempts` failed attempts.
    pub(crate) fn ceiling(&self, attempts: u32) -> Duration {
        let doubled = 1_u32.checked_shl(attempts.saturating_sub(1)).unwrap_or(u32::MAX);
        self.base.saturating_mul(doubled).min(self.max_pause)
    }

    /// The pause before the next attempt; `None` where there is to be none.
    pub(crate) fn pause(&self, attempts: u32, elapsed: Duration, asked: Option<Duration>) -> Option<Duration> {
        if attempts >= self.max_attempts {
            return None;
        }
        let drawn = draw(self.ceiling(attempts));
        let pause = asked.map_or(drawn, |asked| asked.max(drawn));
        (elapsed.saturating_add(pause) <= self.max_elapsed).then_some(pause)
    }
}

/// A pause between none and `ceiling`, each as likely as any other.
fn draw(ceiling: Duration) -> Duration {
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
    fn the_service_may_ask_for_a_longer_pause_and_not_for_a_shorter() {
        let policy = RetryPolicy::default();
        let asked = Duration::from_secs(7);
        assert_eq!(policy.pause(1, Duration::ZERO, Some(asked)), Some(asked));
        assert!(policy.pause(1, Duration::ZERO, Some(Duration::ZERO)).unwrap() <= policy.ceiling(1));
    }
}
