//! Breaking changes that somebody stands for.
//!
//! Each change of the document that breaks callers brings a file `openapi/changes/<name>.yaml`:
//!
//! ```yaml
//! breaking:
//!   - kind: field
//!     name: burgStand
//!     call: GET /employees        # where the name alone says too little
//!     in: answer                  # likewise; "request", "answer", or the status of another answer
//!     change: type                # likewise; "added", "removed" or the fact that changed
//!     reason: The service sends a text since 2.10.
//! ```
//!
//! Only files that the change itself adds or edits count, so an old acknowledgement never covers a new break.

use serde_json::Value;

use super::error::Error;
use super::judged::Judged;
use super::verdict::Verdict;
use crate::document::{Document, Finding, Pointer};

const UNUSED: &str =
    "no breaking change is like this; take it out, and `cargo xtask diff` prints what to write instead";

/// One acknowledgement.
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

/// Reads a file.
pub fn read(document: &Document) -> Result<Vec<Acknowledgement>, Error> {
    let list = Pointer::of(&["breaking"]);
    let fault =
        |pointer: &Pointer, message: &str| Error::Document(document.finding(pointer, "acknowledgement", message));
    if let Some(key) = unknown(&document.value, &["breaking"]) {
        return Err(fault(&Pointer::of(&[key]), "is no key of this file; it has a list `breaking`"));
    }
    let items = list.get(&document.value).and_then(Value::as_array);
    let items = items.ok_or_else(|| fault(&Pointer::root(), "a list `breaking` is expected"))?;
    let mut read = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let pointer = list.child(&index.to_string());
        if let Some(key) = unknown(item, &KEYS) {
            return Err(fault(
                &pointer.child(key),
                "is no key of an acknowledgement; it has kind, name, call, in, change and reason",
            ));
        }
        let word = |key: &str| item.get(key).and_then(Value::as_str).map(ToOwned::to_owned);
        let needed = |key: &str| {
            word(key).filter(|text| !text.is_empty()).ok_or_else(|| fault(&pointer, &format!("needs a text `{key}`")))
        };
        read.push(Acknowledgement {
            kind: needed("kind")?,
            name: needed("name")?,
            call: word("call"),
            place: word("in"),
            change: word("change"),
            reason: needed("reason")?,
            finding: document.finding(&pointer, "acknowledgement", UNUSED),
        });
    }
    Ok(read)
}

/// A key that nothing reads.
fn unknown<'a>(value: &'a Value, known: &[&str]) -> Option<&'a str> {
    value.as_object()?.keys().map(String::as_str).find(|key| !known.contains(key))
}

/// Marks what is acknowledged. One that fits no breaking change is an error, and so is one that fits several.
pub fn apply(acknowledgements: &[Acknowledgement], changes: &mut [Judged<'_>]) -> Result<(), Error> {
    let mut idle = Vec::new();
    for acknowledgement in acknowledgements {
        let mut fitting: Vec<_> = changes.iter_mut().filter(|change| acknowledgement.fits(change)).collect();
        match fitting.as_mut_slice() {
            [] => idle.push(acknowledgement.finding.to_string()),
            [change] => change.reason = Some(acknowledgement.reason.clone()),
            several => {
                let told = |change: &&mut Judged<'_>| {
                    let place = change.group.place_word().map(|place| format!(", in {place}")).unwrap_or_default();
                    format!(
                        "call {}{place}, change {}",
                        change.group.calls.first().map_or("none", String::as_str),
                        change.change()
                    )
                };
                let told: Vec<_> = several.iter().map(told).collect();
                let message = format!("fits several changes; say which: {}", told.join("; or "));
                idle.push(Finding { message, ..acknowledgement.finding.clone() }.to_string());
            }
        }
    }
    if idle.is_empty() { Ok(()) } else { Err(Error::Idle(idle.join("\n"))) }
}

impl Acknowledgement {
    fn fits(&self, change: &Judged<'_>) -> bool {
        change.judgement.worst() == Verdict::Breaking
            && change.group.kind().to_string() == self.kind
            && change.group.name() == self.name
            && self.call.as_ref().is_none_or(|call| change.group.calls.contains(call))
            && self.place.as_ref().is_none_or(|place| change.group.place_word().as_ref() == Some(place))
            && self.change.as_ref().is_none_or(|told| change.change() == *told)
    }
}
