//! What is no fault.

/// Why something does not name faults.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{part:?} is no fault: {expected}")]
pub struct FaultsError {
    part: String,
    expected: &'static str,
}

impl FaultsError {
    pub(super) fn new(part: impl Into<String>, expected: &'static str) -> Self {
        Self { part: part.into(), expected }
    }
}
