//! What a report tells.

use super::facts::is_seam_header;
use super::verdict::{Judgement, Step, Verdict};
use crate::contract::{Change, Element, Group, Kind, Word};

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

    /// Why a reviewer objects: what is new says since when.
    pub fn objection(&self) -> Option<String> {
        let element = self.group.first.element().filter(|_| self.group.first.change == Change::Added)?;
        let named = matches!(element.kind, Kind::Call | Kind::Parameter | Kind::Code)
            || (element.kind == Kind::Field && !["[]", "*"].contains(&element.name.as_str()));
        (named && element.word(Word::Since).is_none() && !is_seam_header(element))
            .then(|| format!("{} `{}` is new and has no `x-since`", element.kind, self.group.name()))
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
    /// The version that this step leads to, from that of the newest release; without one, from that of the workspace.
    pub next: Option<String>,
    /// Whether the workspace has that version or a later one. Before the first release nothing is asked.
    pub carried: bool,
    /// What a reviewer objects to.
    pub objections: Vec<String>,
    /// Where each side can be read in a browser, if that is known.
    pub links: (Option<String>, Option<String>),
}

impl Report<'_> {
    /// Whether a break is open, or is acknowledged and the version doesn't tell of it.
    pub fn refuses(&self) -> bool {
        self.changes.iter().any(Judged::is_open) || (self.step == Step::Major && !self.carried)
    }
}
