//! A value of the document with its place.

use serde_json::{Map, Value};

use super::Pointer;

/// A value and its place.
#[derive(Debug, Clone)]
pub struct Node<'a> {
    /// The place.
    pub pointer: Pointer,
    /// The value.
    pub value: &'a Value,
}

impl<'a> Node<'a> {
    /// Returns the member `key`, if there is one.
    pub fn member(&self, key: &str) -> Option<Self> {
        let value = self.value.get(key)?;
        Some(Self { pointer: self.pointer.child(key), value })
    }

    /// Returns the members, or none if the value is not a mapping.
    pub fn members(&self) -> impl Iterator<Item = (&'a str, Self)> + use<'a> {
        let pointer = self.pointer.clone();
        let members = self.value.as_object().into_iter().flat_map(Map::iter);
        members.map(move |(key, value)| (key.as_str(), Self { pointer: pointer.child(key), value }))
    }

    /// Returns the items, or none if the value is not a list.
    pub fn items(&self) -> impl Iterator<Item = Self> + use<'a> {
        let pointer = self.pointer.clone();
        let items = self.value.as_array().into_iter().flatten().enumerate();
        items.map(move |(index, value)| Self { pointer: pointer.item(index), value })
    }
}
