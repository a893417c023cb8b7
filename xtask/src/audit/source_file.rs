//! A YAML file whose places can be named in messages.

use crate::contract::Place;
use crate::document::{Document, Pointer};
use crate::error::Error;

/// A YAML file, and its path for messages.
pub struct SourceFile<'a> {
    /// The file's path, as messages show it.
    pub name: &'a str,
    /// The file's content.
    pub document: &'a Document,
}

impl SourceFile<'_> {
    /// Returns the place that a pointer refers to.
    pub fn place(&self, pointer: &Pointer) -> Place {
        Place {
            location: format!("{}{pointer}", self.name),
            line: self.document.finding(pointer, "", "").position.map(|position| position.line),
        }
    }

    /// Returns an error about the value at a place.
    pub fn error(&self, pointer: &Pointer, message: &str) -> Error {
        Error::Document(self.document.finding(pointer, "acknowledged", message))
    }
}
