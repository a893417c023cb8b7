//! The content of a report.

use super::changed_facts::is_client_header;
use super::verdict::{Judgement, Step, Verdict};
use crate::contract::{Change, Element, Group, Kind, Word};

/// A change with its judgement.
pub struct Judged<'a> {
    /// What differs.
    pub group: Group<'a>,
    /// What that means for callers.
    pub judgement: Judgement,
    /// The guide version that the change belongs to.
    pub row: Option<String>,
    /// The reason given in its acknowledgement, if it has one.
    pub reason: Option<String>,
}

impl Judged<'_> {
    /// Returns whether the change breaks callers and is not acknowledged.
    pub fn is_open(&self) -> bool {
        self.judgement.worst() == Verdict::Breaking && self.reason.is_none()
    }

    /// Returns what a reviewer objects to: anything new must state the guide version that added it.
    pub fn objection(&self) -> Option<String> {
        let element = self.group.first.element().filter(|_| self.group.first.change == Change::Added)?;
        let named = matches!(element.kind, Kind::Call | Kind::Parameter | Kind::Code)
            || (element.kind == Kind::Field && !["[]", "*"].contains(&element.name.as_str()));
        (named && element.word(Word::Since).is_none() && !is_client_header(element))
            .then(|| format!("the new {} `{}` has no `x-since`", element.kind, self.group.name()))
    }

    /// Returns what changed, in the words of an acknowledgement.
    pub fn change(&self) -> String {
        match self.group.first.change {
            Change::Added => "added".to_owned(),
            Change::Removed => "removed".to_owned(),
            Change::Fact(facet) => facet.to_string(),
        }
    }
}

/// A report.
pub struct Report<'a> {
    /// The changes.
    pub changes: Vec<Judged<'a>>,
    /// The version step that the changes require.
    pub step: Step,
    /// The latest row of the guide's history in the new document.
    pub row: Option<&'a Element>,
    /// The version after this step, counted from the newest release, or from the workspace if nothing is released yet.
    pub next: Option<String>,
    /// Whether the workspace has that version or a later one. True before the first release.
    pub carried: bool,
    /// What a reviewer objects to.
    pub objections: Vec<String>,
    /// The web pages of the old and the new document, if known.
    pub links: (Option<String>, Option<String>),
}

impl Report<'_> {
    /// Returns whether the check fails: a breaking change is not acknowledged, or the version step for it is missing.
    pub fn refuses(&self) -> bool {
        self.changes.iter().any(Judged::is_open) || (self.step == Step::Major && !self.carried)
    }
}
