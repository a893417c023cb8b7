//! Content hashes, by which a body that snapshots share is stored once.

use sha2::{Digest as _, Sha256};

/// Returns the SHA-256 hash of a text.
pub(super) fn of(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

/// Returns the first half of the hash in hexadecimal, which is enough to distinguish records.
pub(super) fn short(text: &str) -> String {
    let mut digits = String::with_capacity(32);
    for byte in &of(text)[..16] {
        for digit in [byte >> 4, byte & 15] {
            digits.extend(char::from_digit(u32::from(digit), 16));
        }
    }
    digits
}
