//! Errors of the audit.

use crate::document::{Finding, Findings};

/// An error that keeps the audit from reaching a verdict.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The document or the acknowledgements cannot be read.
    #[error("{0}")]
    Document(#[from] Finding),
    /// The document has the wrong shape.
    #[error("{0}")]
    Shape(#[from] Findings),
    /// The table of decisions cannot be read.
    #[error("{0}")]
    Decisions(String),
    /// The guide or a report cannot be read.
    #[error("{0}")]
    Guide(String),
}
