//! How scalars are read: one trait, one visitor, and the trait implementations that all scalars share.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, MapAccess, Visitor};

use crate::ParseError;

/// A value that is a single JSON string or number on the wire.
pub(crate) trait Scalar: Sized {
    /// What is expected, for error messages: `a GUID such as …`.
    const EXPECTED: &'static str;

    /// Reads a JSON string, as leniently as the API requires.
    fn from_text(text: &str) -> Option<Self>;

    /// Parses a text from a user or a program, which may be stricter than [`from_text`](Self::from_text).
    fn parse(text: &str) -> Option<Self> {
        Self::from_text(text)
    }

    fn from_integer(_: i128) -> Option<Self> {
        None
    }

    fn from_float(_: f64) -> Option<Self> {
        None
    }

    fn expected_error() -> ParseError {
        ParseError::expected(Self::EXPECTED)
    }
}

/// Decodes a `T` from a self-describing format.
///
/// It uses `deserialize_any` on purpose: with a hint such as `deserialize_str`, `serde_json` itself rejects a number,
/// with a message that contains the number.
pub(crate) fn decode<'de, T: Scalar, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_any(ScalarVisitor(PhantomData))
}

/// Implements every method whose default implementation returns an error that contains the value.
struct ScalarVisitor<T>(PhantomData<T>);

fn or_reject<T: Scalar, E: Error>(value: Option<T>) -> Result<T, E> {
    value.ok_or_else(|| E::custom(T::expected_error()))
}

impl<'de, T: Scalar> Visitor<'de> for ScalarVisitor<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(T::EXPECTED)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        or_reject(T::from_text(text))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<T, E> {
        or_reject(T::from_integer(number.into()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
        or_reject(T::from_integer(number.into()))
    }

    fn visit_i128<E: Error>(self, number: i128) -> Result<T, E> {
        or_reject(T::from_integer(number))
    }

    fn visit_u128<E: Error>(self, number: u128) -> Result<T, E> {
        or_reject(i128::try_from(number).ok().and_then(T::from_integer))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<T, E> {
        or_reject(T::from_float(number))
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<T, E> {
        or_reject(None)
    }

    fn visit_bytes<E: Error>(self, _: &[u8]) -> Result<T, E> {
        or_reject(None)
    }

    // With its `arbitrary_precision` feature, which any crate in the dependency graph can enable, `serde_json` passes a
    // number as a map from this one key to the number's text.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let number = match map.next_key::<String>() {
            Ok(Some(key)) if key == "$serde_json::private::Number" => map.next_value::<String>().ok(),
            _ => None,
        };
        or_reject(number.and_then(|text| match text.parse() {
            Ok(integer) => T::from_integer(integer),
            Err(_) => T::from_float(text.parse().ok()?),
        }))
    }
}

/// Implements the traits that are the same for all scalars: parsing, decoding, and `Debug`, which prints like
/// `Display`.
macro_rules! scalar {
    ($type:ty) => {
        impl std::str::FromStr for $type {
            type Err = $crate::ParseError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                <$type as $crate::scalar::Scalar>::parse(text)
                    .ok_or_else(<$type as $crate::scalar::Scalar>::expected_error)
            }
        }

        impl TryFrom<&str> for $type {
            type Error = $crate::ParseError;

            fn try_from(text: &str) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl TryFrom<String> for $type {
            type Error = $crate::ParseError;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl std::fmt::Debug for $type {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(self, formatter)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::scalar::decode(deserializer)
            }
        }
    };
}

/// [`scalar!`] for scalars that are sent as a JSON string of their `Display` output.
macro_rules! text_scalar {
    ($type:ty) => {
        $crate::scalar::scalar!($type);

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
    };
}

pub(crate) use {scalar, text_scalar};
