//! The generated files: `cargo xtask gen` writes every file of this folder.

#[cfg(feature = "blocking")]
#[rustfmt::skip]
pub mod blocking;
#[rustfmt::skip]
pub mod calls;
