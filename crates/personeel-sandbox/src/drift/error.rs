//! The error of parsing a drift.

/// Why a [`Drift`](crate::Drift) could not be parsed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct DriftError(String);

impl DriftError {
    pub(super) fn new(problem: String) -> Self {
        Self(problem)
    }
}
