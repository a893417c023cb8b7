//! Records as fields, and the fields that differ.
//!
//! Different spellings of one value are not a change: null, an empty list and a missing member; `20` and `20.0`; the
//! order of members; an identifier in braces or capitals. Records that earlier versions stored are read in the same
//! way, so that an update of this program reports no changes.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::Write as _;

use personeel::Guid;

use super::hash;
use crate::json::Json;

/// A field that differs; its value is null where it is missing.
#[derive(Clone, Debug)]
pub(crate) struct FieldChange {
    pub(crate) field: String,
    pub(crate) old: Json,
    pub(crate) new: Json,
}

/// The values of a record by path. Items of a list are identified by their id, if they have one: an address that is
/// added before another does not change the other.
#[derive(Debug)]
pub(super) struct Fields(BTreeMap<String, Json>);

impl Fields {
    pub(super) fn of(record: &Json) -> Self {
        let mut found = BTreeMap::new();
        walk(record, String::new(), &mut found);
        Self(found)
    }

    /// Returns the fields that differ from those of an older record.
    pub(super) fn changes_since(&self, old: &Self) -> Vec<FieldChange> {
        let paths: BTreeSet<_> = old.0.keys().chain(self.0.keys()).collect();
        let changed: Vec<_> = paths.into_iter().filter(|path| !is_same(old.0.get(*path), self.0.get(*path))).collect();
        let value =
            |fields: &Self, path: &String| fields.0.get(path).map_or(Json::Null, |value| shorten_photo(path, value));
        let is_reported = |path: &String| {
            // An item that came or left shows by its other fields; its id is in the path.
            let Some(item) = path.strip_suffix("].id") else { return true };
            let prefix = format!("{item}].");
            !changed.iter().any(|other| *other != path && other.starts_with(&prefix))
        };
        let reported = changed.iter().filter(|path| is_reported(path));
        reported
            .map(|path| FieldChange { field: (*path).clone(), old: value(old, path), new: value(self, path) })
            .collect()
    }

    /// Returns a digest that is equal for records that do not differ.
    pub(super) fn digest(&self) -> String {
        let mut text = String::new();
        for (path, value) in &self.0 {
            let value = match value {
                Json::Number(number) => number.rounded(),
                Json::Text(text) => Json::text(normalise_id(text)).to_text(),
                other => other.to_text(),
            };
            // One line per field: line feeds in paths and values are escaped.
            let _ = writeln!(text, "{}={value}", Json::text(path).to_text());
        }
        hash::short(&text)
    }
}

fn is_same(old: Option<&Json>, new: Option<&Json>) -> bool {
    match (old, new) {
        (Some(Json::Number(old)), Some(Json::Number(new))) => old.is_same(new),
        (Some(Json::Text(old)), Some(Json::Text(new))) => old == new || normalise_id(old) == normalise_id(new),
        _ => old == new,
    }
}

/// Returns an identifier in its normal spelling; any other text as it is.
fn normalise_id(text: &str) -> String {
    let guid = if (32..=64).contains(&text.len()) { text.parse::<Guid>().ok() } else { None };
    guid.map_or_else(|| text.to_owned(), |guid| guid.to_string())
}

fn walk(value: &Json, path: String, found: &mut BTreeMap<String, Json>) {
    match value {
        Json::Null => {}
        Json::Record(fields) => {
            for (name, value) in fields {
                let name = name.replace('\\', r"\\").replace('.', r"\.").replace('[', r"\[");
                walk(value, if path.is_empty() { name } else { format!("{path}.{name}") }, found);
            }
        }
        Json::List(items) => {
            let mut names = HashSet::new();
            for (index, item) in items.iter().enumerate() {
                let name = item.id().map_or_else(|| index.to_string(), |id| normalise_id(id.trim()));
                // Two items with the same id stay two.
                let mut own = name.clone();
                let mut times = 1;
                while !names.insert(own.clone()) {
                    times += 1;
                    own = format!("{name}#{times}");
                }
                walk(item, format!("{path}[{own}]"), found);
            }
        }
        other => drop(found.insert(path, other.clone())),
    }
}

/// Replaces a photo by its length and hash: nobody reads a megabyte of base64.
fn shorten_photo(field: &str, value: &Json) -> Json {
    match value {
        Json::Text(text) if field == "photo" => {
            Json::Text(format!("{} characters of base64, sha256 {}", text.len(), hash::short(text)))
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changes(old: &str, new: &str) -> Vec<FieldChange> {
        let read = |text: &str| Fields::of(&Json::read(text.as_bytes()).unwrap().into_canonical());
        let (old, new) = (read(old), read(new));
        let changes = new.changes_since(&old);
        assert_eq!(changes.is_empty(), old.digest() == new.digest());
        changes
    }

    fn paths(old: &str, new: &str) -> Vec<String> {
        changes(old, new).into_iter().map(|change| change.field).collect()
    }

    #[test]
    fn fields_are_reported_by_path_and_items_by_id() {
        let old = r#"{"naam":"A","adressen":[{"id":"x","straat":"S"}],"kinderen":[],"bank":null}"#;
        let new = r#"{"naam":"B","adressen":[{"id":"a","straat":"T"},{"id":"x","straat":"S"}],"bank":{"iban":"I"}}"#;
        assert_eq!(paths(old, new), ["adressen[a].straat", "bank.iban", "naam"]);
        assert_eq!(paths(r#"{"l":[{"id":"x"}]}"#, "{}"), ["l[x].id"]);
        assert_eq!(paths(r#"{"l":[{"id":"x","a":1}]}"#, r#"{"l":[{"id":"x","a":null}]}"#), ["l[x].a"]);
    }

    #[test]
    fn different_spellings_of_one_value_are_not_a_change() {
        for (old, new) in [
            (r#"{"a":1}"#, r#"{"a":1,"nieuw":null}"#),
            (r#"{"a":null}"#, r#"{"a":[]}"#),
            (r#"{"a":{}}"#, "{}"),
            (r#"{"a":{"b":null,"c":[]}}"#, r#"{"a":null}"#),
            (r#"{"a":20}"#, r#"{"a":20.0}"#),
            (r#"{"a":[{"u":2e1}]}"#, r#"{"a":[{"u":20}]}"#),
            (r#"{"a":123456789012345678901234}"#, r#"{"a":1.2345678901234568e23}"#),
            (r#"{"a":1,"b":{"c":2,"d":3}}"#, r#"{"b":{"d":3,"c":2},"a":1}"#),
            (
                r#"{"ref":"{BC334B17-0F4A-4C29-9D3C-1D6A9D0B5C11}"}"#,
                r#"{"ref":"bc334b17-0f4a-4c29-9d3c-1d6a9d0b5c11"}"#,
            ),
            (
                r#"{"l":[{"id":" bc334b17-0f4a-4c29-9d3c-1d6a9d0b5c11","a":1}]}"#,
                r#"{"l":[{"id":"bc334b17-0f4a-4c29-9d3c-1d6a9d0b5c11","a":1.0}]}"#,
            ),
        ] {
            assert!(paths(old, new).is_empty(), "{old} {new}");
        }
    }

    #[test]
    fn everything_else_is_a_change() {
        for (old, new, expected) in [
            (r#"{"a":""}"#, r#"{"a":null}"#, "a"),
            (r#"{"a":20}"#, r#"{"a":"20"}"#, "a"),
            (r#"{"a":20}"#, r#"{"a":20.01}"#, "a"),
            (r#"{"a":false}"#, "{}", "a"),
            (r#"{"a":["x"]}"#, r#"{"a":[]}"#, "a[0]"),
            (r#"{"a.b":1}"#, r#"{"a.b":2,"a":{"b":1}}"#, "a.b"),
            (r#"{"l":[{"id":"x","a":1},{"id":"x","a":2}]}"#, r#"{"l":[{"id":"x","a":3},{"id":"x","a":2}]}"#, "l[x].a"),
            (r#"{"l":[{"id":"1","a":1},{"a":2}]}"#, r#"{"l":[{"id":"1","a":1},{"a":3}]}"#, "l[1#2].a"),
        ] {
            assert_eq!(paths(old, new).first().map(String::as_str), Some(expected), "{old} {new}");
        }
    }

    #[test]
    fn a_photo_is_reported_by_length_and_hash() {
        let change = changes(r#"{"photo":"AAAA"}"#, r#"{"photo":"BBBB"}"#).remove(0);
        assert!(change.new.as_str().unwrap().starts_with("4 characters"));
    }
}
