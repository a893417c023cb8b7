//! JSON as the service wrote it: fields keep their order, and fields that no type declares are kept.

mod number;
mod read;

use std::fmt;

use personeel::Guid;
use serde::ser::{Serialize, SerializeMap, Serializer};

pub(crate) use number::Number;

/// A JSON value as the service sent it.
///
/// This is not `serde_json::Value`, which keeps the last of two equal keys where the typed records read the first. It
/// also loses the digits of numbers and the order of fields, unless features are on that would change how other crates
/// of the workspace read and write JSON.
#[derive(Clone, PartialEq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    List(Vec<Json>),
    Record(Vec<(String, Json)>),
}

impl Json {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Makes a record with these fields, in this order.
    pub(crate) fn record<const N: usize>(fields: [(&str, Json); N]) -> Self {
        Self::Record(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    pub(crate) fn get(&self, field: &str) -> Option<&Self> {
        match self {
            Self::Record(fields) => fields.iter().find(|(name, _)| name == field).map(|(_, value)| value),
            _ => None,
        }
    }

    /// Returns the `id` of a list item.
    pub(crate) fn id(&self) -> Option<&str> {
        self.get("id").and_then(Self::as_str)
    }

    /// Returns the value at a path of fields, such as `hoofdAmbt.naam`.
    pub(crate) fn at(&self, path: &str) -> Option<&Self> {
        path.split('.').try_fold(self, |value, field| value.get(field))
    }

    pub(crate) fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Sorts the fields of every record by name, and lists of records that have an id by id, so that equal content is
    /// equal text whatever the order in the response.
    pub(crate) fn into_canonical(mut self) -> Self {
        self.sort();
        self
    }

    fn sort(&mut self) {
        match self {
            Self::List(items) => {
                items.iter_mut().for_each(Self::sort);
                if items.iter().all(|item| item.id().is_some()) {
                    items.sort_by(|left, right| left.id().cmp(&right.id()));
                }
            }
            Self::Record(fields) => {
                for (_, value) in &mut *fields {
                    value.sort();
                }
                fields.sort_by(|(left, _), (right, _)| left.cmp(right));
            }
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Text(_) => {}
        }
    }

    /// Writes every identifier bare, hyphenated and in lower case, however the service wrote it: lists are joined by
    /// identifier.
    pub(crate) fn with_normalised_ids(mut self) -> Self {
        self.normalise_ids(false);
        self
    }

    fn normalise_ids(&mut self, is_id_field: bool) {
        match self {
            Self::Text(text) => {
                if let Some(plain) = normalise_id(text, is_id_field) {
                    *text = plain;
                }
            }
            Self::List(items) => items.iter_mut().for_each(|item| item.normalise_ids(is_id_field)),
            Self::Record(fields) => {
                for (name, value) in fields {
                    value.normalise_ids(names_id(name));
                }
            }
            Self::Null | Self::Bool(_) | Self::Number(_) => {}
        }
    }

    /// Reads the rows of a list from a test's text.
    #[cfg(test)]
    pub(crate) fn rows(text: &str) -> Vec<Self> {
        match Self::read(text.as_bytes()).map(Self::with_normalised_ids) {
            Ok(Self::List(rows)) => rows,
            other => panic!("not a list: {other:?}"),
        }
    }

    /// Returns the value as compact JSON.
    pub(crate) fn to_text(&self) -> String {
        // Every key is a string and no value's serialization fails.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// Returns whether a member of this name holds an identifier: `id`, `personId`, `doId`, and any that a newer guide
/// adds.
fn names_id(name: &str) -> bool {
    name.eq_ignore_ascii_case("id") || ["Id", "ID", "Guid", "GUID"].iter().any(|end| name.ends_with(end))
}

/// Returns an identifier in its normal spelling if the text spells it in another way. Digits without hyphens count as
/// an identifier only in a member named like one: elsewhere they may be anything.
fn normalise_id(text: &str, is_id_field: bool) -> Option<String> {
    if text.len() < 32 || text.len() > 64 || !(is_id_field || text.contains('-')) {
        return None;
    }
    if is_normalised_id(text) {
        return None;
    }
    let plain = text.parse::<Guid>().ok()?.to_string();
    (plain != text).then_some(plain)
}

/// Returns whether a text is already in the normal spelling, as nearly all identifiers are.
fn is_normalised_id(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
        })
}

impl From<Option<String>> for Json {
    fn from(text: Option<String>) -> Self {
        text.map_or(Self::Null, Self::Text)
    }
}

impl From<u64> for Json {
    fn from(number: u64) -> Self {
        Self::Number(number.into())
    }
}

impl From<serde_json::Value> for Json {
    fn from(value: serde_json::Value) -> Self {
        use serde_json::Value;
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(value),
            Value::Number(number) => Self::Number(number.into()),
            Value::String(text) => Self::Text(text),
            Value::Array(items) => Self::List(items.into_iter().map(Self::from).collect()),
            Value::Object(fields) => {
                Self::Record(fields.into_iter().map(|(name, value)| (name, Self::from(value))).collect())
            }
        }
    }
}

/// Shows only the kind of value: values are staff data.
impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "a string",
            Self::List(_) => "a list",
            Self::Record(_) => "a record",
        })
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(number) => number.serialize(serializer),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => items.serialize(serializer),
            Self::Record(fields) => {
                let mut map = serializer.serialize_map(Some(fields.len()))?;
                for (name, value) in fields {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Json {
        Json::read(text.as_bytes()).unwrap()
    }

    #[test]
    fn identifiers_have_one_spelling() {
        let id = "bc334b17-0f4a-4c29-9d3c-1d6a9d0b5c11";
        let digits = id.replace('-', "").to_uppercase();
        let plain = |text: &str| read(text).with_normalised_ids().to_text();
        for spelled in [format!(" {id}"), id.to_uppercase(), format!("{{{id}}}"), format!("{{ {id} }}")] {
            for body in [r#"{"personId":"?"}"#, r#"[{"vervangingen":[{"doId":"?"}]}]"#, r#"{"x":["?"]}"#] {
                assert_eq!(plain(&body.replace('?', &spelled)), body.replace('?', id));
            }
        }
        assert_eq!(plain(&format!(r#"{{"vvId":"{digits}"}}"#)), format!(r#"{{"vvId":"{id}"}}"#));
        for other in [format!(r#"{{"waarde":"{digits}"}}"#), format!(r#"{{"opmerking":"zie {{{id}}}"}}"#)] {
            assert_eq!(plain(&other), other);
        }
    }

    #[test]
    fn canonical_text_ignores_the_order_of_fields() {
        let (left, right) = (read(r#"{"a":{"x":1,"y":[2]},"b":3}"#), read(r#"{"b":3,"a":{"y":[2],"x":1}}"#));
        assert_eq!(left.into_canonical().to_text(), right.into_canonical().to_text());
        assert_ne!(read("[1,2]").into_canonical(), read("[2,1]").into_canonical());
    }

    #[test]
    fn paths_lead_to_values_and_debug_shows_none() {
        let value = read(r#"{"bank":{"iban":"BE00"}}"#);
        assert_eq!(value.at("bank.iban").and_then(Json::as_str), Some("BE00"));
        assert_eq!(value.at("bank.bic"), None);
        assert!(!format!("{value:?}").contains("BE00"));
    }
}
