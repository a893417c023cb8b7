//! Why no difference could be made.

use crate::document::{Finding, Findings};

/// Why no difference could be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A document or acknowledgement cannot be read.
    #[error("{0}")]
    Document(#[from] Finding),
    /// The document has the wrong shape.
    #[error("{0}")]
    Shape(#[from] Findings),
    /// Git does not give the old side.
    #[error("{0}")]
    Git(String),
    /// An acknowledgement that acknowledges nothing.
    #[error("{0}")]
    Idle(String),
}
