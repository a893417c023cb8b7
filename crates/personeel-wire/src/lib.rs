#![doc = include_str!("../README.md")]

mod civil_text;
mod date;
mod date_time;
mod decimal;
mod error;
mod first_key;
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
pub use crate::guid::Guid;
pub use crate::institute_number::InstituteNumber;
pub use crate::redacted::Redacted;
pub use crate::school_year::SchoolYear;
pub use crate::structure::Structure;
pub use crate::unknown::{Unknown, UnknownNumber, UnknownText};

// The crates whose types appear in this crate's public API, so that users don't need matching dependencies.
pub use {jiff, rust_decimal, uuid};

/// Used by the expansion of [`open_enum!`]; not part of the public API.
#[doc(hidden)]
pub mod __private {
    pub use serde;

    pub use crate::number_enum::{NumberEnum, check_numbers, decode_number, from_number, parse_number};
    pub use crate::text_enum::{TextEnum, check_texts, decode_text, from_text};
}
