//! Reads structs whose JSON may contain the same key twice: the first value wins.

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, IntoDeserializer, MapAccess, Visitor};

/// A deserializer for a struct that skips repeated keys and their values, so that the first value wins.
///
/// serde's derived code rejects a repeated key. Keys that the struct doesn't have are skipped as well.
#[derive(Debug)]
pub struct FirstKeyWins<D> {
    inner: D,
}

impl<D> FirstKeyWins<D> {
    /// Wraps a deserializer.
    pub fn new(inner: D) -> Self {
        Self { inner }
    }
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for FirstKeyWins<D> {
    type Error = D::Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.inner.deserialize_struct(name, fields, FirstKeyVisitor { visitor, fields })
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.inner.deserialize_any(visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

struct FirstKeyVisitor<V> {
    visitor: V,
    fields: &'static [&'static str],
}

impl<'de, V: Visitor<'de>> Visitor<'de> for FirstKeyVisitor<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        self.visitor.expecting(f)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        self.visitor.visit_map(FirstKeys { map, fields: self.fields, seen: vec![false; self.fields.len()] })
    }
}

struct FirstKeys<A> {
    map: A,
    fields: &'static [&'static str],
    /// Which of `fields` have been returned already.
    seen: Vec<bool>,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for FirstKeys<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        loop {
            match self.map.next_key_seed(FieldName { fields: self.fields })? {
                None => return Ok(None),
                Some(Some(index)) if self.seen[index] => {
                    self.map.next_value::<IgnoredAny>()?;
                }
                Some(Some(index)) => {
                    self.seen[index] = true;
                    return seed.deserialize(self.fields[index].into_deserializer()).map(Some);
                }
                Some(None) => {
                    self.map.next_value::<IgnoredAny>()?;
                }
            }
        }
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, A::Error> {
        self.map.next_value_seed(seed)
    }

    fn size_hint(&self) -> Option<usize> {
        self.map.size_hint()
    }
}

/// Reads a key as its index among the struct's fields, or `None` if the struct has no such field.
struct FieldName {
    fields: &'static [&'static str],
}

impl<'de> DeserializeSeed<'de> for FieldName {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for FieldName {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("a field name")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Self::Value, E> {
        Ok(self.fields.iter().position(|field| *field == key))
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(remote = "Self")]
    struct Section {
        vak: String,
        #[serde(rename = "vakRubriek")]
        section: Option<String>,
    }

    impl<'de> Deserialize<'de> for Section {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            Self::deserialize(FirstKeyWins::new(deserializer))
        }
    }

    fn section(value: Option<&str>) -> Section {
        Section { vak: "a".to_owned(), section: value.map(str::to_owned) }
    }

    #[test]
    fn the_first_value_of_a_repeated_key_wins() {
        let twice = r#"{"vakRubriek": "AV", "x": [1], "vak": "a", "vakRubriek": null, "x": {}}"#;
        assert_eq!(serde_json::from_str::<Section>(twice).unwrap(), section(Some("AV")));
        assert_eq!(serde_json::from_slice::<Section>(twice.as_bytes()).unwrap(), section(Some("AV")));
        assert_eq!(serde_json::from_reader::<_, Section>(twice.as_bytes()).unwrap(), section(Some("AV")));
        let null_first = r#"{"vak": "a", "vakRubriek": null, "vakRubriek": "AV"}"#;
        assert_eq!(serde_json::from_str::<Section>(null_first).unwrap(), section(None));
    }

    #[test]
    fn other_errors_remain_errors() {
        assert!(serde_json::from_str::<Section>(r#"{"vakRubriek": "AV"}"#).is_err(), "a missing field");
        assert!(serde_json::from_str::<Section>(r#"{"vak": 1}"#).is_err(), "a wrong type");
        assert!(serde_json::from_str::<Section>("[]").is_err(), "not an object");
    }
}
