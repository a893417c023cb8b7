//! Error codes, the constraints that earn them, and the guide's history.

use crate::document::Pointer;
use crate::named::named;

/// A code of the registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// Where it stands.
    pub pointer: Pointer,
    /// The code.
    pub name: String,
    /// The HTTP status that it comes with; zero where the document lacks it.
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
    /// The guide version that brought it.
    pub since: String,
    /// Ids of the calls that return it.
    pub operations: Vec<String>,
    /// Those of them that the guide doesn't name.
    pub inferred: Vec<String>,
    /// Whether the service's message ends in the id of an existing record.
    pub existing_id: bool,
}

named! {
    /// A constraint that names its code, as a key of `x-codes`.
    pub enum Constraint {
        Required = "required",
        MaxLength = "maxLength",
        /// Its length lies between two bounds.
        Length = "length",
        /// It is one of the values of an enumeration.
        Value = "value",
        Pattern = "pattern",
        /// It has a form that no other constraint tells.
        Format = "format",
    }
}

/// The code that a violation earns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeUse {
    /// Where it stands.
    pub pointer: Pointer,
    /// What is violated.
    pub constraint: Constraint,
    /// The code.
    pub code: String,
}

/// A row of the guide's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// Where it stands.
    pub pointer: Pointer,
    /// The guide's version.
    pub version: String,
    /// Its date.
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
