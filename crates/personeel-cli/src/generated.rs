//! What follows from the document.

pub(crate) mod fields;
