//! Why an answer could not be checked.

use std::io;

/// Why an answer could not be checked. That it differs from the document is none of this.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CheckError {
    /// The document has no call with this `operationId`.
    #[error("the document has no call `{0}`")]
    UnknownCall(String),
    /// The body could not be read to its end.
    #[error("the body could not be read to its end: {0}")]
    Read(#[source] io::Error),
}
