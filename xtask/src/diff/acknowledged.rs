//! Breaking changes that somebody stands for.
//!
//! Each change of the document that breaks callers brings a file `openapi/changes/<name>.yaml`:
//!
//! ```yaml
//! breaking:
//!   - kind: field
//!     name: burgStand
//!     call: GET /employees        # where the name alone says too little
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
    change: Option<String>,
    reason: String,
    place: Finding,
}

/// Reads a file.
pub fn read(document: &Document) -> Result<Vec<Acknowledgement>, Error> {
    let list = Pointer::of(&["breaking"]);
    let fault =
        |pointer: &Pointer, message: &str| Error::Document(document.finding(pointer, "acknowledgement", message));
    let items = list.get(&document.value).and_then(Value::as_array);
    let items = items.ok_or_else(|| fault(&Pointer::root(), "a list `breaking` is expected"))?;
    let mut read = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let pointer = list.child(&index.to_string());
        let word = |key: &str| item.get(key).and_then(Value::as_str).map(ToOwned::to_owned);
        let needed = |key: &str| {
            word(key).filter(|text| !text.is_empty()).ok_or_else(|| fault(&pointer, &format!("needs a text `{key}`")))
        };
        read.push(Acknowledgement {
            kind: needed("kind")?,
            name: needed("name")?,
            call: word("call"),
            change: word("change"),
            reason: needed("reason")?,
            place: document.finding(&pointer, "acknowledgement", UNUSED),
        });
    }
    Ok(read)
}

/// Marks what is acknowledged. One that fits no breaking change is an error.
pub fn apply(acknowledgements: &[Acknowledgement], changes: &mut [Judged<'_>]) -> Result<(), Error> {
    let mut idle = Vec::new();
    for acknowledgement in acknowledgements {
        let mut used = false;
        for change in changes.iter_mut().filter(|change| acknowledgement.fits(change)) {
            change.reason = Some(acknowledgement.reason.clone());
            used = true;
        }
        if !used {
            idle.push(acknowledgement.place.to_string());
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
            && self.change.as_ref().is_none_or(|told| change.change() == *told)
    }
}
