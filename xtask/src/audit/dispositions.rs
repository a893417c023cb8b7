//! Where each passage of the guide's prose went.
//!
//! ```yaml
//! read:
//!   "Endpoint": { text: "5298d42e3824", at: ["#/servers/0"] }
//!   "Ownership": { text: "b9c60aba326d", left_out: "Who wrote the guide." }
//!   "Versioning": { text: "d0d316e1e151", decided: ["version-optional"], at: ["#/components/parameters/ApiVersion"] }
//! ```
//!
//! `text` is the fingerprint of the passage when somebody read it. `at` points into the document, `decided` names rows
//! of the table of decisions, and `left_out` says why the document does without it.

use std::collections::BTreeMap;

use super::error::Error;
use super::place::Places;
use crate::contract::Place;
use crate::document::{Document, Node};

/// Where a passage went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Went {
    /// It is transcribed at these places.
    At(Vec<String>),
    /// Decisions deal with it; the places, if any, show the outcome.
    Decided(Vec<String>, Vec<String>),
    /// It is left out, for this reason.
    LeftOut(String),
}

impl Went {
    /// The places in the document that it names.
    pub fn pointers(&self) -> &[String] {
        match self {
            Self::At(pointers) | Self::Decided(_, pointers) => pointers,
            Self::LeftOut(_) => &[],
        }
    }
}

/// What somebody recorded about a passage.
#[derive(Debug, Clone)]
pub struct Disposition {
    /// The fingerprint of the passage when it was read.
    pub fingerprint: String,
    /// Where it went.
    pub went: Went,
    /// Where it is recorded.
    pub place: Place,
}

/// Every disposition, by the name of its passage.
pub type Dispositions = BTreeMap<String, Disposition>;

const KEYS: [&str; 4] = ["text", "at", "decided", "left_out"];

/// Reads the member `read`.
pub fn read(document: &Document, places: &Places<'_>) -> Result<Dispositions, Error> {
    let mut found = Dispositions::new();
    let Some(list) = document.root().member("read") else { return Ok(found) };
    if !list.value.is_object() && !list.value.is_null() {
        return Err(places.fault(&list.pointer, "is a mapping from passages to where they went"));
    }
    for (at, node) in list.members() {
        found.insert(at.to_owned(), one(&node, places)?);
    }
    Ok(found)
}

fn one(node: &Node<'_>, places: &Places<'_>) -> Result<Disposition, Error> {
    if !node.value.is_object() {
        let message = "needs a mapping: the fingerprint as `text`, and `at`, `decided` or `left_out`";
        return Err(places.fault(&node.pointer, message));
    }
    for (key, member) in node.members() {
        if !KEYS.contains(&key) {
            let message = format!("is no key of a disposition: {}", KEYS.join(", "));
            return Err(places.fault(&member.pointer, &message));
        }
    }
    let text = |key: &str| match node.member(key) {
        None => Ok(None),
        Some(member) => match member.value.as_str().filter(|text| !text.is_empty()) {
            Some(text) => Ok(Some(text.to_owned())),
            None => Err(places.fault(&member.pointer, "needs a text; quote it")),
        },
    };
    let fingerprint = text("text")?.ok_or_else(|| places.fault(&node.pointer, "needs the fingerprint as `text`"))?;
    let pointers = texts(node, "at", places)?;
    let rows = texts(node, "decided", places)?;
    let went = match (text("left_out")?, rows.is_empty(), pointers.is_empty()) {
        (None, true, false) => Went::At(pointers),
        (None, false, _) => Went::Decided(rows, pointers),
        (Some(reason), true, true) => Went::LeftOut(reason),
        (None, true, true) => {
            return Err(places.fault(&node.pointer, "does not say where it went: `at`, `decided` or `left_out`"));
        }
        (Some(_), ..) => return Err(places.fault(&node.pointer, "is left out, so it has neither `at` nor `decided`")),
    };
    if let Some(wrong) = went.pointers().iter().find(|pointer| !pointer.starts_with("#/")) {
        let message = format!("`{wrong}` is no JSON pointer: it begins with `#/`");
        return Err(places.fault(&node.pointer.child("at"), &message));
    }
    Ok(Disposition { fingerprint, went, place: places.of(&node.pointer) })
}

/// The texts of a list; none where there is no such list.
fn texts(node: &Node<'_>, key: &str, places: &Places<'_>) -> Result<Vec<String>, Error> {
    let Some(list) = node.member(key) else { return Ok(Vec::new()) };
    let items: Vec<_> = list.items().collect();
    let texts: Vec<_> = items.iter().filter_map(|item| item.value.as_str()).map(ToOwned::to_owned).collect();
    if texts.is_empty() || texts.len() != items.len() {
        return Err(places.fault(&list.pointer, "needs a list of texts; quote them"));
    }
    Ok(texts)
}
