//! Compares the passages of the guide with the dispositions on record.

use std::collections::BTreeSet;

use super::audit_report::format_lines;
use super::coverage::{covers_passage, is_about};
use super::dispositions::{Disposition, Dispositions, Went};
use super::items::{Item, List};
use crate::contract::Place;
use crate::contract::guide::{Guide, Passage, is_code};
use crate::document::Document;

/// Checks the dispositions against the guide, the document and the table of decisions.
pub struct PassageCheck<'a> {
    /// The guide.
    pub guide: &'a Guide,
    /// The document that the dispositions point into.
    pub document: &'a Document,
    /// The ids in the table of decisions.
    pub decisions: &'a BTreeSet<String>,
    /// The dispositions on record.
    pub dispositions: &'a Dispositions,
    /// The file with the dispositions, as messages show it.
    pub file: &'a str,
}

impl PassageCheck<'_> {
    /// Adds items for passages without a disposition, for passages that changed since, and for dispositions whose
    /// target no longer exists. A passage that overlaps another open item is skipped, since it would only repeat that
    /// item.
    pub fn add_items(&self, open: &mut Vec<Item>) {
        let mut found = Vec::new();
        for passage in &self.guide.passages {
            if open.iter().any(|item| covers_passage(item, passage)) {
                continue;
            }
            match self.dispositions.get(&passage.at) {
                Some(known) if known.fingerprint == passage.fingerprint => {
                    found.extend(self.dangling_items(passage, known));
                }
                known => found.push(self.unread_item(passage, known)),
            }
        }
        for (at, known) in self.dispositions {
            let gone = !self.guide.passages.iter().any(|passage| passage.at == *at);
            let covered = open.iter().any(|item| item.list != List::MissingInDocument && is_about(item, at));
            if gone && !covered {
                let message = format!("error: the guide no longer has this passage; remove it from {}", self.file);
                let mut item = passage_item(List::MissingInGuide, at, message);
                item.document = Some(known.place.clone());
                found.push(item);
            }
        }
        open.extend(found);
    }

    /// Returns the item for a passage that nobody has read in its current form.
    fn unread_item(&self, passage: &Passage, known: Option<&Disposition>) -> Item {
        let (first, last) = passage.lines;
        let what = if known.is_some() { "changed since it was last read" } else { "has not been read yet" };
        let message = format!(
            "{}: this prose {what}; read it, transcribe it, then record the fingerprint {} and where it went under \
             `read` in {}",
            format_lines(passage.lines),
            passage.fingerprint,
            self.file
        );
        let on = if known.is_some() { List::Differs } else { List::MissingInDocument };
        let mut item = passage_item(on, &passage.at, message);
        item.guide = Some(Place { location: passage.at.clone(), line: Some(first) });
        item.until = Some(last);
        item.guide_value = Some(passage.fingerprint.clone());
        item.document_value = known.map(|known| known.fingerprint.clone());
        item.document = known.map(|known| known.place.clone());
        item
    }

    /// Returns items for the places and decisions of a disposition that no longer exist.
    fn dangling_items(&self, passage: &Passage, known: &Disposition) -> Vec<Item> {
        let value = &self.document.value;
        let gone = known.went.pointers().iter().filter(|pointer| value.pointer(&pointer[1..]).is_none());
        let mut messages: Vec<_> = gone
            .map(|pointer| format!("error: the document has no {pointer}; record where this passage went"))
            .collect();
        let rows = if let Went::Decided(rows, _) = &known.went { rows.as_slice() } else { &[] };
        messages.extend(
            rows.iter()
                .filter(|row| !self.decisions.contains(*row))
                .map(|row| format!("error: the table of decisions has no row `{row}`; record where this passage went")),
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

/// Returns an item about a passage. The text of a code counts as a fact about the code.
fn passage_item(list: List, at: &str, message: String) -> Item {
    match at.rsplit(" > ").next().filter(|name| is_code(name)) {
        Some(code) => Item { fact: Some("text".to_owned()), ..Item::new(list, "code", code, message) },
        None => Item::new(list, "passage", at, message),
    }
}
