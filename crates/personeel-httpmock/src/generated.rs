//! The generated code: `cargo xtask gen` writes every file in this folder.

#[rustfmt::skip]
pub mod fixtures;
#[rustfmt::skip]
pub mod mocks;
