//! The error of invalid faults.

/// Why [`Faults`](crate::Faults) are invalid.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("invalid fault {part:?}: {expected}")]
pub struct FaultsError {
    part: String,
    expected: &'static str,
}

impl FaultsError {
    pub(super) fn new(part: impl Into<String>, expected: &'static str) -> Self {
        Self { part: part.into(), expected }
    }
}
