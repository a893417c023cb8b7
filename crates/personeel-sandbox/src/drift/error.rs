//! What is no drift.

/// Why a text names no drift.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct DriftError(String);

impl DriftError {
    pub(super) fn new(problem: String) -> Self {
        Self(problem)
    }
}
