//! Functions for `#[serde(deserialize_with = "…")]` that accept more forms than the field's type does.

use std::fmt;
use std::marker::PhantomData;

pub use crate::first_key::FirstKeyWins;

use serde::de::value::{BorrowedStrDeserializer, MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, Deserializer, Error, IntoDeserializer, MapAccess, SeqAccess, Visitor};

/// Reads an optional scalar: `null`, an empty or blank string, and the string `"null"` become `None`.
///
/// Anything else is read as `T`, and fails if `T` fails. A field that may be missing also needs `#[serde(default)]`.
///
/// ```
/// use personeel_wire::Date;
///
/// #[derive(serde::Deserialize)]
/// struct Row {
///     #[serde(default, deserialize_with = "personeel_wire::lenient::blank_as_none")]
///     einddatum: Option<Date>,
/// }
///
/// let row: Row = serde_json::from_str(r#"{"einddatum": " "}"#)?;
/// assert_eq!(row.einddatum, None);
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn blank_as_none<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    deserializer.deserialize_any(BlankAsNone(PhantomData))
}

/// Reads a list, or any other type with a default; `null` becomes the default.
///
/// A field that may be missing also needs `#[serde(default)]`.
pub fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// Passes every value on to `T`, except the strings that stand for "none".
struct BlankAsNone<T>(PhantomData<T>);

fn is_none(text: &str) -> bool {
    // Fast path: nearly every string starts with another character, and checking that is cheaper than trimming.
    let is_other = text.as_bytes().first().is_some_and(|first| first.is_ascii_graphic() && *first != b'n');
    !is_other && matches!(text.trim(), "" | "null")
}

fn some<'de, T: Deserialize<'de>, E: Error>(value: impl IntoDeserializer<'de, E>) -> Result<Option<T>, E> {
    T::deserialize(value.into_deserializer()).map(Some)
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for BlankAsNone<T> {
    type Value = Option<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value, a blank string or null")
    }

    fn visit_none<E: Error>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_unit<E: Error>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        blank_as_none(deserializer)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Option<T>, E> {
        if is_none(text) { Ok(None) } else { some(text) }
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Option<T>, E> {
        if is_none(text) { Ok(None) } else { T::deserialize(BorrowedStrDeserializer::new(text)).map(Some) }
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Option<T>, E> {
        if is_none(&text) { Ok(None) } else { some(text) }
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Option<T>, E> {
        some(value)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Option<T>, E> {
        some(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Option<T>, E> {
        some(value)
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Option<T>, E> {
        some(value)
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Option<T>, E> {
        some(value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Option<T>, E> {
        some(value)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Option<T>, A::Error> {
        T::deserialize(SeqAccessDeserializer::new(list)).map(Some)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Option<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Some)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // a failed test may panic
mod tests {
    use serde::Deserialize;
    use serde_json::json;

    use crate::{Date, DateTime, Decimal, Guid, InstituteNumber, SchoolYear, Structure};

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default)]
    struct Row {
        #[serde(deserialize_with = "super::blank_as_none")]
        guid: Option<Guid>,
        #[serde(deserialize_with = "super::blank_as_none")]
        date: Option<Date>,
        #[serde(deserialize_with = "super::blank_as_none")]
        date_time: Option<DateTime>,
        #[serde(deserialize_with = "super::blank_as_none")]
        structure: Option<Structure>,
        #[serde(deserialize_with = "super::blank_as_none")]
        decimal: Option<Decimal>,
        #[serde(deserialize_with = "super::blank_as_none")]
        institute: Option<InstituteNumber>,
        #[serde(deserialize_with = "super::blank_as_none")]
        school_year: Option<SchoolYear>,
        #[serde(deserialize_with = "super::blank_as_none")]
        text: Option<String>,
        #[serde(deserialize_with = "super::null_as_default")]
        list: Vec<u8>,
    }

    const FIELDS: [&str; 8] = ["guid", "date", "date_time", "structure", "decimal", "institute", "school_year", "text"];

    #[test]
    fn blanks_are_none() {
        for blank in [json!(null), json!(""), json!("  \t"), json!("null"), json!(" null ")] {
            for field in FIELDS {
                let row: Row = serde_json::from_value(json!({ field: blank })).unwrap();
                assert_eq!(row, Row::default(), "{field} {blank}");
            }
        }
    }

    #[test]
    fn other_values_are_read() {
        let row = json!({
            "guid": "{ 42CD5A20-E22F-45D7-973C-FAB8734DEC50}",
            "date": "1957-02-16T00:00:00",
            "date_time": "1957-02-16",
            "structure": "311   ",
            "decimal": 36.5,
            "institute": "011007",
            "school_year": "2023-24",
            "text": "nul",
            "list": [1],
        });
        let text = row.to_string();
        let read: Row = serde_json::from_value(row).unwrap();
        assert_eq!(serde_json::from_str::<Row>(&text).unwrap(), read);
        assert_eq!(serde_json::from_slice::<Row>(text.as_bytes()).unwrap(), read);
        assert_eq!(serde_json::from_reader::<_, Row>(text.as_bytes()).unwrap(), read);
        assert_eq!(read.decimal.map(|number| number.to_string()).as_deref(), Some("36.5"));
        assert_eq!(read.structure.as_ref().map(Structure::as_str), Some("311"));
        assert_eq!((read.text.as_deref(), read.list.as_slice()), (Some("nul"), [1].as_slice()));
        for wrong in [json!("x"), json!(true), json!(7.5), json!([]), json!({})] {
            for field in ["guid", "date", "date_time", "institute", "school_year"] {
                assert!(serde_json::from_value::<Row>(json!({ field: wrong })).is_err(), "{field} {wrong}");
            }
        }
    }

    #[test]
    fn null_is_the_default() {
        assert_eq!(serde_json::from_str::<Row>(r#"{"list":null}"#).unwrap(), Row::default());
        assert!(serde_json::from_str::<Row>(r#"{"list":""}"#).is_err());
    }
}
