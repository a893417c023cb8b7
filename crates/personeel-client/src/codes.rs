//! The codes with which the service rejects a request, and what they mean.

pub use crate::generated::codes::{CODES, ErrorCode};
use crate::operations::Operation;

/// A code's entry in the document's registry.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CodeInfo {
    /// The code.
    pub code: ErrorCode,
    /// The code as the service writes it, such as `BR003A`.
    pub name: &'static str,
    /// The HTTP status of the response.
    pub status: u16,
    /// The parameter or body field it concerns.
    pub field: &'static str,
    /// What is wrong, in English.
    pub message: &'static str,
    /// What to do about it, in English.
    pub remedy: &'static str,
    /// What is wrong, in Dutch.
    pub message_nl: &'static str,
    /// What to do about it, in Dutch.
    pub remedy_nl: &'static str,
    /// The version of the guide that introduced it.
    pub since: &'static str,
    /// The calls that return it.
    pub operations: &'static [Operation],
    /// The calls among `operations` that the guide doesn't list; they are inferred from its order of codes.
    pub inferred: &'static [Operation],
    /// Whether the service's message ends with the id of the existing record.
    pub existing_id: bool,
    /// DELETE calls for which this code, on a retry, means that an earlier attempt succeeded: the record is gone.
    pub already_gone: &'static [Operation],
    /// PUT calls for which this code, on a retry, means that an earlier attempt succeeded: the record exists, and the
    /// message contains its id.
    pub already_there: &'static [Operation],
}

impl ErrorCode {
    /// Returns the registry's entry for this code, or `None` if the code is unknown.
    pub fn info(&self) -> Option<&'static CodeInfo> {
        CODES.iter().find(|info| info.code == *self)
    }
}
