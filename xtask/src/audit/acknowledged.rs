//! What somebody looked at and decided: contradictions of the guide, and its prose.
//!
//! ```yaml
//! contradictions:
//!   - reason: Why the document is right as it is.
//!     items:
//!       - "differs: spelling schoolYear of GET /employees"
//! observed:
//!   - reason: Why what doctors saw at the service changes nothing.
//!     items:
//!       - "observed: form Employee.personId"
//! read:
//!   "Versioning": 0123456789ab      # the fingerprint of the passage when it was read
//! ```

use std::collections::BTreeMap;
use std::path::Path;

use super::error::Error;
use super::items::{Item, List};
use super::told::{names, tells};
use crate::contract::Place;
use crate::contract::guide::{Guide, is_code};
use crate::document::{Document, Pointer};

/// The file in the repository.
pub const PATH: &str = "openapi/acknowledged.yaml";

struct Acknowledgement {
    id: String,
    reason: String,
    place: Place,
}

/// Everything that is acknowledged.
pub struct Acknowledged {
    file: String,
    contradictions: Vec<Acknowledgement>,
    /// What reports of doctors show and the document keeps otherwise.
    observed: Vec<Acknowledgement>,
    /// Passages that were read: fingerprint and place.
    read: BTreeMap<String, (String, Place)>,
}

/// Reads the file. Where there is none, nothing is acknowledged.
pub fn read(path: &Path, root: &Path) -> Result<Acknowledged, Error> {
    let file = path.strip_prefix(root).unwrap_or(path).display().to_string();
    let mut acknowledged =
        Acknowledged { file, contradictions: Vec::new(), observed: Vec::new(), read: BTreeMap::new() };
    if !path.exists() {
        return Ok(acknowledged);
    }
    let document = Document::read(path)?;
    let fault = |pointer: &Pointer, message: &str| Error::Document(document.finding(pointer, "acknowledged", message));
    let place = |pointer: &Pointer| Place {
        location: format!("{}{pointer}", acknowledged.file),
        line: document.finding(pointer, "", "").position.map(|position| position.line),
    };
    let group = |key: &str| {
        let mut found = Vec::new();
        let list = Pointer::of(&[key]);
        for (index, group) in document.value[key].as_array().into_iter().flatten().enumerate() {
            let pointer = list.child(&index.to_string());
            let reason = group["reason"].as_str().filter(|reason| !reason.is_empty());
            let reason = reason.ok_or_else(|| fault(&pointer, "needs a text `reason`"))?;
            let items = group["items"].as_array().filter(|items| !items.is_empty());
            let items = items.ok_or_else(|| fault(&pointer, "needs a list `items`"))?;
            for (index, item) in items.iter().enumerate() {
                let pointer = pointer.child("items").child(&index.to_string());
                let id = item.as_str().ok_or_else(|| fault(&pointer, "needs a text; quote it"))?.to_owned();
                found.push(Acknowledgement { id, reason: reason.to_owned(), place: place(&pointer) });
            }
        }
        Ok::<_, Error>(found)
    };
    let (contradictions, observed) = (group("contradictions")?, group("observed")?);
    let mut known = BTreeMap::new();
    let list = Pointer::of(&["read"]);
    for (at, fingerprint) in document.value["read"].as_object().into_iter().flatten() {
        let pointer = list.child(at);
        let text = fingerprint.as_str().ok_or_else(|| fault(&pointer, "needs a text; quote the fingerprint"))?;
        known.insert(at.clone(), (text.to_owned(), place(&pointer)));
    }
    acknowledged.contradictions = contradictions;
    acknowledged.observed = observed;
    acknowledged.read = known;
    Ok(acknowledged)
}

impl Acknowledged {
    /// The fingerprint of a passage when it was read.
    pub fn read_as(&self, at: &str) -> Option<&str> {
        self.read.get(at).map(|(fingerprint, _)| fingerprint.as_str())
    }

    /// Why something may stay that reports of doctors show.
    pub fn observed(&self, id: &str) -> Option<&str> {
        self.observed.iter().find(|known| known.id == id).map(|known| known.reason.as_str())
    }

    /// Parts what is open from what is acknowledged. An acknowledgement that fits nothing is open itself.
    pub fn settle(&self, items: Vec<Item>) -> (Vec<Item>, Vec<(Item, String)>) {
        let mut used = vec![false; self.contradictions.len()];
        let (mut open, mut settled) = (Vec::new(), Vec::new());
        for item in items {
            let id = item.id();
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
            if !used {
                let message = "error: this acknowledgement no longer applies; take it out";
                let mut item = Item::new(List::MissingInGuide, "acknowledgement", &known.id, message);
                item.document = Some(known.place.clone());
                open.push(item);
            }
        }
        (open, settled)
    }

    /// Adds the passages that nobody read, or that changed since. Where something else is open in the same lines, the
    /// passage repeats it.
    pub fn passages(&self, guide: &Guide, open: &mut Vec<Item>) {
        let mut found = Vec::new();
        for passage in &guide.passages {
            let known = self.read.get(&passage.at);
            if known.is_some_and(|(fingerprint, _)| *fingerprint == passage.fingerprint) {
                continue;
            }
            if open.iter().any(|item| tells(item, passage)) {
                continue;
            }
            let (first, last) = passage.lines;
            let what =
                if known.is_some() { "changed since somebody read it" } else { "could not be read by the program" };
            let message = format!(
                "lines {first}-{last}: prose that {what}; read it, transcribe it, then record {} under `read` in {}",
                passage.fingerprint, self.file
            );
            let on = if known.is_some() { List::Differs } else { List::MissingInDocument };
            let mut item = about(on, &passage.at, message);
            item.guide = Some(Place { location: passage.at.clone(), line: Some(first) });
            item.until = Some(last);
            item.says = Some(passage.fingerprint.clone());
            item.holds = known.map(|(fingerprint, _)| fingerprint.clone());
            item.document = known.map(|(_, place)| place.clone());
            found.push(item);
        }
        for (at, (_, place)) in &self.read {
            let gone = !guide.passages.iter().any(|passage| passage.at == *at);
            let told = open.iter().any(|item| item.list != List::MissingInDocument && names(item, at));
            if gone && !told {
                let message = format!("error: the guide has no such passage any more; take it out of {}", self.file);
                let mut item = about(List::MissingInGuide, at, message);
                item.document = Some(place.clone());
                found.push(item);
            }
        }
        open.extend(found);
    }
}

/// An item about a passage. The text of a code is a fact about the code.
fn about(list: List, at: &str, message: String) -> Item {
    match at.rsplit(" > ").next().filter(|name| is_code(name)) {
        Some(code) => Item { fact: Some("text".to_owned()), ..Item::new(list, "code", code, message) },
        None => Item::new(list, "passage", at, message),
    }
}
