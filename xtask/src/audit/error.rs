//! Why there is no verdict.

use crate::document::{Finding, Findings};

/// Why there is no verdict.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The document, or what is acknowledged, cannot be read.
    #[error("{0}")]
    Document(#[from] Finding),
    /// The document has the wrong shape.
    #[error("{0}")]
    Shape(#[from] Findings),
    /// The table of decisions cannot be read.
    #[error("{0}")]
    Decisions(String),
    /// The guide cannot be read.
    #[error("{0}")]
    Guide(String),
}
