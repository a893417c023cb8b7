//! Request counts.

use std::sync::atomic::{AtomicU64, Ordering};

/// Counts since the start or the last reset.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    token_requests: AtomicU64,
    requests: AtomicU64,
}

impl Counters {
    pub(crate) fn count_token_request(&self) {
        self.token_requests.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn token_requests(&self) -> u64 {
        self.token_requests.load(Ordering::Relaxed)
    }

    pub(crate) fn count_request(&self) {
        self.requests.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn requests(&self) -> u64 {
        self.requests.load(Ordering::Relaxed)
    }

    pub(crate) fn reset(&self) {
        self.token_requests.store(0, Ordering::Relaxed);
        self.requests.store(0, Ordering::Relaxed);
    }
}
