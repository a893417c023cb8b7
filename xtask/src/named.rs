//! Enumerations whose variants have names: as the document writes them, or as people read them.

/// Declares an enumeration with the name of each variant.
macro_rules! named {
    ($(#[$about:meta])* $visibility:vis enum $type:ident { $($(#[$doc:meta])* $variant:ident = $name:literal,)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        $visibility enum $type { $($(#[$doc])* $variant,)+ }

        impl $type {
            /// Every variant, in the order of the declaration.
            #[allow(dead_code, reason = "not every enumeration is walked through")]
            pub const ALL: [Self; [$($name),+].len()] = [$(Self::$variant),+];

            /// The name.
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
