//! The acknowledgements: contradictions of the guide, observations of doctors, and where the guide's prose went.
//!
//! ```yaml
//! contradictions:
//!   - reason: Why the document is right as it is.
//!     items:
//!       - "differs: spelling schoolYear of GET /employees"
//! observed:                          # differences seen by doctors that the document does not adopt
//!   - reason: Readers take it.
//!     items:
//!       - "observed: form Employee.personId"
//! read:                              # see the module `dispositions`
//!   "Endpoint": { text: "0123456789ab", at: ["#/servers/0"] }
//! ```

use std::collections::BTreeMap;
use std::path::Path;

use super::dispositions::{self, Dispositions};
use super::items::{Item, List};
use super::since::UNREAD;
use super::source_file::SourceFile;
use crate::contract::Place;
use crate::document::{Document, Node, Pointer};
use crate::error::Error;

/// The file's path in the repository.
pub const PATH: &str = "openapi/acknowledged.yaml";

struct Acknowledgement {
    id: String,
    reason: String,
    place: Place,
}

/// All acknowledgements of a file.
pub struct Acknowledgements {
    /// The file's path, for messages.
    pub file: String,
    /// Where each passage went.
    pub dispositions: Dispositions,
    contradictions: Vec<Acknowledgement>,
    /// Differences in doctors' reports that the document does not adopt.
    observed: Vec<Acknowledgement>,
}

/// Reads the file. A missing file has no acknowledgements.
///
/// # Errors
///
/// `Error::Document` if the file cannot be parsed, or if an entry is malformed.
pub fn read(path: &Path, root: &Path) -> Result<Acknowledgements, Error> {
    let name = path.strip_prefix(root).unwrap_or(path).display().to_string();
    if !path.exists() {
        return Ok(Acknowledgements {
            file: name,
            dispositions: Dispositions::new(),
            contradictions: Vec::new(),
            observed: Vec::new(),
        });
    }
    let document = Document::read(path)?;
    let file = SourceFile { name: &name, document: &document };
    let root = document.root();
    reject_unknown_keys(&root, &["contradictions", "observed", "read"], &file)?;
    let contradictions = read_groups(&root, "contradictions", &file)?;
    let observed = read_groups(&root, "observed", &file)?;
    let dispositions = dispositions::read(&document, &file)?;
    Ok(Acknowledgements { file: name, dispositions, contradictions, observed })
}

/// Reads the items of a list of groups, each with the reason of its group.
fn read_groups(root: &Node<'_>, key: &str, file: &SourceFile<'_>) -> Result<Vec<Acknowledgement>, Error> {
    let mut acknowledged = Vec::new();
    for group in root.member(key).iter().flat_map(Node::items) {
        reject_unknown_keys(&group, &["reason", "items"], file)?;
        let reason = group.value["reason"].as_str().filter(|reason| !reason.is_empty());
        let reason = reason.ok_or_else(|| file.error(&group.pointer, "`reason` is missing or not a string"))?;
        let items: Vec<_> = group.member("items").iter().flat_map(Node::items).collect();
        if items.is_empty() {
            return Err(file.error(&group.pointer, "`items` is missing or not a list"));
        }
        for item in items {
            let id = item.value.as_str().ok_or_else(|| file.error(&item.pointer, "not a string; quote it"))?;
            let (id, reason) = (id.to_owned(), reason.to_owned());
            acknowledged.push(Acknowledgement { id, reason, place: file.place(&item.pointer) });
        }
    }
    Ok(acknowledged)
}

/// Rejects unknown keys, which would silently have no effect.
fn reject_unknown_keys(node: &Node<'_>, keys: &[&str], file: &SourceFile<'_>) -> Result<(), Error> {
    let unknown: Option<(&str, Pointer)> =
        node.members().find(|(key, _)| !keys.contains(key)).map(|(key, member)| (key, member.pointer));
    match unknown {
        Some((key, pointer)) => {
            Err(file.error(&pointer, &format!("unknown key `{key}`; expected one of {}", keys.join(", "))))
        }
        None => Ok(()),
    }
}

impl Acknowledgements {
    /// Returns the reason why an observed difference is acknowledged, if it is.
    pub fn observed_reason(&self, id: &str) -> Option<&str> {
        self.observed.iter().find(|known| known.id == id).map(|known| known.reason.as_str())
    }

    /// Returns whether an item about the guide is acknowledged.
    pub fn contains(&self, id: &str) -> bool {
        self.contradictions.iter().any(|known| known.id == id)
    }

    /// Splits items into open ones and acknowledged ones, the latter with their reasons.
    ///
    /// An acknowledgement that matches no item is an open item itself. One about a change since an older guide is
    /// exempt unless the audit compares with an older guide (`since`).
    pub fn partition(&self, items: Vec<Item>, since: bool) -> (Vec<Item>, Vec<(Item, String)>) {
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
                item.message = format!(
                    "{}; its acknowledgement is ambiguous: it matches several items, so it applies to none",
                    item.message
                );
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
                let message = "error: this acknowledgement no longer applies; remove it";
                let mut item = Item::new(List::MissingInGuide, "acknowledgement", &known.id, message);
                item.document = Some(known.place.clone());
                open.push(item);
            }
        }
        (open, settled)
    }
}
