//! Errors of `cargo xtask audit` and `cargo xtask diff`.

use crate::document::{Finding, Findings};

/// An error that keeps a comparison from reaching a verdict.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The document or the acknowledgements cannot be read.
    #[error("{0}")]
    Document(#[from] Finding),
    /// A document has the wrong shape.
    #[error("{0}")]
    Shape(#[from] Findings),
    /// The guide, a report, git or another source cannot be read, or contradicts itself.
    #[error("{0}")]
    Other(String),
}
