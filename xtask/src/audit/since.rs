//! One guide against an older one, text against text.
//!
//! Both are taken apart into pieces that together are the whole text: passages, and what the reader made of the rest.
//! A piece that the other guide has not is a changed one. Either an item tells it, or it is *unread*, and open until
//! somebody says what it means. So what the reader makes of a table can be wrong, but not silent.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};
use similar::{ChangeTag, TextDiff};

use super::items::{self, Item, List};
use crate::contract::Place;
use crate::contract::guide::{Guide, fingerprint};

/// The kind of items about changes that nothing tells.
pub const UNREAD: &str = "unread";

/// A stretch of text that changed.
pub struct Hunk {
    /// What it belongs to.
    pub what: String,
    /// First and last line in the older guide.
    pub old: Option<(usize, usize)>,
    /// First and last line in the newer guide.
    pub new: Option<(usize, usize)>,
    /// The ids of the items that tell it.
    pub told_by: Vec<String>,
    /// The words that are gone and those that came.
    pub words: String,
}

struct Piece {
    what: String,
    text: String,
    lines: (usize, usize),
    /// A passage, which is an item by itself where it changes.
    prose: bool,
}

/// The changes, each with the items that tell it.
pub fn hunks(old: &Guide, new: &Guide) -> Vec<Hunk> {
    let told = Told::of(old, new);
    let (gone, came) = apart(pieces(old), pieces(new));
    let mut gone: Vec<Option<Piece>> = gone.into_iter().map(Some).collect();
    let mut hunks = Vec::new();
    for piece in came {
        let before = gone.iter_mut().find(|other| other.as_ref().is_some_and(|other| other.what == piece.what));
        hunks.push(told.hunk(before.and_then(Option::take), Some(piece)));
    }
    hunks.extend(gone.into_iter().flatten().map(|piece| told.hunk(Some(piece), None)));
    hunks
}

/// What is open about the changes that nothing tells.
pub fn unread(hunks: &[Hunk]) -> Vec<Item> {
    let silent = hunks.iter().filter(|hunk| hunk.told_by.is_empty());
    silent
        .map(|hunk| {
            let list = match (hunk.old, hunk.new) {
                (None, _) => List::MissingInDocument,
                (_, None) => List::MissingInGuide,
                _ => List::Differs,
            };
            let name = format!("{} {}", hunk.what, fingerprint(&hunk.words));
            let message = format!(
                "the text changed since the older guide, and no item tells it; say in the document what it means, or \
                 acknowledge it: {}",
                hunk.words
            );
            let mut item = Item::new(list, UNREAD, name, message);
            item.guide = hunk.new.or(hunk.old).map(|(line, _)| Place { location: hunk.what.clone(), line: Some(line) });
            item.until = hunk.new.map(|(_, last)| last);
            item
        })
        .collect()
}

/// For programs.
pub fn to_json(hunks: &[Hunk]) -> Value {
    let one = |hunk: &Hunk| json!({ "what": hunk.what, "old": hunk.old, "new": hunk.new, "told_by": hunk.told_by, "words": hunk.words });
    hunks.iter().map(one).collect()
}

fn pieces(guide: &Guide) -> Vec<Piece> {
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

/// Without the pieces that both have, as often as both have them.
fn apart(old: Vec<Piece>, new: Vec<Piece>) -> (Vec<Piece>, Vec<Piece>) {
    let key = |piece: &Piece| (piece.what.clone(), fingerprint(&piece.text));
    let mut counts: BTreeMap<_, usize> = BTreeMap::new();
    for piece in &old {
        *counts.entry(key(piece)).or_default() += 1;
    }
    let mut common: BTreeMap<_, usize> = BTreeMap::new();
    let take = |counts: &mut BTreeMap<(String, String), usize>, piece: &Piece| {
        counts.get_mut(&key(piece)).filter(|left| **left > 0).map(|left| *left -= 1).is_some()
    };
    let mut came = Vec::new();
    for piece in new {
        if take(&mut counts, &piece) {
            *common.entry(key(&piece)).or_default() += 1;
        } else {
            came.push(piece);
        }
    }
    let gone = old.into_iter().filter(|piece| !take(&mut common, piece)).collect();
    (gone, came)
}

/// What the reader found different, by the lines of both sides.
struct Told {
    old: Vec<((usize, usize), String)>,
    new: Vec<((usize, usize), String)>,
}

impl Told {
    fn of(old: &Guide, new: &Guide) -> Self {
        let mut told = Self { old: Vec::new(), new: Vec::new() };
        for item in items::structure(&old.contract, &new.contract) {
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
            told.old.extend(was.map(|lines| (lines, id.clone())));
            told.new.extend(is.map(|lines| (lines, id)));
        }
        let claims = |guide: &Guide| -> Vec<(String, Option<usize>)> {
            guide
                .claims
                .iter()
                .map(|claim| (format!("{}: {}", claim.call, claim.says.key()), claim.place.line))
                .collect()
        };
        let (was, is) = (claims(old), claims(new));
        for (side, own, other) in [(&mut told.old, &was, &is), (&mut told.new, &is, &was)] {
            for (claim, line) in own.iter().filter(|(claim, _)| !other.iter().any(|(known, _)| known == claim)) {
                let call = claim.split(": ").next().unwrap_or(claim);
                side.extend(line.map(|line| ((line, line), format!("claim of {call}"))));
            }
        }
        told
    }

    fn hunk(&self, old: Option<Piece>, new: Option<Piece>) -> Hunk {
        let text = |piece: Option<&Piece>| piece.map_or(String::new(), |piece| piece.text.clone());
        let words = words(&text(old.as_ref()), &text(new.as_ref()));
        let mut told_by: Vec<String> = Vec::new();
        for (side, piece) in [(&self.old, &old), (&self.new, &new)] {
            let Some(piece) = piece else { continue };
            if piece.prose {
                told_by.push(format!("passage {}", piece.what));
            }
            let inside = |lines: &(usize, usize)| lines.0 <= piece.lines.1 && lines.1 >= piece.lines.0;
            told_by.extend(side.iter().filter(|(lines, _)| inside(lines)).map(|(_, id)| id.clone()));
        }
        told_by.sort();
        told_by.dedup();
        let what = new.as_ref().or(old.as_ref()).map_or(String::new(), |piece| piece.what.clone());
        Hunk { what, old: old.map(|piece| piece.lines), new: new.map(|piece| piece.lines), told_by, words }
    }
}

/// The words of both sides that differ, as `[-gone-] {+new+}` among the first ones around them.
fn words(old: &str, new: &str) -> String {
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
