//! JSON as the service wrote it: fields in its order, fields that no type knows included.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Number;

/// A value of the wire.
///
/// Not `serde_json::Value`: that keeps the last of two equal keys, where the typed records read the first, and it loses
/// the order of fields unless a feature is on that would change how other crates of the workspace write theirs.
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

    /// A record of fields in this order.
    pub(crate) fn record<const N: usize>(fields: [(&str, Json); N]) -> Self {
        Self::Record(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    pub(crate) fn get(&self, field: &str) -> Option<&Self> {
        match self {
            Self::Record(fields) => fields.iter().find(|(name, _)| name == field).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The id of an item of a list.
    pub(crate) fn id(&self) -> Option<&str> {
        self.get("id").and_then(Self::as_str)
    }

    /// The value at a path of fields such as `hoofdAmbt.naam`.
    pub(crate) fn at(&self, path: &str) -> Option<&Self> {
        path.split('.').try_fold(self, |value, field| value.get(field))
    }

    pub(crate) fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// This value with the fields of every record in the order of their names, and records that have an id in the order
    /// of their ids: equal content is equal text, in whichever order the service gives it today.
    pub(crate) fn canonical(&self) -> Self {
        match self {
            Self::List(items) => {
                let mut items: Vec<_> = items.iter().map(Self::canonical).collect();
                if items.iter().all(|item| item.id().is_some()) {
                    items.sort_by(|one, other| one.id().cmp(&other.id()));
                }
                Self::List(items)
            }
            Self::Record(fields) => {
                let mut fields: Vec<_> = fields.iter().map(|(name, value)| (name.clone(), value.canonical())).collect();
                fields.sort_by(|(one, _), (other, _)| one.cmp(other));
                Self::Record(fields)
            }
            other => other.clone(),
        }
    }

    /// Compact JSON text.
    pub(crate) fn to_text(&self) -> String {
        // Every key is a string and every value writes itself: nothing here can fail.
        serde_json::to_string(self).unwrap_or_default()
    }
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
            Value::Number(number) => Self::Number(number),
            Value::String(text) => Self::Text(text),
            Value::Array(items) => Self::List(items.into_iter().map(Self::from).collect()),
            Value::Object(fields) => {
                Self::Record(fields.into_iter().map(|(name, value)| (name, Self::from(value))).collect())
            }
        }
    }
}

/// Values are staff data.
impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "null",
            Self::Bool(_) => "a truth value",
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
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

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Number::from_f64(value).map_or(Json::Null, Json::Number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Json, E> {
        Ok(Json::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Json, A::Error> {
        let mut record: Vec<(String, Json)> = Vec::new();
        while let Some((name, value)) = fields.next_entry::<String, Json>()? {
            if !record.iter().any(|(known, _)| *known == name) {
                record.push((name, value));
            }
        }
        Ok(Json::Record(record))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Json {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn fields_keep_their_order_and_the_first_of_two_counts() {
        let text = r#"{"b":1,"a":[null,true,-2.5],"b":2,"c":{"é":"x"}}"#;
        assert_eq!(read(text).to_text(), r#"{"b":1,"a":[null,true,-2.5],"c":{"é":"x"}}"#);
    }

    #[test]
    fn canonical_text_ignores_the_order_of_fields() {
        let (one, other) = (read(r#"{"a":{"x":1,"y":[2]},"b":3}"#), read(r#"{"b":3,"a":{"y":[2],"x":1}}"#));
        assert_eq!(one.canonical().to_text(), other.canonical().to_text());
        assert_ne!(read("[1,2]").canonical(), read("[2,1]").canonical());
    }

    #[test]
    fn paths_lead_to_values_and_debug_shows_none() {
        let value = read(r#"{"bank":{"iban":"BE00"}}"#);
        assert_eq!(value.at("bank.iban").and_then(Json::as_str), Some("BE00"));
        assert_eq!(value.at("bank.bic"), None);
        assert!(!format!("{value:?}").contains("BE00"));
    }
}
