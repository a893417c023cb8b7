//! How long tokens really live.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// Ends tokens before their time.
#[derive(Debug, Default)]
pub(crate) struct Lives {
    /// Tokens of an earlier generation are over.
    generation: AtomicU64,
    /// Whether a token that was used while tokens end early is over.
    used: Mutex<HashMap<String, bool>>,
}

impl Lives {
    /// The generation of a token that is made now.
    pub(crate) fn generation(&self) -> u64 {
        self.generation.load(Ordering::Relaxed)
    }

    /// Ends every token that was ever made.
    pub(crate) fn end_all(&self) {
        self.generation.fetch_add(1, Ordering::Relaxed);
        self.used.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Whether a token is still good, and ends it if it `ends` now. Nobody could work with a token that is over at its
    /// first use, so that never happens.
    pub(crate) fn is_alive(&self, generation: u64, id: &str, ends: bool) -> bool {
        if generation != self.generation() {
            return false;
        }
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(is_over) = used.get_mut(id) else {
            used.insert(id.to_owned(), false);
            return true;
        };
        *is_over |= ends;
        !*is_over
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_ends_at_its_second_use_at_the_earliest_and_then_for_good() {
        let lives = Lives::default();
        assert!(lives.is_alive(0, "a", true));
        assert!(lives.is_alive(0, "a", false));
        assert!(!lives.is_alive(0, "a", true));
        assert!(!lives.is_alive(0, "a", false));
        assert!(lives.is_alive(0, "b", false));
        lives.end_all();
        assert!(!lives.is_alive(0, "b", false));
        assert!(lives.is_alive(1, "c", false));
    }
}
