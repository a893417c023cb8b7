//! The generated files: `cargo xtask gen` writes every file of this folder.

#[rustfmt::skip]
pub mod fixtures;
#[rustfmt::skip]
pub mod mocks;
