//! Code generated from the document.

pub(crate) mod fields;
