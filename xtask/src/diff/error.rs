//! Errors of `cargo xtask diff`.

use crate::document::{Finding, Findings};

/// Why the documents could not be compared.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A document or an acknowledgement cannot be read.
    #[error("{0}")]
    Document(#[from] Finding),
    /// A document has the wrong shape.
    #[error("{0}")]
    Shape(#[from] Findings),
    /// Git cannot supply the old side.
    #[error("{0}")]
    Git(String),
    /// An acknowledgement matches no breaking change, or more than one.
    #[error("{0}")]
    Unmatched(String),
}
