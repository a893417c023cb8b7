//! A difference between reports and the document.

use super::reports::Counted;

use crate::document::Pointer;

/// A difference, or an observation worth knowing.
#[derive(Debug, Clone)]
pub struct Item {
    /// The kind of difference as in the report, or `never_seen`, `open_member` or `other_value`.
    pub kind: String,
    /// The member, schema or call that it is about.
    pub name: String,
    /// The calls that showed it.
    pub calls: Vec<String>,
    /// The place in the document.
    pub pointer: Pointer,
    /// The line of that place.
    pub line: Option<usize>,
    /// How often it was seen.
    pub counted: Counted,
    /// What to do.
    pub advice: String,
    /// The YAML to paste there; empty if there is nothing to paste.
    pub yaml: String,
}

/// The kind of items about members that no record had.
pub const NEVER_SEEN: &str = "never_seen";

impl Item {
    /// Returns the id that acknowledgements use.
    pub fn id(&self) -> String {
        format!("observed: {} {}", self.kind, self.name)
    }

    /// Returns whether the item needs a decision. Items that are only worth knowing do not.
    pub fn is_open(&self) -> bool {
        !matches!(self.kind.as_str(), NEVER_SEEN | "open_member" | "other_value")
    }
}
