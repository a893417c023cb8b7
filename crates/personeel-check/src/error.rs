//! The error for responses that cannot be checked.

use std::io;

/// The error returned when a response cannot be checked. A difference from the document is not an error.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CheckError {
    /// The document has no call with this `operationId`.
    #[error("the document has no call `{0}`")]
    UnknownCall(String),
    /// The body could not be read to the end.
    #[error("cannot read the body to the end: {0}")]
    Read(#[source] io::Error),
}
