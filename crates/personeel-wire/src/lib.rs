#![doc = include_str!("../README.md")]

mod civil_text;
mod date;
mod date_time;
mod decimal;
mod error;
mod first_key;
mod first_month;
mod guid;
mod id;
mod institute_number;
pub mod lenient;
mod number_enum;
mod open_enum;
mod redacted;
mod scalar;
mod school_year;
mod structure;
mod text_enum;
mod unknown;

pub use crate::date::Date;
pub use crate::date_time::DateTime;
pub use crate::decimal::Decimal;
pub use crate::error::ParseError;
pub use crate::first_month::FirstMonth;
pub use crate::guid::Guid;
pub use crate::institute_number::InstituteNumber;
pub use crate::redacted::Redacted;
pub use crate::school_year::SchoolYear;
pub use crate::structure::Structure;
pub use crate::unknown::{Unknown, UnknownNumber, UnknownText};

// The crates whose types stand in this one's signatures, so that a user needs no second, matching dependency.
pub use {jiff, rust_decimal, uuid};

/// What [`open_enum!`] expands to; no part of the public interface.
#[doc(hidden)]
pub mod __private {
    pub use serde;

    pub use crate::number_enum::{NumberEnum, check_numbers, decode_number, from_number, parse_number};
    pub use crate::text_enum::{TextEnum, check_texts, decode_text, from_text};
}
