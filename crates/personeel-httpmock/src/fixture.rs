//! Builds records from the JSON that the generator wrote for them.

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Decodes a record from JSON and applies a change to it.
#[expect(clippy::expect_used, reason = "the generator writes the JSON from the same document as the type")]
pub(crate) fn make<T: DeserializeOwned>(json: &str, change: impl FnOnce(&mut T)) -> T {
    let mut record = serde_json::from_str(json).expect("a fixture must decode as its type; run `cargo xtask gen`");
    change(&mut record);
    record
}

/// Receives a fixture of every type of record from [`visit_each`](crate::fixtures::visit_each).
pub trait Visitor {
    /// Receives one fixture, with the name of its schema in the document.
    fn visit<T: Debug + PartialEq + Serialize + DeserializeOwned>(&mut self, schema: &'static str, fixture: T);
}
