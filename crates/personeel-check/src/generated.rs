//! The code that `cargo xtask gen` generates from the document.

pub(crate) mod shapes;
