//! The passages against what is recorded of them.

use std::collections::BTreeSet;

use super::dispositions::{Disposition, Dispositions, Went};
use super::items::{Item, List};
use super::told::{names, tells};
use crate::contract::Place;
use crate::contract::guide::{Guide, Passage, is_code};
use crate::document::Document;

/// What the dispositions are held against.
pub struct Passages<'a> {
    /// The guide.
    pub guide: &'a Guide,
    /// The document that they point into.
    pub document: &'a Document,
    /// The ids of the rows of the table of decisions.
    pub decisions: &'a BTreeSet<String>,
    /// What is recorded.
    pub dispositions: &'a Dispositions,
    /// The file where it is, as messages show it.
    pub file: &'a str,
}

impl Passages<'_> {
    /// Adds the passages of which nobody said where they went, those that changed since, and dispositions that lead
    /// nowhere. Where something else is open in the same lines, the passage repeats it.
    pub fn check(&self, open: &mut Vec<Item>) {
        let mut found = Vec::new();
        for passage in &self.guide.passages {
            if open.iter().any(|item| tells(item, passage)) {
                continue;
            }
            match self.dispositions.get(&passage.at) {
                Some(known) if known.fingerprint == passage.fingerprint => found.extend(self.lost(passage, known)),
                known => found.push(self.unread(passage, known)),
            }
        }
        for (at, known) in self.dispositions {
            let gone = !self.guide.passages.iter().any(|passage| passage.at == *at);
            let told = open.iter().any(|item| item.list != List::MissingInDocument && names(item, at));
            if gone && !told {
                let message = format!("error: the guide has no such passage any more; take it out of {}", self.file);
                let mut item = about(List::MissingInGuide, at, message);
                item.document = Some(known.place.clone());
                found.push(item);
            }
        }
        open.extend(found);
    }

    /// A passage that nobody read as it is now.
    fn unread(&self, passage: &Passage, known: Option<&Disposition>) -> Item {
        let (first, last) = passage.lines;
        let what = if known.is_some() { "changed since somebody read it" } else { "could not be read by the program" };
        let message = format!(
            "lines {first}-{last}: prose that {what}; read it, transcribe it, then record {} and where it went under \
             `read` in {}",
            passage.fingerprint, self.file
        );
        let on = if known.is_some() { List::Differs } else { List::MissingInDocument };
        let mut item = about(on, &passage.at, message);
        item.guide = Some(Place { location: passage.at.clone(), line: Some(first) });
        item.until = Some(last);
        item.says = Some(passage.fingerprint.clone());
        item.holds = known.map(|known| known.fingerprint.clone());
        item.document = known.map(|known| known.place.clone());
        item
    }

    /// The places and the decision of a disposition that are not there.
    fn lost(&self, passage: &Passage, known: &Disposition) -> Vec<Item> {
        let value = &self.document.value;
        let gone = known.went.pointers().iter().filter(|pointer| value.pointer(&pointer[1..]).is_none());
        let mut messages: Vec<_> =
            gone.map(|pointer| format!("error: the document has no {pointer}; say where this passage went")).collect();
        let rows = if let Went::Decided(rows, _) = &known.went { rows.as_slice() } else { &[] };
        messages.extend(
            rows.iter()
                .filter(|row| !self.decisions.contains(*row))
                .map(|row| format!("error: the table of decisions has no row `{row}`; say where this passage went")),
        );
        let item = |message| {
            let mut item = Item::new(List::MissingInDocument, "disposition", &passage.at, message);
            item.guide = Some(Place { location: passage.at.clone(), line: Some(passage.lines.0) });
            item.document = Some(known.place.clone());
            item
        };
        messages.into_iter().map(item).collect()
    }
}

/// An item about a passage. The text of a code is a fact about the code.
fn about(list: List, at: &str, message: String) -> Item {
    match at.rsplit(" > ").next().filter(|name| is_code(name)) {
        Some(code) => Item { fact: Some("text".to_owned()), ..Item::new(list, "code", code, message) },
        None => Item::new(list, "passage", at, message),
    }
}
