//! Records from the JSON that the generator wrote for them.

use serde::de::DeserializeOwned;

/// The record of a JSON text, changed.
#[expect(clippy::expect_used, reason = "the generator writes the text from the same document as the type")]
pub(crate) fn make<T: DeserializeOwned>(json: &str, change: impl FnOnce(&mut T)) -> T {
    let mut record = serde_json::from_str(json).expect("a fixture must decode as its type; run `cargo xtask gen`");
    change(&mut record);
    record
}
