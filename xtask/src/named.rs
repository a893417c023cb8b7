//! Enums whose variants have names, either the document's spelling or words for people.

/// Declares an enum with a name for each variant.
macro_rules! named {
    ($(#[$about:meta])* $visibility:vis enum $type:ident { $($(#[$doc:meta])* $variant:ident = $name:literal,)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        $visibility enum $type { $($(#[$doc])* $variant,)+ }

        impl $type {
            /// Every variant, in declaration order.
            #[allow(dead_code, reason = "not every enum is iterated over")]
            pub const ALL: [Self; [$($name),+].len()] = [$(Self::$variant),+];

            /// Returns the name of the variant.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }
        }

        impl ::std::fmt::Display for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.name())
            }
        }
    };
}

pub(crate) use named;
