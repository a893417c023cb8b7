//! Open enumerations, defined and used from another crate.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use personeel_wire::lenient;
use serde::Deserialize;
use serde_json::json;

/// Verifies that an expansion needs nothing in scope: no prelude, no `serde`.
mod defined {
    #![no_implicit_prelude]

    ::personeel_wire::open_enum! {
        /// Civil status.
        pub enum BurgStand: integer {
            /// Single.
            Ongehuwd = 1,
            /// No longer used.
            #[deprecated(note = "no longer sent")]
            Gescheiden = 3,
            /// Not known.
            Onbekend = -1,
        }
    }

    ::personeel_wire::open_enum! {
        /// Qualifications.
        pub enum Bekwaamheidsbewijs: text {
            /// Required.
            Vereist = "VE",
            /// The same letters in another case.
            Klein = "ve",
            /// A number.
            Twee = "2",
            /// Nothing.
            Geen = "",
        }
    }

    ::personeel_wire::open_enum! {
        /// No value has a name yet.
        #[deprecated]
        #[allow(dead_code)]
        pub(crate) enum Leeg: integer {}
    }
}

use defined::{Bekwaamheidsbewijs, BurgStand};

#[test]
fn integers_are_read_leniently() {
    for (json, value, known) in [
        (json!(1), 1, true),
        (json!(1.0), 1, true),
        (json!("1"), 1, true),
        (json!(" 1 "), 1, true),
        (json!("001"), 1, true),
        (json!(-1), -1, true),
        (json!(2), 2, false),
        (json!(i64::MIN), i64::MIN, false),
    ] {
        let read: BurgStand = serde_json::from_value(json.clone()).unwrap();
        assert_eq!((read.value(), read.is_known()), (value, known), "{json}");
        assert_eq!(read, BurgStand::from(value));
        assert_eq!(read.to_string(), value.to_string());
        assert_eq!(read.to_string().parse(), Ok(read.clone()));
        assert_eq!(serde_json::to_value(&read).unwrap(), json!(value));
    }
    assert_eq!(BurgStand::from(1), BurgStand::Ongehuwd);
    assert_eq!("x".parse::<BurgStand>().unwrap_err().to_string(), "expected a whole number");
}

#[test]
fn integers_reject_other_values() {
    for json in [json!(true), json!(null), json!([1]), json!({"a": 1}), json!(1.5), json!(1e19), json!(""), json!("x")]
    {
        assert!(serde_json::from_value::<BurgStand>(json.clone()).is_err(), "{json}");
    }
}

#[test]
fn texts_are_read_leniently() {
    for (json, text, known) in [
        (json!("VE"), "VE", true),
        (json!("ve"), "ve", true),
        (json!("Ve"), "VE", true),
        (json!(" VE  "), "VE", true),
        (json!(2), "2", true),
        (json!(2.0), "2", true),
        (json!(""), "", true),
        (json!("  "), "", true),
        (json!("GÉÉN"), "GÉÉN", false),
        (json!(2.5), "2.5", false),
        (json!(-3), "-3", false),
    ] {
        let read: Bekwaamheidsbewijs = serde_json::from_value(json.clone()).unwrap();
        assert_eq!((read.as_str(), read.is_known()), (text, known), "{json}");
        assert_eq!(read.to_string(), text);
        assert_eq!(read, Bekwaamheidsbewijs::from(text.to_owned()));
        assert_eq!(text.parse(), Ok(read.clone()));
        assert_eq!(serde_json::to_value(&read).unwrap(), json!(text));
    }
    for json in [json!(true), json!(null), json!([]), json!({"a": "VE"})] {
        assert!(serde_json::from_value::<Bekwaamheidsbewijs>(json.clone()).is_err(), "{json}");
    }
}

#[test]
fn named_values_are_listed_in_order() {
    const FIRST: &BurgStand = &BurgStand::KNOWN[0];
    assert_eq!(FIRST, &BurgStand::Ongehuwd);
    let numbers: Vec<_> = BurgStand::KNOWN.iter().map(BurgStand::value).collect();
    assert_eq!(numbers, [1, 3, -1]);
    let texts: BTreeSet<_> = Bekwaamheidsbewijs::KNOWN.iter().map(Bekwaamheidsbewijs::as_str).collect();
    assert_eq!(texts.len(), Bekwaamheidsbewijs::KNOWN.len());
    assert_eq!(format!("{:?}", BurgStand::from(7)), "Unknown(7)");
    assert!(matches!(BurgStand::from(7), BurgStand::Unknown(number) if number.get() == 7));
}

#[derive(Deserialize)]
struct Row {
    #[serde(deserialize_with = "lenient::blank_as_none")]
    status: Option<BurgStand>,
}

#[test]
fn works_as_a_key_and_as_an_option() {
    let counts = std::collections::BTreeMap::from([(BurgStand::from(7), 2), (BurgStand::Ongehuwd, 1)]);
    let json = serde_json::to_string(&counts).unwrap();
    assert_eq!(json, r#"{"1":1,"7":2}"#);
    assert_eq!(serde_json::from_str::<std::collections::BTreeMap<BurgStand, u8>>(&json).unwrap(), counts);
    for (json, value) in [(r#"{"status":""}"#, None), (r#"{"status":null}"#, None), (r#"{"status":-1}"#, Some(-1))] {
        let row: Row = serde_json::from_str(json).unwrap();
        assert_eq!(row.status.map(|status| status.value()), value);
    }
}
