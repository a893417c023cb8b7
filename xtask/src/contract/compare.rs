//! Compares two contracts.

use super::facet::Facet;
use super::facts::{Facts, differing_facets};
use super::{Contract, Element, Kind};

/// A difference between two contracts.
#[derive(Debug, Clone)]
pub struct Difference<'a> {
    /// The path from the root to the element on the old side, or to its parent if the element was added.
    pub old: Vec<&'a Element>,
    /// The path from the root to the element on the new side, or to its parent if the element was removed.
    pub new: Vec<&'a Element>,
    /// What changed.
    pub change: Change,
}

/// The way in which an element differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Change {
    /// Only the new side has it.
    Added,
    /// Only the old side has it.
    Removed,
    /// Both sides have it, and a fact about it differs.
    Fact(Facet),
}

impl<'a> Difference<'a> {
    /// Returns the path to the element on the side that has it.
    pub fn path(&self) -> &[&'a Element] {
        if self.change == Change::Removed { &self.old } else { &self.new }
    }

    /// Returns the element on the side that has it; the new one if both do.
    pub fn element(&self) -> Option<&'a Element> {
        self.path().last().copied()
    }

    /// Returns the old and the new value of the fact that differs, as text.
    pub fn values(&self) -> (Option<String>, Option<String>) {
        let Change::Fact(facet) = self.change else { return (None, None) };
        let value = |path: &[&'a Element]| path.last().and_then(|element| element.facts.value_text(facet));
        (value(&self.old), value(&self.new))
    }

    /// Returns the facts about the element on both sides.
    pub fn facts(&self) -> Option<(&'a Facts, &'a Facts)> {
        Some((&self.old.last()?.facts, &self.new.last()?.facts))
    }
}

/// Returns all differences between two contracts: in the order of the new one, followed by removals.
pub fn compare<'a>(old: &'a Contract, new: &'a Contract) -> Vec<Difference<'a>> {
    let silent = (old.silent, new.silent);
    let mut comparison = Comparison { silent, old: vec![], new: vec![], found: vec![] };
    comparison.compare_elements(&old.root, &new.root);
    comparison.found
}

struct Comparison<'a> {
    /// Whether the old and the new side are silent about facts that they do not know.
    silent: (bool, bool),
    old: Vec<&'a Element>,
    new: Vec<&'a Element>,
    found: Vec<Difference<'a>>,
}

impl<'a> Comparison<'a> {
    fn compare_elements(&mut self, old: &'a Element, new: &'a Element) {
        self.old.push(old);
        self.new.push(new);
        for facet in differing_facets(&old.facts, &new.facts, self.silent) {
            self.report(Change::Fact(facet));
        }
        self.compare_children(old, new);
        self.old.pop();
        self.new.pop();
    }

    fn compare_children(&mut self, old: &'a Element, new: &'a Element) {
        let mut unmatched: Vec<&'a Element> = old.children.iter().collect();
        let mut pairs: Vec<(Option<&'a Element>, &'a Element)> = Vec::new();
        for child in &new.children {
            pairs.push((take(&mut unmatched, |other| other.kind == child.kind && other.key == child.key), child));
        }
        for (found, child) in &mut pairs {
            if found.is_none() {
                *found = take(&mut unmatched, |other| is_same_loosely(other, child));
            }
        }
        for (found, child) in pairs {
            match found {
                Some(other) => self.compare_elements(other, child),
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

    /// Records a change at the current paths. On each side, the path ends at the element, or at its parent if the side
    /// lacks the element; `compare_elements` and `compare_children` maintain this.
    fn report(&mut self, change: Change) {
        self.found.push(Difference { old: self.old.clone(), new: self.new.clone(), change });
    }
}

fn take<'a>(from: &mut Vec<&'a Element>, mut matches: impl FnMut(&Element) -> bool) -> Option<&'a Element> {
    let index = from.iter().position(|element| matches(element))?;
    Some(from.remove(index))
}

/// Returns whether two elements are the same, except for a fact: fields or parameters that differ in case, parameters
/// in different places, and alternatives without an equal counterpart.
fn is_same_loosely(old: &Element, new: &Element) -> bool {
    old.kind == new.kind
        && matches!(old.kind, Kind::Field | Kind::Parameter | Kind::Choice)
        && old.name.to_lowercase() == new.name.to_lowercase()
}
