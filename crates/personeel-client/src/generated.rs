//! The generated code: `cargo xtask gen` writes every file in this folder.
//!
//! The generator formats them itself, the same on every machine, so rustfmt skips them.

#[rustfmt::skip]
pub(crate) mod codes;
#[rustfmt::skip]
pub mod endpoints;
#[rustfmt::skip]
pub mod enums;
#[rustfmt::skip]
pub mod ids;
#[rustfmt::skip]
pub(crate) mod operations;
#[rustfmt::skip]
pub mod requests;
#[rustfmt::skip]
pub(crate) mod rules;
#[rustfmt::skip]
pub mod types;
