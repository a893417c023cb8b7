//! The types of values that the document doesn't have.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::form;

/// Describes the type of a value.
pub(crate) struct DescribeType;

impl<'de> DeserializeSeed<'de> for DescribeType {
    type Value = &'static str;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<&'static str, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for DescribeType {
    type Value = &'static str;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON")
    }

    fn visit_unit<E>(self) -> Result<&'static str, E> {
        Ok("null")
    }

    fn visit_bool<E>(self, _: bool) -> Result<&'static str, E> {
        Ok("boolean")
    }

    fn visit_i64<E>(self, _: i64) -> Result<&'static str, E> {
        Ok("integer")
    }

    fn visit_u64<E>(self, _: u64) -> Result<&'static str, E> {
        Ok("integer")
    }

    fn visit_f64<E>(self, _: f64) -> Result<&'static str, E> {
        Ok("number")
    }

    fn visit_str<E>(self, text: &str) -> Result<&'static str, E> {
        // Whether a text is empty or a number is a fact about the person rather than about the type.
        Ok(match form::describe(text) {
            "empty" | "number in a string" => "string",
            form => form,
        })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<&'static str, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok("array")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<&'static str, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok("object")
    }
}
