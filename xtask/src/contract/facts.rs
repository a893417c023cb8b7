//! Facts about elements.

use std::collections::{BTreeMap, BTreeSet};

use super::facet::{Facet, Flag, Limit, Set, Word};
use crate::model::Constraint;

/// The known facts about an element.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    flags: BTreeMap<Flag, bool>,
    limits: BTreeMap<Limit, f64>,
    words: BTreeMap<Word, String>,
    sets: BTreeMap<Set, BTreeSet<String>>,
    codes: BTreeMap<Option<Constraint>, String>,
}

impl Facts {
    /// Returns a flag, if it is known.
    pub fn flag(&self, flag: Flag) -> Option<bool> {
        self.flags.get(&flag).copied()
    }

    /// Returns a limit, if it is known.
    pub fn limit(&self, limit: Limit) -> Option<f64> {
        self.limits.get(&limit).copied()
    }

    /// Returns a word, if it is known.
    pub fn word(&self, word: Word) -> Option<&str> {
        self.words.get(&word).map(String::as_str)
    }

    /// Returns the error codes of violations.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.codes.values().map(String::as_str)
    }

    /// Returns a set, if it is known.
    pub fn set(&self, set: Set) -> Option<&BTreeSet<String>> {
        self.sets.get(&set)
    }

    /// Adds or replaces a flag.
    pub fn add_flag(&mut self, flag: Flag, holds: bool) {
        self.flags.insert(flag, holds);
    }

    /// Adds or replaces a limit.
    pub fn add_limit(&mut self, limit: Limit, value: f64) {
        self.limits.insert(limit, value);
    }

    /// Adds or replaces a word.
    pub fn add_word(&mut self, word: Word, value: impl Into<String>) {
        self.words.insert(word, value.into());
    }

    /// Adds or replaces a set.
    pub fn add_set(&mut self, set: Set, values: BTreeSet<String>) {
        self.sets.insert(set, values);
    }

    /// Adds the error code of a violation, unless there is one already.
    pub fn add_code(&mut self, constraint: Option<Constraint>, code: &str) {
        self.codes.entry(constraint).or_insert_with(|| code.to_owned());
    }

    /// Removes a word.
    pub fn remove_word(&mut self, word: Word) {
        self.words.remove(&word);
    }

    /// Adds other facts, except for the name.
    pub fn extend(&mut self, other: Self) {
        self.flags.extend(other.flags);
        self.limits.extend(other.limits);
        self.words.extend(other.words.into_iter().filter(|(word, _)| *word != Word::Name));
        self.sets.extend(other.sets);
        self.codes.extend(other.codes);
    }

    /// Returns the value of a fact as text, if it is known.
    pub fn value_text(&self, facet: Facet) -> Option<String> {
        match facet {
            Facet::Flag(flag) => self.flag(flag).map(|holds| holds.to_string()),
            Facet::Limit(limit) => self.limit(limit).map(|value| value.to_string()),
            Facet::Word(word) => self.word(word).map(ToOwned::to_owned),
            Facet::Code(constraint) => self.codes.get(&constraint).cloned(),
            Facet::Set(set) => self.set(set).map(|values| values.iter().cloned().collect::<Vec<_>>().join(", ")),
        }
    }
}

/// Returns the facts in which two sides differ. A fact missing from a silent side is unknown, so it is not a
/// difference.
pub fn differing_facets(old: &Facts, new: &Facts, silent: (bool, bool)) -> Vec<Facet> {
    let mut found = Vec::new();
    let value = |flag: Option<bool>, silent: bool| flag.or((!silent).then_some(false));
    for flag in keys(&old.flags, &new.flags) {
        let (was, is) = (value(old.flag(flag), silent.0), value(new.flag(flag), silent.1));
        if was.zip(is).is_some_and(|(was, is)| was != is) {
            found.push(Facet::Flag(flag));
        }
    }
    let same = |a: &f64, b: &f64| a.total_cmp(b).is_eq();
    found.extend(changed_keys(&old.limits, &new.limits, silent, same).map(Facet::Limit));
    found.extend(changed_keys(&old.words, &new.words, silent, |a, b| a == b).map(Facet::Word));
    found.extend(changed_keys(&old.sets, &new.sets, silent, |a, b| a == b).map(Facet::Set));
    found.extend(changed_keys(&old.codes, &new.codes, silent, |a, b| a == b).map(Facet::Code));
    found
}

fn keys<K: Copy + Ord, V>(old: &BTreeMap<K, V>, new: &BTreeMap<K, V>) -> BTreeSet<K> {
    old.keys().chain(new.keys()).copied().collect()
}

fn changed_keys<K: Copy + Ord, V>(
    old: &BTreeMap<K, V>,
    new: &BTreeMap<K, V>,
    silent: (bool, bool),
    same: impl Fn(&V, &V) -> bool,
) -> impl Iterator<Item = K> {
    keys(old, new).into_iter().filter(move |key| match (old.get(key), new.get(key)) {
        (Some(was), Some(is)) => !same(was, is),
        (Some(_), None) => !silent.1,
        (None, _) => !silent.0,
    })
}
