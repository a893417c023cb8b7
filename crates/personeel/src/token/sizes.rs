//! How many institutes may share a token. Nobody says, so it is learned from what is refused.
//!
//! - The scopes of a token make its request longer, and every request that carries it: servers refuse either by length,
//!   each in its own way.
//! - What is refused for another reason is refused for one institute alone as well. So a refusal that may be one of
//!   length is answered by asking for fewer, and believed once all the parts of what was refused are granted.
//! - What was granted before is not too long.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::{TokenError, TokenErrorKind};

/// A scope takes up 62 bytes of a signed token, and everything else of a request's head about 1.5 kB: a hundred stay under
/// the 8 KiB that most servers take.
const MOST: usize = 100;

/// No server refuses a head for a token below this length.
const LONG: usize = 2 * 1024;

/// What is known of lengths.
pub(super) struct Sizes {
    /// Institutes that may be asked for at a time.
    asked: AtomicUsize,
    /// Institutes whose token the API takes.
    used: AtomicUsize,
    /// The most institutes that a token was given for.
    granted: AtomicUsize,
    /// Bytes of the longest token that the API took.
    taken: AtomicUsize,
}

/// A group that was refused and cut: it was too long where each of its parts is granted.
pub(super) struct Cut {
    size: usize,
    missing: AtomicUsize,
}

impl Default for Sizes {
    fn default() -> Self {
        Self {
            asked: AtomicUsize::new(MOST),
            used: AtomicUsize::new(MOST),
            granted: AtomicUsize::default(),
            taken: AtomicUsize::default(),
        }
    }
}

impl Sizes {
    /// How many institutes may share a token that is still to be had.
    pub(super) fn to_ask(&self) -> usize {
        self.asked.load(Ordering::Relaxed).min(self.to_use())
    }

    /// How many institutes may share a token at all.
    pub(super) fn to_use(&self) -> usize {
        self.used.load(Ordering::Relaxed)
    }

    /// The part of a group that is asked for next.
    pub(super) fn part(size: usize) -> usize {
        (size / 2).max(1)
    }

    /// Learns that a token was given for so many, which may be the last part of a group that was refused.
    pub(super) fn grant(&self, size: usize, cut: Option<Arc<Cut>>) {
        self.granted.fetch_max(size, Ordering::Relaxed);
        if let Some(cut) = cut
            && cut.missing.fetch_sub(1, Ordering::Relaxed) == 1
        {
            self.asked.fetch_min(cut.size, Ordering::Relaxed);
        }
    }

    /// Whether the length of a request for so many may be why it was refused.
    pub(super) fn may_be_length(&self, size: usize, error: &TokenError) -> bool {
        let was_granted = size <= self.granted.load(Ordering::Relaxed);
        size > 1
            && match (error.kind(), error.status()) {
                // One of the scopes may not be granted, and must not cost the others theirs.
                (TokenErrorKind::InvalidScope, _) => true,
                (_, Some(status)) if is_length(status) => true,
                (TokenErrorKind::Refused, None | Some(400))
                | (TokenErrorKind::Malformed, _)
                | (TokenErrorKind::Unavailable, Some(500)) => !was_granted,
                _ => false,
            }
    }

    /// Learns that a request for so many was refused. What says that it is too long is believed at once.
    pub(super) fn refuse(&self, size: usize, error: &TokenError) {
        if error.status().is_some_and(is_length) {
            self.asked.fetch_min(Self::part(size), Ordering::Relaxed);
        }
    }

    /// Learns that the API took a token of this length.
    pub(super) fn take(&self, length: usize) {
        self.taken.fetch_max(length, Ordering::Relaxed);
    }

    /// Whether the length of a token may be why the API refused it.
    pub(super) fn is_long(&self, length: usize) -> bool {
        length >= LONG && length > self.taken.load(Ordering::Relaxed)
    }

    /// Learns that the API does not take a token for so many.
    pub(super) fn refuse_use(&self, size: usize) {
        self.used.fetch_min(Self::part(size), Ordering::Relaxed);
    }
}

impl Cut {
    /// A group that is cut into parts of so many.
    pub(super) fn new(size: usize, parts: usize) -> Self {
        Self { size, missing: AtomicUsize::new(parts) }
    }
}

/// Whether a status says that something is too long: the body, the address or the head.
fn is_length(status: u16) -> bool {
    matches!(status, 413 | 414 | 431)
}
