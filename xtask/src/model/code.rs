//! Error codes, the constraints that earn them, and the guide's history.

use crate::document::Pointer;

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
    /// The guide version that brought it.
    pub since: String,
    /// Ids of the calls that return it.
    pub operations: Vec<String>,
    /// Those of them that the guide doesn't name.
    pub inferred: Vec<String>,
    /// Whether the service's message ends in the id of an existing record.
    pub existing_id: bool,
}

/// A constraint that names its code, as a key of `x-codes`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Constraint {
    /// It must be there.
    Required,
    /// It must not be longer.
    MaxLength,
    /// Its length lies between two bounds.
    Length,
    /// It is one of the values of an enumeration.
    Value,
    /// It matches a pattern.
    Pattern,
    /// It has a form that no other constraint tells.
    Format,
}

impl Constraint {
    /// Every constraint.
    pub const ALL: [Self; 6] =
        [Self::Required, Self::MaxLength, Self::Length, Self::Value, Self::Pattern, Self::Format];

    /// As the document writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::MaxLength => "maxLength",
            Self::Length => "length",
            Self::Value => "value",
            Self::Pattern => "pattern",
            Self::Format => "format",
        }
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

/// How much a guide version changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReleaseKind {
    /// The first version.
    Initial,
    /// A new API version.
    Major,
    /// Additions.
    Minor,
}

impl ReleaseKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Initial, Self::Major, Self::Minor];

    /// As the document writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Initial => "initial",
            Self::Major => "major",
            Self::Minor => "minor",
        }
    }
}
