//! Expires tokens before the time that they state.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// Expires tokens early.
#[derive(Debug, Default)]
pub(crate) struct Lives {
    /// Tokens of an earlier generation have expired.
    generation: AtomicU64,
    /// The tokens used so far, by id, with whether each has expired.
    used: Mutex<HashMap<String, bool>>,
}

impl Lives {
    /// The generation of tokens issued now.
    pub(crate) fn generation(&self) -> u64 {
        self.generation.load(Ordering::Relaxed)
    }

    /// Expires every token issued so far.
    pub(crate) fn end_all(&self) {
        self.generation.fetch_add(1, Ordering::Relaxed);
        self.used.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Whether a token is still valid; expires it first if it `ends` now. A token never expires at its first use, since
    /// no client could work with such tokens.
    pub(crate) fn is_alive(&self, generation: u64, id: &str, ends: bool) -> bool {
        if generation != self.generation() {
            return false;
        }
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(has_expired) = used.get_mut(id) else {
            used.insert(id.to_owned(), false);
            return true;
        };
        *has_expired |= ends;
        !*has_expired
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_expires_at_its_second_use_at_the_earliest_and_permanently() {
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
