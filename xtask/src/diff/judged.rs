//! What a report tells.

use super::verdict::{Judgement, Step, Verdict};
use crate::contract::{Change, Element, Group};

/// A change, and everything that is known about it.
pub struct Judged<'a> {
    /// What differs.
    pub group: Group<'a>,
    /// What that means.
    pub judgement: Judgement,
    /// The guide version that the change belongs to.
    pub row: Option<String>,
    /// Why it may break callers.
    pub reason: Option<String>,
}

impl Judged<'_> {
    /// Whether it breaks callers and nobody stands for it.
    pub fn is_open(&self) -> bool {
        self.judgement.worst() == Verdict::Breaking && self.reason.is_none()
    }

    /// What changed, as an acknowledgement calls it.
    pub fn change(&self) -> String {
        match self.group.first.change {
            Change::Added => "added".to_owned(),
            Change::Removed => "removed".to_owned(),
            Change::Fact(facet) => facet.to_string(),
        }
    }
}

/// Everything that a report tells.
pub struct Report<'a> {
    /// What changed.
    pub changes: Vec<Judged<'a>>,
    /// The version step that this asks for.
    pub step: Step,
    /// Version and type of the newest history row of the new side, with its date.
    pub row: Option<&'a Element>,
    /// The version that this step leads to, from the version of the workspace.
    pub next: Option<String>,
}
