//! Values of an open enumeration that have no name.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

/// A number that the open enumeration `E` has no name for.
pub type UnknownNumber<E> = Unknown<E, i64>;

/// A text that the open enumeration `E` has no name for.
pub type UnknownText<E> = Unknown<E, Box<str>>;

/// A value that the open enumeration `E` has no name for.
///
/// Only decoding and conversion make one, after they have looked for a name, and it fits no enumeration but `E`. So an
/// `Unknown` is never a named value in disguise, and what was decoded is equal after it was sent and decoded again.
///
/// ```compile_fail
/// personeel_wire::open_enum! {
///     /// Has no name for 1.
///     pub enum One: integer {}
/// }
/// personeel_wire::open_enum! {
///     /// Has a name for 1.
///     pub enum Other: integer {
///         /// One.
///         Named = 1,
///     }
/// }
/// if let One::Unknown(one) = One::from(1) {
///     let _ = Other::Unknown(one);
/// }
/// ```
pub struct Unknown<E, V> {
    value: V,
    of: PhantomData<fn() -> E>,
}

impl<E, V> Unknown<E, V> {
    pub(crate) const fn new(value: V) -> Self {
        Self { value, of: PhantomData }
    }
}

impl<E> UnknownNumber<E> {
    /// The number.
    pub const fn get(&self) -> i64 {
        self.value
    }
}

impl<E> UnknownText<E> {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.value
    }
}

// Written out, because derived impls would ask of `E` what they ask of `V`.

impl<E, V: Clone> Clone for Unknown<E, V> {
    fn clone(&self) -> Self {
        Self::new(self.value.clone())
    }
}

impl<E, V: PartialEq> PartialEq for Unknown<E, V> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<E, V: Eq> Eq for Unknown<E, V> {}

impl<E, V: Hash> Hash for Unknown<E, V> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}

impl<E, V: Ord> Ord for Unknown<E, V> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.value.cmp(&other.value)
    }
}

impl<E, V: Ord> PartialOrd for Unknown<E, V> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<E, V: fmt::Debug> fmt::Debug for Unknown<E, V> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(formatter)
    }
}

impl<E, V: fmt::Display> fmt::Display for Unknown<E, V> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(formatter)
    }
}
