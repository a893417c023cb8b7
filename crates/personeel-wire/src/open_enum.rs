//! The macro that defines open enumerations.

/// Defines an open enumeration: named values, and `Unknown` for any other value.
///
/// There are two kinds. An `integer` enumeration is sent as a JSON number, and read from a JSON number or a string that
/// contains one. A `text` enumeration is sent as a JSON string, and read from a string, matching names in any case, or
/// from a JSON number by its text. Both ignore whitespace around a string and reject anything else; a text may be
/// empty.
///
/// ```
/// personeel_wire::open_enum! {
///     /// Civil status.
///     pub enum CivilStatus: integer {
///         /// Single.
///         Single = 1,
///         /// Married.
///         Married = 2,
///     }
/// }
/// personeel_wire::open_enum! {
///     /// The kind of a qualification.
///     pub enum Qualification: text {
///         /// The required qualification.
///         Required = "VE",
///     }
/// }
///
/// assert_eq!(serde_json::from_str::<CivilStatus>("1")?, CivilStatus::Single);
/// assert_eq!(serde_json::from_str::<CivilStatus>("-1")?.value(), -1);
/// assert_eq!(Qualification::from("ve"), Qualification::Required);
/// assert!(matches!(Qualification::from("XX"), Qualification::Unknown(text) if text.as_str() == "XX"));
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// Each enumeration has `KNOWN`, the named values in order, `is_known()`, and `value()` or `as_str()`, which `Display`
/// also prints. `From<i64>`, or `From<&str>` and `From<String>`, never fail, and neither does parsing a `text`
/// enumeration; parsing an `integer` enumeration fails with a [`ParseError`](crate::ParseError). Attributes on the
/// enumeration and its values are kept.
#[macro_export]
macro_rules! open_enum {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident: integer {
            $($(#[$value_meta:meta])* $variant:ident = $value:literal),* $(,)?
        }
    ) => {
        $crate::__open_enum! {
            $(#[$meta])*
            $vis enum $name: decode_number, NumberEnum, UnknownNumber, i64, check_numbers, serialize_i64, value {
                $($(#[$value_meta])* $variant = $value,)*
            }
        }

        #[allow(deprecated)]
        impl $name {
            /// Returns the number on the wire.
            pub const fn value(&self) -> i64 {
                match self {
                    $(Self::$variant => $value,)*
                    Self::Unknown(unknown) => unknown.get(),
                }
            }
        }

        #[allow(deprecated)]
        impl ::core::convert::From<i64> for $name {
            fn from(number: i64) -> Self {
                $crate::__private::from_number(number)
            }
        }

        #[allow(deprecated)]
        impl ::core::str::FromStr for $name {
            type Err = $crate::ParseError;

            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                $crate::__private::parse_number(text)
            }
        }
    };
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident: text {
            $($(#[$value_meta:meta])* $variant:ident = $value:literal),* $(,)?
        }
    ) => {
        $crate::__open_enum! {
            $(#[$meta])*
            $vis enum $name: decode_text, TextEnum, UnknownText, &'static str, check_texts, serialize_str, as_str {
                $($(#[$value_meta])* $variant = $value,)*
            }
        }

        #[allow(deprecated)]
        impl $name {
            /// Returns the text on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $value,)*
                    Self::Unknown(unknown) => unknown.as_str(),
                }
            }
        }

        #[allow(deprecated)]
        impl ::core::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                $crate::__private::from_text(text)
            }
        }

        #[allow(deprecated)]
        impl ::core::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                $crate::__private::from_text(&text)
            }
        }

        #[allow(deprecated)]
        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                ::core::result::Result::Ok($crate::__private::from_text(text))
            }
        }
    };
}

/// The parts that both kinds of [`open_enum!`] share.
#[doc(hidden)]
#[macro_export]
macro_rules! __open_enum {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident:
            $decode:ident, $kind:ident, $unknown:ident, $wire:ty, $check:ident, $serialize:ident, $get:ident
        {
            $($(#[$value_meta:meta])* $variant:ident = $value:literal,)*
        }
    ) => {
        $(#[$meta])*
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        $vis enum $name {
            $($(#[$value_meta])* $variant,)*
            /// A value without a name, created only by decoding or conversion.
            Unknown($crate::$unknown<Self>),
        }

        #[allow(deprecated)]
        impl $name {
            /// The named values, in order.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant),*];

            /// Returns whether the value has a name.
            pub const fn is_known(&self) -> bool {
                !::core::matches!(self, Self::Unknown(_))
            }
        }

        const _: () = $crate::__private::$check(&[$($value),*]);

        #[allow(deprecated)]
        impl $crate::__private::$kind for $name {
            const KNOWN: &'static [Self] = Self::KNOWN;
            const VALUES: &'static [$wire] = &[$($value),*];

            fn unknown(value: $crate::$unknown<Self>) -> Self {
                Self::Unknown(value)
            }
        }

        #[allow(deprecated)]
        impl ::core::fmt::Display for $name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.$get(), formatter)
            }
        }

        #[allow(deprecated)]
        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.$serialize(self.$get())
            }
        }

        #[allow(deprecated)]
        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::$decode(deserializer)
            }
        }
    };
}
