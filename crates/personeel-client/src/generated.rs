//! The generated files: `cargo xtask gen` writes every file of this folder.
//!
//! Their layout is the generator's, on every machine the same, so rustfmt leaves them alone.

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
