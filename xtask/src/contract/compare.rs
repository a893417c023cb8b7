//! The one comparison of two contracts.

use super::facet::Facet;
use super::facts::{Facts, differing};
use super::{Contract, Element, Kind};

/// A difference between two contracts.
#[derive(Debug, Clone)]
pub struct Difference<'a> {
    /// From the root to the element on the old side; where it was added, to its parent.
    pub old: Vec<&'a Element>,
    /// From the root to the element on the new side; where it was removed, to its parent.
    pub new: Vec<&'a Element>,
    /// What differs.
    pub change: Change,
}

/// What differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Change {
    /// Only the new side has it.
    Added,
    /// Only the old side has it.
    Removed,
    /// Both have it, and a fact about it differs.
    Fact(Facet),
}

impl<'a> Difference<'a> {
    /// The path to the element on the side that has it.
    pub fn path(&self) -> &[&'a Element] {
        if self.change == Change::Removed { &self.old } else { &self.new }
    }

    /// The element on the side that has it; the new one where both do.
    pub fn element(&self) -> Option<&'a Element> {
        self.path().last().copied()
    }

    /// The values of the fact that differs as people read them, old and new.
    pub fn values(&self) -> (Option<String>, Option<String>) {
        let Change::Fact(facet) = self.change else { return (None, None) };
        let value = |path: &[&'a Element]| path.last().and_then(|element| element.facts.told(facet));
        (value(&self.old), value(&self.new))
    }

    /// What is known of the element on both sides.
    pub fn facts(&self) -> Option<(&'a Facts, &'a Facts)> {
        Some((&self.old.last()?.facts, &self.new.last()?.facts))
    }
}

/// Everything in which two contracts differ, in the order of the new one, then what was removed.
pub fn compare<'a>(old: &'a Contract, new: &'a Contract) -> Vec<Difference<'a>> {
    let silent = (old.silent, new.silent);
    let mut comparison = Comparison { silent, old: vec![], new: vec![], found: vec![] };
    comparison.elements(&old.root, &new.root);
    comparison.found
}

struct Comparison<'a> {
    /// Whether the old and the new side leave out facts that hold all the same.
    silent: (bool, bool),
    old: Vec<&'a Element>,
    new: Vec<&'a Element>,
    found: Vec<Difference<'a>>,
}

impl<'a> Comparison<'a> {
    fn elements(&mut self, old: &'a Element, new: &'a Element) {
        self.old.push(old);
        self.new.push(new);
        for facet in differing(&old.facts, &new.facts, self.silent) {
            self.report(Change::Fact(facet));
        }
        self.children(old, new);
        self.old.pop();
        self.new.pop();
    }

    fn children(&mut self, old: &'a Element, new: &'a Element) {
        let mut unmatched: Vec<&'a Element> = old.children.iter().collect();
        let mut pairs: Vec<(Option<&'a Element>, &'a Element)> = Vec::new();
        for child in &new.children {
            pairs.push((take(&mut unmatched, |other| other.kind == child.kind && other.key == child.key), child));
        }
        for (found, child) in &mut pairs {
            if found.is_none() {
                *found = take(&mut unmatched, |other| loosely_same(other, child));
            }
        }
        for (found, child) in pairs {
            match found {
                Some(other) => self.elements(other, child),
                None if child.inferred || old.partial.contains(&child.kind) => {}
                None => {
                    self.new.push(child);
                    self.report(Change::Added);
                    self.new.pop();
                }
            }
        }
        for child in unmatched {
            if !child.inferred && !new.partial.contains(&child.kind) {
                self.old.push(child);
                self.report(Change::Removed);
                self.old.pop();
            }
        }
    }

    /// The paths that go with a difference end at the element where a side has it, else at its parent: `elements` and
    /// `children` keep them so.
    fn report(&mut self, change: Change) {
        self.found.push(Difference { old: self.old.clone(), new: self.new.clone(), change });
    }
}

fn take<'a>(from: &mut Vec<&'a Element>, mut matches: impl FnMut(&Element) -> bool) -> Option<&'a Element> {
    let index = from.iter().position(|element| matches(element))?;
    Some(from.remove(index))
}

/// A field or parameter that is only spelled in another case, or a parameter that stands elsewhere, is the same one
/// with another fact; an alternative that has no equal is one that changed.
fn loosely_same(old: &Element, new: &Element) -> bool {
    old.kind == new.kind
        && matches!(old.kind, Kind::Field | Kind::Parameter | Kind::Choice)
        && old.name.to_lowercase() == new.name.to_lowercase()
}
