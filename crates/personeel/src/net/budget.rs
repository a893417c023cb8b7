//! What many calls may repeat between them.

use std::sync::atomic::{AtomicU32, Ordering};

/// Retries that calls share. A call that succeeds gives one back, so that now and then a failure costs nobody anything; a
/// service that is down soon leaves none, and each of the other calls finds that out with one attempt.
#[derive(Debug)]
pub(crate) struct Budget {
    left: AtomicU32,
    most: u32,
}

impl Budget {
    pub(crate) fn new(retries: u32) -> Self {
        Self { left: AtomicU32::new(retries), most: retries }
    }

    /// Takes a retry; `false` where none is left.
    pub(crate) fn take(&self) -> bool {
        self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok()
    }

    /// Gives one back.
    pub(crate) fn give(&self) {
        let more = |left: u32| (left < self.most).then_some(left + 1);
        // A full one stays as it is.
        let _ = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_is_spent_and_filled_up_to_what_it_was() {
        let budget = Budget::new(2);
        budget.give();
        assert_eq!([budget.take(), budget.take(), budget.take()], [true, true, false]);
        budget.give();
        assert_eq!([budget.take(), budget.take()], [true, false]);
    }
}
