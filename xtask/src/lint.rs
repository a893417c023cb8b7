//! `cargo xtask lint`: the project's own rules about the document.

use crate::document::{Document, Finding};

/// Every violation, in the order of the text.
pub fn lint(_document: &Document) -> Vec<Finding> {
    Vec::new()
}
