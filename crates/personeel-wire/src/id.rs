//! The macro that defines identifier types.

/// Defines a type for one kind of identifier, so that the compiler rejects one kind of GUID where another is expected.
///
/// It is parsed, displayed and sent like a [`Guid`](crate::Guid).
///
/// ```
/// personeel_wire::id! {
///     /// Identifies a dossier.
///     pub struct DossierId;
/// }
///
/// let id: DossierId = "{42CD5A20-E22F-45D7-973C-FAB8734DEC50}".parse()?;
/// assert_eq!(id.to_string(), "42cd5a20-e22f-45d7-973c-fab8734dec50");
/// assert_eq!(DossierId::from(id.guid()), id);
/// # Ok::<(), personeel_wire::ParseError>(())
/// ```
#[macro_export]
macro_rules! id {
    ($(#[$meta:meta])* $vis:vis struct $name:ident;) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis struct $name($crate::Guid);

        impl $name {
            /// Generates a random identifier for a new record.
            pub fn random() -> Self {
                Self($crate::Guid::random())
            }

            /// Returns the identifier as a plain GUID.
            pub const fn guid(self) -> $crate::Guid {
                self.0
            }
        }

        impl ::core::convert::From<$crate::Guid> for $name {
            fn from(guid: $crate::Guid) -> Self {
                Self(guid)
            }
        }

        impl ::core::convert::From<$name> for $crate::Guid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = $crate::ParseError;

            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl ::core::convert::TryFrom<&str> for $name {
            type Error = $crate::ParseError;

            fn try_from(text: &str) -> ::core::result::Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.0, formatter)
            }
        }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.0, formatter)
            }
        }

        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::__private::serde::Serialize::serialize(&self.0, serializer)
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::serde::Deserialize::deserialize(deserializer).map(Self)
            }
        }
    };
}
