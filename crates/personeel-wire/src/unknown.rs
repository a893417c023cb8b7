//! Values of an open enumeration without a name.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

/// A number for which the open enumeration `E` has no name.
pub type UnknownNumber<E> = Unknown<E, i64>;

/// A text for which the open enumeration `E` has no name.
pub type UnknownText<E> = Unknown<E, Box<str>>;

/// A value for which the open enumeration `E` has no name.
///
/// Only decoding and conversion create one, after finding no matching name, and its type belongs to `E` alone. So an
/// `Unknown` never holds the value of a named variant, and a value that is decoded, sent and decoded again stays equal.
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
    /// Returns the number.
    pub const fn get(&self) -> i64 {
        self.value
    }
}

impl<E> UnknownText<E> {
    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.value
    }
}

// Implemented by hand, because derived implementations would put the same trait bounds on `E` as on `V`.

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
