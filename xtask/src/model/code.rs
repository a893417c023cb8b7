//! Error codes, the constraints that they belong to, and the guide's history.

use crate::document::Pointer;
use crate::named::named;

/// An error code of the registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// Where it is.
    pub pointer: Pointer,
    /// The code.
    pub name: String,
    /// The HTTP status; zero if the document lacks it.
    pub status: u64,
    /// The parameter or field that it is about.
    pub field: String,
    /// What went wrong.
    pub message: String,
    /// What to do.
    pub remedy: String,
    /// What went wrong, in Dutch.
    pub message_nl: String,
    /// What to do, in Dutch.
    pub remedy_nl: String,
    /// The guide version that added it.
    pub since: String,
    /// The operation ids of the calls that return it.
    pub operations: Vec<String>,
    /// Those of the operations that the guide does not name.
    pub inferred: Vec<String>,
    /// Whether the service's message ends in the id of an existing record.
    pub existing_id: bool,
}

named! {
    /// A constraint with an error code: a key of `x-codes`.
    pub enum Constraint {
        Required = "required",
        MaxLength = "maxLength",
        /// The length is within two bounds.
        Length = "length",
        /// The value is one of an enum's values.
        Value = "value",
        Pattern = "pattern",
        /// The value has a form that no other constraint describes.
        Format = "format",
    }
}

/// The error code of a constraint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeUse {
    /// Where it is.
    pub pointer: Pointer,
    /// The constraint.
    pub constraint: Constraint,
    /// The code.
    pub code: String,
}

/// A row of the guide's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// Where it is.
    pub pointer: Pointer,
    /// The guide's version.
    pub version: String,
    /// The date.
    pub date: String,
    /// How much it changed.
    pub kind: Option<ReleaseKind>,
    /// What it changed.
    pub changes: String,
}

named! {
    /// How much a guide version changed.
    pub enum ReleaseKind {
        /// The first version.
        Initial = "initial",
        /// A new API version.
        Major = "major",
        /// Additions.
        Minor = "minor",
    }
}
