//! Every value survives encoding and decoding, whichever serde method passes it on.

#![allow(clippy::unwrap_used)]

use std::fmt::{Debug, Display};
use std::str::FromStr;

use personeel_wire::jiff::{civil, tz::Offset};
use personeel_wire::{Date, DateTime, Decimal, Guid, InstituteNumber, SchoolYear, Structure, open_enum, uuid::Uuid};
use proptest::prelude::*;
use serde::{Serialize, de::DeserializeOwned};

open_enum! {
    /// A few numbers.
    pub enum Number: integer {
        /// One.
        One = 1,
        /// A negative number.
        Minus = -1,
    }
}

open_enum! {
    /// A few texts.
    pub enum Text: text {
        /// Two letters.
        Letters = "VE",
        /// An empty text.
        Empty = "",
    }
}

fn round_trip<T: Serialize + DeserializeOwned + PartialEq + Debug + Send + Sync>(value: &T) {
    let text = serde_json::to_string(value).unwrap();
    assert_eq!(&serde_json::from_str::<T>(&text).unwrap(), value, "from_str {text}");
    assert_eq!(&serde_json::from_slice::<T>(text.as_bytes()).unwrap(), value, "from_slice {text}");
    assert_eq!(&serde_json::from_reader::<_, T>(text.as_bytes()).unwrap(), value, "from_reader {text}");
    let json = serde_json::to_value(value).unwrap();
    assert_eq!(&serde_json::from_value::<T>(json).unwrap(), value, "from_value {text}");
}

fn assert_display_round_trips<T: Display + FromStr<Err: Debug> + PartialEq + Debug>(value: &T) {
    assert_eq!(&value.to_string().parse::<T>().unwrap(), value);
}

fn dates() -> impl Strategy<Value = civil::Date> {
    (-9999..=9999_i16, 1..=12_i8, 1..=31_i8)
        .prop_filter_map("no such day", |(year, month, day)| civil::Date::new(year, month, day).ok())
}

fn date_times() -> impl Strategy<Value = DateTime> {
    let times = (0..24_i8, 0..60_i8, 0..60_i8, prop_oneof![Just(0), 0..1_000_000_000_i32])
        .prop_map(|(hour, minute, second, nano)| civil::time(hour, minute, second, nano));
    let offsets = prop::option::of(prop_oneof![
        Just(Offset::UTC),
        (-1439..=1439_i32).prop_filter_map("out of range", |minutes| Offset::from_seconds(minutes * 60).ok()),
        (-93_599..=93_599_i32).prop_filter_map("out of range", |seconds| Offset::from_seconds(seconds).ok()),
    ]);
    (dates(), times, offsets).prop_map(|(date, time, offset)| DateTime::new(date.to_datetime(time), offset))
}

fn decimals() -> impl Strategy<Value = Decimal> {
    let small = (-1_000_000..=1_000_000_i128, 0..=4_u32);
    let middle = (-10_000_000_000_000_000..=10_000_000_000_000_000_i128, 0..=28_u32);
    let all = (any::<i128>().prop_map(|number| number >> 32), 0..=28_u32);
    prop_oneof![small, middle, all].prop_map(|(number, scale)| {
        personeel_wire::rust_decimal::Decimal::try_from_i128_with_scale(number, scale).unwrap().into()
    })
}

proptest! {
    #[test]
    fn guids(bits: u128) {
        let guid = Guid::from(Uuid::from_u128(bits));
        round_trip(&guid);
        assert_display_round_trips(&guid);
        for text in [
            format!("{{{guid:#?}}}"),
            format!(" {guid} "),
            format!("{{ {guid} }}").to_uppercase(),
            Uuid::from(guid).simple().to_string(),
        ] {
            prop_assert_eq!(text.parse(), Ok(guid));
        }
        prop_assert_eq!(Guid::find_in(&format!("Id: {guid}")), Some(guid));
    }

    #[test]
    fn civil_dates(date in dates().prop_map(Date::from)) {
        round_trip(&date);
        assert_display_round_trips(&date);
        prop_assert_eq!(format!("{date}T00:00:00").parse(), Ok(date));
        prop_assert_eq!(format!("{date} 23:59:59.9999999-12:00").parse(), Ok(date));
    }

    #[test]
    fn civil_date_times(moment in date_times()) {
        round_trip(&moment);
        assert_display_round_trips(&moment);
        prop_assert_eq!(moment.to_string().parse(), Ok(moment.date()));
    }

    #[test]
    fn institute_numbers(text in "[0-9]{6}") {
        let number: InstituteNumber = text.parse().unwrap();
        prop_assert_eq!(number.as_str(), &text);
        round_trip(&number);
        assert_display_round_trips(&number);
    }

    #[test]
    fn school_years(start in 1900..=2999_i16, date in dates().prop_map(Date::from)) {
        let year = SchoolYear::starting(start).unwrap();
        round_trip(&year);
        assert_display_round_trips(&year);
        prop_assert_eq!(SchoolYear::at(year.first_day()), year);
        prop_assert_eq!(SchoolYear::at(year.last_day()), year);
        let at = SchoolYear::at(date);
        prop_assert_eq!(at.contains(date), (at.first_day()..=at.last_day()).contains(&date));
        prop_assert!(at.contains(date) || !(1901..2999).contains(&date.year()));
    }

    #[test]
    fn structures(code in "[0-9A-Za-z]{3}", other: String) {
        let valid: Structure = code.parse().unwrap();
        round_trip(&valid);
        assert_display_round_trips(&valid);
        let json = serde_json::Value::from(other);
        round_trip(&serde_json::from_value::<Structure>(json).unwrap());
    }

    #[test]
    fn decimal_numbers(number in decimals()) {
        round_trip(&number);
        assert_display_round_trips(&number);
    }

    #[test]
    fn short_decimals_are_numbers(digits in -999_999_999_999_999..=999_999_999_999_999_i128, scale in 0..=22_u32) {
        let number = personeel_wire::rust_decimal::Decimal::try_from_i128_with_scale(digits, scale).unwrap();
        let json = serde_json::to_value(Decimal::from(number)).unwrap();
        prop_assert!(json.is_number());
    }

    #[test]
    fn number_enums(number in prop_oneof![any::<i64>(), -3..3_i64]) {
        round_trip(&Number::from(number));
        assert_display_round_trips(&Number::from(number));
        prop_assert_eq!(Number::from(number).value(), number);
    }

    #[test]
    fn text_enums(text in prop_oneof![any::<String>(), "\\s*[VvEe]{0,2}\\s*"]) {
        round_trip(&Text::from(text.as_str()));
        assert_display_round_trips(&Text::from(text.as_str()));
    }
}
