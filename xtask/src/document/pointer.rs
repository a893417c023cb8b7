//! JSON Pointers (RFC 6901), which name places in the document.

use std::fmt;

use serde_json::Value;

/// A place in a JSON value.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Pointer(String);

impl Pointer {
    /// Returns the pointer to the complete value.
    pub fn root() -> Self {
        Self::default()
    }

    /// Returns the pointer with these keys.
    pub fn of(keys: &[&str]) -> Self {
        keys.iter().fold(Self::root(), |pointer, key| pointer.child(key))
    }

    /// Returns the pointer to the member or item `key` of this place.
    #[must_use]
    pub fn child(&self, key: &str) -> Self {
        Self(format!("{}/{}", self.0, key.replace('~', "~0").replace('/', "~1")))
    }

    /// Returns the pointer to an item of the list at this place.
    #[must_use]
    pub fn item(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
    }

    /// Returns the pointer to the mapping or list that contains this place.
    pub fn parent(&self) -> Option<Self> {
        self.0.rfind('/').map(|end| Self(self.0[..end].to_owned()))
    }

    /// Returns the keys from the root to this place.
    pub fn keys(&self) -> impl Iterator<Item = String> + '_ {
        self.0.split('/').skip(1).map(|key| key.replace("~1", "/").replace("~0", "~"))
    }

    /// Returns the value at this place.
    pub fn get<'a>(&self, value: &'a Value) -> Option<&'a Value> {
        value.pointer(&self.0)
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_survive_escaping() {
        let pointer = Pointer::of(&["paths", "/employees/{personId}", "a~b"]);
        assert_eq!(pointer.to_string(), "#/paths/~1employees~1{personId}/a~0b");
        assert_eq!(pointer.keys().collect::<Vec<_>>(), ["paths", "/employees/{personId}", "a~b"]);
        assert_eq!(pointer.parent(), Some(Pointer::of(&["paths", "/employees/{personId}"])));
        assert_eq!(Pointer::root().parent(), None);
    }
}
