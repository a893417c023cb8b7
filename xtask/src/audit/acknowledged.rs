//! What somebody looked at and decided: contradictions of the guide, and its prose.
//!
//! ```yaml
//! contradictions:
//!   - reason: Why the document is right as it is.
//!     items:
//!       - "differs: spelling schoolYear of GET /employees"
//! read:                              # see `dispositions`
//!   "Endpoint": { text: "0123456789ab", at: ["#/servers/0"] }
//! ```

use std::collections::BTreeMap;
use std::path::Path;

use super::dispositions::{self, Dispositions};
use super::error::Error;
use super::items::{Item, List};
use super::place::Places;
use super::since::UNREAD;
use crate::contract::Place;
use crate::document::{Document, Node, Pointer};

/// The file in the repository.
pub const PATH: &str = "openapi/acknowledged.yaml";

struct Acknowledgement {
    id: String,
    reason: String,
    place: Place,
}

/// Everything that is acknowledged.
pub struct Acknowledged {
    /// The file, as messages show it.
    pub file: String,
    /// Where the passages went.
    pub dispositions: Dispositions,
    contradictions: Vec<Acknowledgement>,
}

/// Reads the file. Where there is none, nothing is acknowledged.
pub fn read(path: &Path, root: &Path) -> Result<Acknowledged, Error> {
    let file = path.strip_prefix(root).unwrap_or(path).display().to_string();
    if !path.exists() {
        return Ok(Acknowledged { file, dispositions: Dispositions::new(), contradictions: Vec::new() });
    }
    let document = Document::read(path)?;
    let places = Places { file: &file, document: &document };
    let root = document.root();
    known(&root, &["contradictions", "read"], &places)?;
    let mut contradictions = Vec::new();
    for group in root.member("contradictions").iter().flat_map(Node::items) {
        known(&group, &["reason", "items"], &places)?;
        let reason = group.value["reason"].as_str().filter(|reason| !reason.is_empty());
        let reason = reason.ok_or_else(|| places.fault(&group.pointer, "needs a text `reason`"))?;
        let items: Vec<_> = group.member("items").iter().flat_map(Node::items).collect();
        if items.is_empty() {
            return Err(places.fault(&group.pointer, "needs a list `items`"));
        }
        for item in items {
            let id = item.value.as_str().ok_or_else(|| places.fault(&item.pointer, "needs a text; quote it"))?;
            let (id, reason) = (id.to_owned(), reason.to_owned());
            contradictions.push(Acknowledgement { id, reason, place: places.of(&item.pointer) });
        }
    }
    let dispositions = dispositions::read(&document, &places)?;
    Ok(Acknowledged { file, dispositions, contradictions })
}

/// A key that nobody reads would be silently without effect.
fn known(node: &Node<'_>, keys: &[&str], places: &Places<'_>) -> Result<(), Error> {
    let strange: Option<(&str, Pointer)> =
        node.members().find(|(key, _)| !keys.contains(key)).map(|(key, member)| (key, member.pointer));
    match strange {
        Some((key, pointer)) => Err(places.fault(&pointer, &format!("`{key}` is no key here: {}", keys.join(", ")))),
        None => Ok(()),
    }
}

impl Acknowledged {
    /// Whether an item is acknowledged.
    pub fn has(&self, id: &str) -> bool {
        self.contradictions.iter().any(|known| known.id == id)
    }

    /// Parts what is open from what is acknowledged. An acknowledgement that fits nothing is open itself; one of a
    /// change since an older guide, only where there is one.
    pub fn settle(&self, items: Vec<Item>, since: bool) -> (Vec<Item>, Vec<(Item, String)>) {
        let mut used = vec![false; self.contradictions.len()];
        let (mut open, mut settled) = (Vec::new(), Vec::new());
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for item in &items {
            *counts.entry(item.id()).or_default() += 1;
        }
        for mut item in items {
            let id = item.id();
            let several = counts.get(&id).is_some_and(|count| *count > 1);
            if several && self.contradictions.iter().any(|known| known.id == id) {
                item.message = format!("{}; its acknowledgement fits several items and excuses none", item.message);
                open.push(item);
                continue;
            }
            match self.contradictions.iter().position(|known| known.id == id) {
                Some(index) => {
                    if let (Some(used), Some(known)) = (used.get_mut(index), self.contradictions.get(index)) {
                        *used = true;
                        settled.push((item, known.reason.clone()));
                    }
                }
                None => open.push(item),
            }
        }
        for (known, used) in self.contradictions.iter().zip(used) {
            if !used && (since || !known.id.contains(&format!(": {UNREAD} "))) {
                let message = "error: this acknowledgement no longer applies; take it out";
                let mut item = Item::new(List::MissingInGuide, "acknowledgement", &known.id, message);
                item.document = Some(known.place.clone());
                open.push(item);
            }
        }
        (open, settled)
    }
}
