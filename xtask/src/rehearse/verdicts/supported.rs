//! The part of a document that code can be generated from.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use serde_json::Value;

use crate::document::{Document, Finding, Pointer};
use crate::generate::{self, Generated};
use crate::{lint, model};

/// The code that is generated from a document without the parts that `cargo xtask gen` refuses.
pub struct Supported {
    /// The code.
    pub generated: Generated,
    /// The rest of the document, in a form that can be compared.
    rest: String,
    /// The complete document, in a form that can be compared.
    complete: String,
    /// What was refused, and how often.
    refused: BTreeMap<Refusal, usize>,
}

/// A rule, the key of the refused part, and the rule's message. Places in lists are left out, because they shift.
type Refusal = (&'static str, String, String);

impl Supported {
    /// Removes what the rules about code refuse, until they accept the rest.
    pub fn of(text: &str) -> Result<Self, String> {
        let parse = |text: String| Document::parse(Path::new("document"), text).map_err(|error| error.to_string());
        let mut document = parse(text.to_owned())?;
        let complete = document.value.to_string();
        let mut refused = BTreeMap::new();
        loop {
            let faults = match find_faults(&document)? {
                Ok(generated) => return Ok(Self { generated, rest: document.value.to_string(), complete, refused }),
                Err(faults) => faults,
            };
            let mut value = document.value;
            let places: Vec<_> = faults.iter().map(|fault| fault.place.clone()).collect();
            if !remove_all(&mut value, &places) {
                let messages: Vec<_> = faults.iter().map(ToString::to_string).collect();
                return Err(format!("nothing can be left out to satisfy {}", messages.join("; ")));
            }
            for Fault { rule, place, message } in faults {
                let key = place.keys().filter(|key| key.parse::<usize>().is_err()).last().unwrap_or_default();
                *refused.entry((rule, key, message)).or_insert(0) += 1;
            }
            document = parse(format!("{value:#}"))?;
        }
    }

    /// Returns why a change of this document is refused: the rules that refuse more than before, or that the changed part
    /// was refused already. `None` if code can be generated from what changed.
    pub fn refusal_of(&self, changed: &Self) -> Option<String> {
        let count = |refusal: &Refusal| self.refused.get(refusal).copied().unwrap_or_default();
        let more: Vec<_> = changed.refused.iter().filter(|(refusal, times)| **times > count(refusal)).collect();
        if let Some(((rule, key, message), _)) = more.first() {
            return Some(format!("{rule}: {key}: {message}"));
        }
        let unchanged = self.rest == changed.rest;
        (unchanged && self.complete != changed.complete).then(|| "the changed part was refused before".to_owned())
    }
}

/// A part that is refused.
struct Fault {
    rule: &'static str,
    place: Pointer,
    message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.rule, self.place, self.message)
    }
}

/// Returns the code of a document, or what is refused: by the rules or, if they accept everything, by the generator.
fn find_faults(document: &Document) -> Result<Result<Generated, Vec<Fault>>, String> {
    let findings = lint::find_code_faults(document, &model::read(document));
    if !findings.is_empty() {
        let fault = |finding: Finding| Fault {
            rule: finding.rule,
            place: finding.pointer.unwrap_or_default(),
            message: finding.message,
        };
        return Ok(Err(findings.into_iter().map(fault).collect()));
    }
    match generate::generate_unchecked(document) {
        Ok(generated) => Ok(Ok(generated)),
        Err(generate::Error::Generate { path, message }) if path.starts_with("#/") => {
            let keys: Vec<_> = path.split('/').skip(1).map(|key| key.replace("~1", "/").replace("~0", "~")).collect();
            let place = Pointer::of(&keys.iter().map(String::as_str).collect::<Vec<_>>());
            Ok(Err(vec![Fault { rule: "gen", place, message }]))
        }
        Err(error) => Err(error.to_string()),
    }
}

/// Removes these places. An item of a list is removed only if nothing else is, because later places shift with it.
/// Returns whether anything was removed.
fn remove_all(value: &mut Value, places: &[Pointer]) -> bool {
    let mut removed = false;
    for place in places {
        let keys: Vec<_> = place.keys().collect();
        let Some((last, above)) = keys.split_last() else { continue };
        if let Some(Value::Object(members)) = find(value, above) {
            removed |= members.shift_remove(last).is_some();
        }
    }
    for place in places.iter().filter(|_| !removed) {
        let keys: Vec<_> = place.keys().collect();
        let Some((last, above)) = keys.split_last() else { continue };
        if let (Some(Value::Array(items)), Ok(index)) = (find(value, above), last.parse::<usize>())
            && index < items.len()
        {
            items.remove(index);
            return true;
        }
    }
    removed
}

fn find<'a>(value: &'a mut Value, keys: &[String]) -> Option<&'a mut Value> {
    keys.iter().try_fold(value, |value, key| match value {
        Value::Object(members) => members.get_mut(key),
        Value::Array(items) => items.get_mut(key.parse::<usize>().ok()?),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_removed_one_by_one_and_members_all_at_once() {
        let mut value = serde_json::json!({ "a": { "b": 1, "c": 2 }, "list": [1, 2, 3] });
        let [b, c] = ["b", "c"].map(|key| Pointer::of(&["a", key]));
        let [first, second] = ["0", "1"].map(|key| Pointer::of(&["list", key]));
        assert!(remove_all(&mut value, &[b, first.clone(), c]));
        assert_eq!(value, serde_json::json!({ "a": {}, "list": [1, 2, 3] }));
        assert!(remove_all(&mut value, &[second, first]));
        assert_eq!(value["list"], serde_json::json!([1, 3]));
        assert!(!remove_all(&mut value, &[Pointer::of(&["gone"])]));
    }
}
