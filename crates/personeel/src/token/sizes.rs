//! How many institutes can share a token. The limit is not documented, so it is learned from rejections.
//!
//! - The scopes of a token lengthen its own request and every request that carries it. Servers limit the length of
//!   either, each in its own way.
//! - A rejection for another reason also hits requests for a single institute. So when a rejection may be due to
//!   length, the client requests tokens for fewer institutes, and takes length for the reason once all parts of the
//!   rejected group are granted.
//! - A size that was granted before is not too long.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::{TokenError, TokenErrorKind};

/// The number of institutes per token to start with. A scope takes 62 bytes of a signed token, and the rest of the
/// request headers about 1.5 kB, so a hundred scopes stay under the 8 KiB that most servers accept.
const MAX_INSTITUTES: usize = 100;

/// No server rejects a request because of a token shorter than this, in bytes.
const LONG_TOKEN_BYTES: usize = 2 * 1024;

/// What is known about limits on length.
pub(super) struct Sizes {
    /// The number of institutes that one token request may cover.
    requestable: AtomicUsize,
    /// The number of institutes whose shared token the API accepts.
    usable: AtomicUsize,
    /// The largest number of institutes for which a token was granted.
    granted: AtomicUsize,
    /// The length in bytes of the longest token that the API accepted.
    accepted_bytes: AtomicUsize,
}

/// A group that was rejected and split. It was too long if each of its parts is granted.
pub(super) struct Split {
    size: usize,
    missing: AtomicUsize,
}

impl Default for Sizes {
    fn default() -> Self {
        Self {
            requestable: AtomicUsize::new(MAX_INSTITUTES),
            usable: AtomicUsize::new(MAX_INSTITUTES),
            granted: AtomicUsize::default(),
            accepted_bytes: AtomicUsize::default(),
        }
    }
}

impl Sizes {
    /// Returns how many institutes one token request may cover.
    pub(super) fn max_per_request(&self) -> usize {
        self.requestable.load(Ordering::Relaxed).min(self.max_per_token())
    }

    /// Returns how many institutes may share a token.
    pub(super) fn max_per_token(&self) -> usize {
        self.usable.load(Ordering::Relaxed)
    }

    /// Returns the size to try after a group of `size` was rejected.
    pub(super) fn next_smaller(size: usize) -> usize {
        (size / 2).max(1)
    }

    /// Records that a token was granted for `size` institutes, possibly the last part of a group that was split.
    pub(super) fn record_grant(&self, size: usize, split: Option<Arc<Split>>) {
        self.granted.fetch_max(size, Ordering::Relaxed);
        if let Some(split) = split
            && split.missing.fetch_sub(1, Ordering::Relaxed) == 1
        {
            self.requestable.fetch_min(split.size, Ordering::Relaxed);
        }
    }

    /// Whether a token request for `size` institutes may have been rejected because of its length.
    pub(super) fn may_be_length(&self, size: usize, error: &TokenError) -> bool {
        let was_granted = size <= self.granted.load(Ordering::Relaxed);
        size > 1
            && match (error.kind(), error.status()) {
                // One scope that is not granted must not fail the others.
                (TokenErrorKind::InvalidScope, _) => true,
                (_, Some(status)) if is_length_limit(status) => true,
                (TokenErrorKind::Refused, None | Some(400))
                | (TokenErrorKind::Malformed, _)
                | (TokenErrorKind::Unavailable, Some(500)) => !was_granted,
                _ => false,
            }
    }

    /// Records that a token request for `size` institutes was rejected. A status that says "too long" counts at once.
    pub(super) fn record_rejection(&self, size: usize, error: &TokenError) {
        if error.status().is_some_and(is_length_limit) {
            self.requestable.fetch_min(Self::next_smaller(size), Ordering::Relaxed);
        }
    }

    /// Records that the API accepted a token of this length.
    pub(super) fn record_accepted(&self, length: usize) {
        self.accepted_bytes.fetch_max(length, Ordering::Relaxed);
    }

    /// Whether the API may have rejected a token because of its length.
    pub(super) fn may_be_too_long(&self, length: usize) -> bool {
        length >= LONG_TOKEN_BYTES && length > self.accepted_bytes.load(Ordering::Relaxed)
    }

    /// Records that the API rejects a token shared by `size` institutes.
    pub(super) fn record_too_long(&self, size: usize) {
        self.usable.fetch_min(Self::next_smaller(size), Ordering::Relaxed);
    }
}

impl Split {
    /// Creates the record of a group that was split into `parts` parts of `size` institutes.
    pub(super) fn new(size: usize, parts: usize) -> Self {
        Self { size, missing: AtomicUsize::new(parts) }
    }
}

/// Whether a status says that the body, the URL or the headers are too long.
fn is_length_limit(status: u16) -> bool {
    matches!(status, 413 | 414 | 431)
}
