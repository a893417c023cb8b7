//! The generated file: `cargo xtask gen` writes every file of this folder.

#[rustfmt::skip]
pub mod calls;
