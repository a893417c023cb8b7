//! Acknowledged breaking changes.
//!
//! Each change of the document that breaks callers adds a file `openapi/changes/<name>.yaml`:
//!
//! ```yaml
//! breaking:
//!   - kind: field
//!     name: burgStand
//!     call: GET /employees        # only if the name is ambiguous
//!     in: answer                  # likewise; "request", "answer", or the status of an error response
//!     change: type                # likewise; "added", "removed" or the fact that changed
//!     reason: The service sends a text since 2.10.
//! ```
//!
//! Only files that the change itself adds or edits count, so an old acknowledgement never covers a new breaking change.

use serde_json::Value;

use super::judged::Judged;
use super::verdict::Verdict;
use crate::document::{Document, Finding, Pointer};
use crate::error::Error;

const UNUSED: &str = "matches no breaking change: remove it, and run `cargo xtask diff` to see what to write instead";

/// An acknowledgement of one breaking change.
#[derive(Debug)]
pub struct Acknowledgement {
    kind: String,
    name: String,
    call: Option<String>,
    place: Option<String>,
    change: Option<String>,
    reason: String,
    finding: Finding,
}

const KEYS: [&str; 6] = ["kind", "name", "call", "in", "change", "reason"];

/// Reads the acknowledgements of a file.
pub fn read(document: &Document) -> Result<Vec<Acknowledgement>, Error> {
    let list = Pointer::of(&["breaking"]);
    let error =
        |pointer: &Pointer, message: &str| Error::Document(document.finding(pointer, "acknowledgement", message));
    if let Some(key) = find_unknown_key(&document.value, &["breaking"]) {
        return Err(error(&Pointer::of(&[key]), "unknown key; the file has one list, `breaking`"));
    }
    let items = list.get(&document.value).and_then(Value::as_array);
    let items = items.ok_or_else(|| error(&Pointer::root(), "has no list `breaking`"))?;
    let mut read = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let pointer = list.child(&index.to_string());
        if let Some(key) = find_unknown_key(item, &KEYS) {
            return Err(error(
                &pointer.child(key),
                "unknown key; an acknowledgement has kind, name, call, in, change and reason",
            ));
        }
        let word = |key: &str| item.get(key).and_then(Value::as_str).map(ToOwned::to_owned);
        let required = |key: &str| {
            let text = word(key).filter(|text| !text.is_empty());
            text.ok_or_else(|| error(&pointer, &format!("`{key}` is missing: it must be a non-empty string")))
        };
        read.push(Acknowledgement {
            kind: required("kind")?,
            name: required("name")?,
            call: word("call"),
            place: word("in"),
            change: word("change"),
            reason: required("reason")?,
            finding: document.finding(&pointer, "acknowledgement", UNUSED),
        });
    }
    Ok(read)
}

/// Returns the first key that nothing reads.
fn find_unknown_key<'a>(value: &'a Value, known: &[&str]) -> Option<&'a str> {
    value.as_object()?.keys().map(String::as_str).find(|key| !known.contains(key))
}

/// Marks the acknowledged changes.
///
/// # Errors
///
/// Fails if an acknowledgement matches no breaking change, or more than one.
pub fn apply(acknowledgements: &[Acknowledgement], changes: &mut [Judged<'_>]) -> Result<(), Error> {
    let mut unmatched = Vec::new();
    for acknowledgement in acknowledgements {
        let mut matching: Vec<_> = changes.iter_mut().filter(|change| acknowledgement.matches(change)).collect();
        match matching.as_mut_slice() {
            [] => unmatched.push(acknowledgement.finding.to_string()),
            [change] => change.reason = Some(acknowledgement.reason.clone()),
            several => {
                let describe = |change: &&mut Judged<'_>| {
                    let place = change.group.place_word().map(|place| format!(", in {place}")).unwrap_or_default();
                    format!(
                        "call {}{place}, change {}",
                        change.group.calls.first().map_or("none", String::as_str),
                        change.change()
                    )
                };
                let choices: Vec<_> = several.iter().map(describe).collect();
                let message = format!("matches several changes; choose one: {}", choices.join("; or "));
                unmatched.push(Finding { message, ..acknowledgement.finding.clone() }.to_string());
            }
        }
    }
    if unmatched.is_empty() { Ok(()) } else { Err(Error::Other(unmatched.join("\n"))) }
}

impl Acknowledgement {
    fn matches(&self, change: &Judged<'_>) -> bool {
        change.judgement.worst() == Verdict::Breaking
            && change.group.kind().to_string() == self.kind
            && change.group.name() == self.name
            && self.call.as_ref().is_none_or(|call| change.group.calls.contains(call))
            && self.place.as_ref().is_none_or(|place| change.group.place_word().as_ref() == Some(place))
            && self.change.as_ref().is_none_or(|name| change.change() == *name)
    }
}
