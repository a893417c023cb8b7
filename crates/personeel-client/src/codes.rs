//! The codes with which the service refuses a call, and what each means.

pub use crate::generated::codes::{CODES, ErrorCode};
use crate::operations::Operation;

/// What the document's registry says of one code.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CodeInfo {
    /// The code.
    pub code: ErrorCode,
    /// The code as the service writes it, for example `BR003A`.
    pub name: &'static str,
    /// The HTTP status that comes with it.
    pub status: u16,
    /// The parameter or the field of the body that it concerns.
    pub field: &'static str,
    /// What is wrong.
    pub message: &'static str,
    /// What to do about it.
    pub remedy: &'static str,
    /// What is wrong, in Dutch.
    pub message_nl: &'static str,
    /// What to do about it, in Dutch.
    pub remedy_nl: &'static str,
    /// The guide version that brought it.
    pub since: &'static str,
    /// The calls that return it.
    pub operations: &'static [Operation],
    /// Those among `operations` that the guide doesn't name and that follow from its order of codes.
    pub inferred: &'static [Operation],
    /// Whether the service's message ends in the id of the existing record.
    pub existing_id: bool,
    /// The DELETE calls that say with it, when repeated, that the first one has landed: nothing is left.
    pub already_gone: &'static [Operation],
    /// The PUT calls that say with it, when repeated, that the first one has landed: the record is there, and the
    /// message carries its id.
    pub already_there: &'static [Operation],
}

impl ErrorCode {
    /// What the registry says of this code; `None` for a code that it doesn't know.
    pub fn info(&self) -> Option<&'static CodeInfo> {
        CODES.iter().find(|info| info.code == *self)
    }
}
