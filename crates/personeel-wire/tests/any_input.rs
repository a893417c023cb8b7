//! No input makes a scalar panic, and no error contains the value it rejects.

#![allow(clippy::unwrap_used)]

use std::fmt::{Debug, Display};
use std::str::FromStr;

use personeel_wire::{Date, DateTime, Decimal, Guid, InstituteNumber, SchoolYear, Structure, lenient, open_enum};
use proptest::prelude::*;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

open_enum! {
    /// Numbers.
    pub enum Number: integer {
        /// One.
        One = 1,
    }
}

open_enum! {
    /// Texts.
    pub enum Text: text {
        /// One.
        One = "een",
    }
}

/// Returns the error messages of all the ways to read a `T` from a JSON value.
fn decode<T: DeserializeOwned>(value: &Value) -> Vec<String> {
    let text = value.to_string();
    // Messages end with a position, which is not part of the value but could look like it.
    let message = |error: serde_json::Error| error.to_string().split(" at line ").next().unwrap_or_default().to_owned();
    [
        T::deserialize(value).map(drop),
        serde_json::from_value::<T>(value.clone()).map(drop),
        serde_json::from_str::<T>(&text).map(drop),
        serde_json::from_reader::<_, T>(text.as_bytes()).map(drop),
        lenient::blank_as_none::<_, T>(value).map(drop),
        lenient::blank_as_none::<_, T>(&mut serde_json::Deserializer::from_str(&text)).map(drop),
    ]
    .into_iter()
    .filter_map(Result::err)
    .map(message)
    .collect()
}

fn decode_all(value: &Value) -> Vec<String> {
    [
        decode::<Guid>(value),
        decode::<Date>(value),
        decode::<DateTime>(value),
        decode::<InstituteNumber>(value),
        decode::<SchoolYear>(value),
        decode::<Structure>(value),
        decode::<Decimal>(value),
        decode::<Number>(value),
        decode::<Text>(value),
    ]
    .concat()
}

/// Returns the error message of parsing a text. A value that parses must also round-trip through its `Display` output.
fn parse<T: FromStr<Err: Display> + Display + Debug + PartialEq>(text: &str) -> Option<String> {
    match text.parse::<T>() {
        Ok(value) => {
            assert!(value.to_string().parse::<T>().is_ok_and(|again| again == value), "{value:?}");
            None
        }
        Err(error) => Some(error.to_string()),
    }
}

fn parse_all(text: &str) -> Vec<String> {
    [
        parse::<Guid>(text),
        parse::<Date>(text),
        parse::<DateTime>(text),
        parse::<InstituteNumber>(text),
        parse::<SchoolYear>(text),
        parse::<Structure>(text),
        parse::<Decimal>(text),
        parse::<Number>(text),
        parse::<Text>(text),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (-1e6..1e6_f64).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[-+0-9eE.TZ: {}a-f]{0,40}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        let keys = prop_oneof![any::<String>(), Just("$serde_json::private::Number".to_owned())];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((keys, inner), 0..4).prop_map(|fields| fields.into_iter().collect()),
        ]
    })
}

proptest! {
    #[test]
    fn any_text(text: String) {
        parse_all(&text);
        Guid::find_in(&text);
    }

    #[test]
    fn text_that_looks_right(text in "[ {]{0,2}-?[-0-9a-f]{0,40}[T ]?[0-9:.]{0,20}[Z}+e-]?[0-9:]{0,6} ?") {
        parse_all(&text);
        Guid::find_in(&text);
    }

    #[test]
    fn any_json(value in json()) {
        decode_all(&value);
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(prop_oneof![any::<u8>(), Just(b'-'), Just(b'a')], 0..100)) {
        if let Some(guid) = Guid::find_in_bytes(&bytes) {
            let text = String::from_utf8_lossy(&bytes).to_lowercase();
            prop_assert!(text.contains(&guid.to_string()));
        }
    }

    #[test]
    fn errors_never_contain_the_text(text in "[g-z]{5}[0-9]{5}") {
        let messages = [decode_all(&json!(text)), parse_all(&text)].concat();
        prop_assert!(!messages.is_empty());
        for message in messages {
            prop_assert!(!message.contains(&text) && !message.contains(&text[..5]), "{}", message);
        }
    }

    #[test]
    fn errors_never_contain_the_number(number in 1_000_000_000..9_000_000_000_i64) {
        let digits = number.to_string();
        for value in [json!(number), json!(-number), json!(number.unsigned_abs()), json!([number]), json!({"a": number})] {
            for message in decode_all(&value) {
                prop_assert!(!message.contains(&digits), "{}", message);
            }
        }
        let fraction = format!("{number}.5");
        let value: Value = serde_json::from_str(&fraction).unwrap();
        for message in decode_all(&value) {
            prop_assert!(!message.contains(&digits), "{}", message);
        }
    }
}

#[test]
fn errors_state_what_was_expected() {
    for value in [json!(true), json!([]), json!({}), json!("geheim")] {
        let messages = decode_all(&value);
        assert!(!messages.is_empty());
        for message in messages {
            assert!(message.contains("expected a"), "{message}");
            assert!(!message.contains("true") && !message.contains("geheim"), "{message}");
        }
    }
}
