//! A budget of retries that many calls share.

use std::sync::atomic::{AtomicU32, Ordering};

/// A budget of retries. A call that succeeds gives one back, so occasional failures don't use the budget up. When the
/// service is down, the budget is soon empty, and each of the other calls makes a single attempt.
#[derive(Debug)]
pub(crate) struct Budget {
    left: AtomicU32,
    max: u32,
}

impl Budget {
    pub(crate) fn new(retries: u32) -> Self {
        Self { left: AtomicU32::new(retries), max: retries }
    }

    /// Takes a retry; `false` if none is left.
    pub(crate) fn take(&self) -> bool {
        self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok()
    }

    /// Gives a retry back.
    pub(crate) fn give(&self) {
        let incremented = |left: u32| (left < self.max).then_some(left + 1);
        // A full budget stays as it is.
        let _ = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, incremented);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_is_spent_and_refilled_up_to_its_maximum() {
        let budget = Budget::new(2);
        budget.give();
        assert_eq!([budget.take(), budget.take(), budget.take()], [true, true, false]);
        budget.give();
        assert_eq!([budget.take(), budget.take()], [true, false]);
    }
}
