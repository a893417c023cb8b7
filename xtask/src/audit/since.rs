//! Compares the text of a guide with that of an older one.
//!
//! Both texts are split into pieces that together are the complete text: passages, and the labelled rest. A piece that
//! the other guide lacks has changed. The change is either covered by an item, or it is *unread*, and stays open until
//! somebody acknowledges it. So the reader may misunderstand a table, but no change goes unnoticed.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};
use similar::{ChangeTag, TextDiff};

use super::items::{self, Item, List};
use crate::contract::Place;
use crate::contract::guide::{Guide, fingerprint};

/// The kind of items about changes that no other item covers.
pub const UNREAD: &str = "unread";

/// A stretch of text that changed.
pub struct Hunk {
    /// The part of the guide that it belongs to.
    pub what: String,
    /// The first and last line in the older guide.
    pub old: Option<(usize, usize)>,
    /// The first and last line in the newer guide.
    pub new: Option<(usize, usize)>,
    /// The ids of the items that cover it.
    pub covered_by: Vec<String>,
    /// The removed and the added words.
    pub words: String,
}

struct Piece {
    what: String,
    text: String,
    lines: (usize, usize),
    /// Whether it is a passage. A changed passage is an item of its own.
    prose: bool,
}

/// Returns the changes, each with the items that cover it.
pub fn changed_hunks(old: &Guide, new: &Guide) -> Vec<Hunk> {
    let lines = ItemLines::new(old, new);
    let (removed, added) = without_common(split_pieces(old), split_pieces(new));
    let mut removed: Vec<Option<Piece>> = removed.into_iter().map(Some).collect();
    let mut hunks = Vec::new();
    for piece in added {
        let before = removed.iter_mut().find(|other| other.as_ref().is_some_and(|other| other.what == piece.what));
        hunks.push(lines.hunk(before.and_then(Option::take), Some(piece)));
    }
    hunks.extend(removed.into_iter().flatten().map(|piece| lines.hunk(Some(piece), None)));
    hunks
}

/// Returns an open item for each change that no other item covers.
pub fn uncovered_items(hunks: &[Hunk]) -> Vec<Item> {
    let uncovered = hunks.iter().filter(|hunk| hunk.covered_by.is_empty());
    uncovered
        .map(|hunk| {
            let list = match (hunk.old, hunk.new) {
                (None, _) => List::MissingInDocument,
                (_, None) => List::MissingInGuide,
                _ => List::Differs,
            };
            let name = format!("{} {}", hunk.what, fingerprint(&hunk.words));
            let message = format!(
                "the text changed since the older guide, and no item covers the change; transcribe or acknowledge \
                 it: {}",
                hunk.words
            );
            let mut item = Item::new(list, UNREAD, name, message);
            item.guide = hunk.new.or(hunk.old).map(|(line, _)| Place { location: hunk.what.clone(), line: Some(line) });
            item.until = hunk.new.map(|(_, last)| last);
            item
        })
        .collect()
}

/// Returns the changes as JSON.
pub fn to_json(hunks: &[Hunk]) -> Value {
    let to_json = |hunk: &Hunk| {
        json!({
            "what": hunk.what,
            "old": hunk.old,
            "new": hunk.new,
            "told_by": hunk.covered_by,
            "words": hunk.words,
        })
    };
    hunks.iter().map(to_json).collect()
}

fn split_pieces(guide: &Guide) -> Vec<Piece> {
    let prose = guide.passages.iter().map(|passage| Piece {
        what: passage.at.clone(),
        text: passage.text.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" "),
        lines: passage.lines,
        prose: true,
    });
    let taken = guide.taken.iter().map(|taken| Piece {
        what: taken.what.clone(),
        text: taken.text.clone(),
        lines: taken.lines,
        prose: false,
    });
    prose.chain(taken).collect()
}

/// Removes the pieces that both guides have. A piece that occurs several times is removed as often as both have it.
fn without_common(old: Vec<Piece>, new: Vec<Piece>) -> (Vec<Piece>, Vec<Piece>) {
    let key = |piece: &Piece| (piece.what.clone(), fingerprint(&piece.text));
    let mut counts: BTreeMap<_, usize> = BTreeMap::new();
    for piece in &old {
        *counts.entry(key(piece)).or_default() += 1;
    }
    let mut common: BTreeMap<_, usize> = BTreeMap::new();
    let take = |counts: &mut BTreeMap<(String, String), usize>, piece: &Piece| {
        counts.get_mut(&key(piece)).filter(|left| **left > 0).map(|left| *left -= 1).is_some()
    };
    let mut added = Vec::new();
    for piece in new {
        if take(&mut counts, &piece) {
            *common.entry(key(&piece)).or_default() += 1;
        } else {
            added.push(piece);
        }
    }
    let removed = old.into_iter().filter(|piece| !take(&mut common, piece)).collect();
    (removed, added)
}

/// The ids of the items that differ between two guides, by their lines on both sides.
struct ItemLines {
    old: Vec<((usize, usize), String)>,
    new: Vec<((usize, usize), String)>,
}

impl ItemLines {
    fn new(old: &Guide, new: &Guide) -> Self {
        let mut lines = Self { old: Vec::new(), new: Vec::new() };
        for item in items::compare_contracts(&old.contract, &new.contract) {
            let id = item.id();
            let section = |guide: &Guide| {
                guide.sections.iter().find(|(call, _)| item.is_missing_call() && *call == item.name).map(|(_, at)| *at)
            };
            let at = |place: Option<&Place>| place.and_then(|place| place.line).map(|line| (line, line));
            let (was, is) = match item.list {
                List::MissingInDocument => (None, section(new).or(at(item.guide.as_ref()))),
                List::MissingInGuide => (section(old).or(at(item.document.as_ref())), None),
                List::Differs => (at(item.document.as_ref()), at(item.guide.as_ref())),
            };
            lines.old.extend(was.map(|range| (range, id.clone())));
            lines.new.extend(is.map(|range| (range, id)));
        }
        let claims = |guide: &Guide| -> Vec<(String, Option<usize>)> {
            guide
                .claims
                .iter()
                .map(|claim| (format!("{}: {}", claim.call, claim.statement.key()), claim.place.line))
                .collect()
        };
        let (was, is) = (claims(old), claims(new));
        for (side, own, other) in [(&mut lines.old, &was, &is), (&mut lines.new, &is, &was)] {
            for (claim, line) in own.iter().filter(|(claim, _)| !other.iter().any(|(known, _)| known == claim)) {
                let call = claim.split(": ").next().unwrap_or(claim);
                side.extend(line.map(|line| ((line, line), format!("claim of {call}"))));
            }
        }
        lines
    }

    fn hunk(&self, old: Option<Piece>, new: Option<Piece>) -> Hunk {
        let text = |piece: Option<&Piece>| piece.map_or(String::new(), |piece| piece.text.clone());
        let words = word_diff(&text(old.as_ref()), &text(new.as_ref()));
        let mut covered_by: Vec<String> = Vec::new();
        for (side, piece) in [(&self.old, &old), (&self.new, &new)] {
            let Some(piece) = piece else { continue };
            if piece.prose {
                covered_by.push(format!("passage {}", piece.what));
            }
            let inside = |lines: &(usize, usize)| lines.0 <= piece.lines.1 && lines.1 >= piece.lines.0;
            covered_by.extend(side.iter().filter(|(lines, _)| inside(lines)).map(|(_, id)| id.clone()));
        }
        covered_by.sort();
        covered_by.dedup();
        let what = new.as_ref().or(old.as_ref()).map_or(String::new(), |piece| piece.what.clone());
        Hunk { what, old: old.map(|piece| piece.lines), new: new.map(|piece| piece.lines), covered_by, words }
    }
}

/// Returns the words that differ as `[-removed-] {+added+}`, with `…` for the words in between.
fn word_diff(old: &str, new: &str) -> String {
    let diff = TextDiff::from_words(old, new);
    let mut out = String::new();
    for change in diff.iter_all_changes() {
        let word = change.value().trim();
        if word.is_empty() {
            continue;
        }
        match change.tag() {
            ChangeTag::Delete => drop(write!(out, "[-{word}-] ")),
            ChangeTag::Insert => drop(write!(out, "{{+{word}+}} ")),
            ChangeTag::Equal if out.ends_with("… ") => {}
            ChangeTag::Equal => out.push_str("… "),
        }
    }
    out.trim().replace("-] [-", " ").replace("+} {+", " ")
}
