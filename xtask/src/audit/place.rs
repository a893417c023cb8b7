//! Places in the file of what is acknowledged.

use super::error::Error;
use crate::contract::Place;
use crate::document::{Document, Pointer};

/// The file, as messages show it.
pub struct Places<'a> {
    /// Its name.
    pub file: &'a str,
    /// What stands in it.
    pub document: &'a Document,
}

impl Places<'_> {
    /// Where something stands.
    pub fn of(&self, pointer: &Pointer) -> Place {
        Place {
            location: format!("{}{pointer}", self.file),
            line: self.document.finding(pointer, "", "").position.map(|position| position.line),
        }
    }

    /// What is wrong with something.
    pub fn fault(&self, pointer: &Pointer, message: &str) -> Error {
        Error::Document(self.document.finding(pointer, "acknowledged", message))
    }
}
