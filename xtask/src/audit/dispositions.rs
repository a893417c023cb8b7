//! Reads dispositions: where each passage of the guide's prose went.
//!
//! ```yaml
//! read:
//!   "Endpoint": { text: "5298d42e3824", at: ["#/servers/0"] }
//!   "Ownership": { text: "b9c60aba326d", left_out: "Who wrote the guide." }
//!   "Versioning": { text: "d0d316e1e151", decided: ["version-optional"], at: ["#/components/parameters/ApiVersion"] }
//! ```
//!
//! `text` is the fingerprint of the passage at the time it was read. `at` points into the document, `decided` names
//! rows of the table of decisions, and `left_out` gives the reason for leaving the passage out of the document.

use std::collections::BTreeMap;

use super::source_file::SourceFile;
use crate::contract::Place;
use crate::document::{Document, Node};
use crate::error::Error;

/// Where a passage went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Went {
    /// Transcribed, at these places.
    At(Vec<String>),
    /// Settled by these decisions; the places, if any, show the outcome.
    Decided(Vec<String>, Vec<String>),
    /// Left out, for this reason.
    LeftOut(String),
}

impl Went {
    /// Returns the places in the document.
    pub fn pointers(&self) -> &[String] {
        match self {
            Self::At(pointers) | Self::Decided(_, pointers) => pointers,
            Self::LeftOut(_) => &[],
        }
    }
}

/// The record of a passage.
#[derive(Debug, Clone)]
pub struct Disposition {
    /// The fingerprint of the passage at the time it was read.
    pub fingerprint: String,
    /// Where the passage went.
    pub went: Went,
    /// Where the record is.
    pub place: Place,
}

/// All dispositions, by the name of the passage.
pub type Dispositions = BTreeMap<String, Disposition>;

const KEYS: [&str; 4] = ["text", "at", "decided", "left_out"];

/// Reads the dispositions under `read`.
///
/// # Errors
///
/// `Error::Document` if one of them is malformed.
pub fn read(document: &Document, file: &SourceFile<'_>) -> Result<Dispositions, Error> {
    let mut found = Dispositions::new();
    let Some(list) = document.root().member("read") else { return Ok(found) };
    if !list.value.is_object() && !list.value.is_null() {
        return Err(file.error(&list.pointer, "not a mapping; expected passages and where they went"));
    }
    for (at, node) in list.members() {
        found.insert(at.to_owned(), read_disposition(&node, file)?);
    }
    Ok(found)
}

fn read_disposition(node: &Node<'_>, file: &SourceFile<'_>) -> Result<Disposition, Error> {
    if !node.value.is_object() {
        let message = "not a mapping; expected the fingerprint as `text`, and `at`, `decided` or `left_out`";
        return Err(file.error(&node.pointer, message));
    }
    for (key, member) in node.members() {
        if !KEYS.contains(&key) {
            let message = format!("unknown key `{key}`; expected one of {}", KEYS.join(", "));
            return Err(file.error(&member.pointer, &message));
        }
    }
    let text = |key: &str| match node.member(key) {
        None => Ok(None),
        Some(member) => match member.value.as_str().filter(|text| !text.is_empty()) {
            Some(text) => Ok(Some(text.to_owned())),
            None => Err(file.error(&member.pointer, "not a string, or empty; quote it")),
        },
    };
    let fingerprint =
        text("text")?.ok_or_else(|| file.error(&node.pointer, "`text` with the fingerprint is missing"))?;
    let pointers = read_strings(node, "at", file)?;
    let rows = read_strings(node, "decided", file)?;
    let went = match (text("left_out")?, rows.is_empty(), pointers.is_empty()) {
        (None, true, false) => Went::At(pointers),
        (None, false, _) => Went::Decided(rows, pointers),
        (Some(reason), true, true) => Went::LeftOut(reason),
        (None, true, true) => {
            return Err(file.error(&node.pointer, "no destination; add `at`, `decided` or `left_out`"));
        }
        (Some(_), ..) => return Err(file.error(&node.pointer, "`left_out` cannot be combined with `at` or `decided`")),
    };
    if let Some(wrong) = went.pointers().iter().find(|pointer| !pointer.starts_with("#/")) {
        let message = format!("`{wrong}` is not a JSON pointer; it must start with `#/`");
        return Err(file.error(&node.pointer.child("at"), &message));
    }
    Ok(Disposition { fingerprint, went, place: file.place(&node.pointer) })
}

/// Returns the strings in a list, or none if there is no such list.
fn read_strings(node: &Node<'_>, key: &str, file: &SourceFile<'_>) -> Result<Vec<String>, Error> {
    let Some(list) = node.member(key) else { return Ok(Vec::new()) };
    let items: Vec<_> = list.items().collect();
    let texts: Vec<_> = items.iter().filter_map(|item| item.value.as_str()).map(ToOwned::to_owned).collect();
    if texts.is_empty() || texts.len() != items.len() {
        return Err(file.error(&list.pointer, "not a list of strings, or empty; quote the strings"));
    }
    Ok(texts)
}
