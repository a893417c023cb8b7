//! Shortens paths to the way people write them: `Option` for `::std::option::Option`.

use syn::visit_mut::{self, VisitMut};
use syn::{LitStr, Path, PathSegment, punctuated::Punctuated};

/// Paths that are replaced by a name from the prelude or from an import.
const SHORT: [(&str, &str); 10] = [
    ("::std::option::Option", "Option"),
    ("::std::string::String", "String"),
    ("::std::vec::Vec", "Vec"),
    ("::std::result::Result", "Result"),
    ("::std::convert::From", "From"),
    ("::personeel_client::enums", "enums"),
    ("::personeel_client::ids", "ids"),
    ("::personeel_wire", "personeel_wire"),
    ("::serde_json", "serde_json"),
    ("::serde", "serde"),
];

/// Returns the short form of a single path.
pub fn shorten(path: &str) -> String {
    let path = path.replace(' ', "");
    for (long, short) in SHORT {
        if let Some(rest) = path.strip_prefix(long)
            && (rest.is_empty() || rest.starts_with("::"))
        {
            return match short {
                "personeel_wire" => rest.trim_start_matches("::").to_owned(),
                _ => format!("{short}{rest}"),
            };
        }
    }
    path
}

/// Shortens every path in a file.
pub fn shorten_all(file: &mut syn::File) {
    Shorten { paths: &SHORT }.visit_file_mut(file);
}

/// Shortens only the paths that are in the prelude, for a file without imports.
pub fn shorten_std(file: &mut syn::File) {
    Shorten { paths: &SHORT[..PRELUDE] }.visit_file_mut(file);
}

/// How many entries of `SHORT`, from the start, are names from the prelude.
const PRELUDE: usize = 5;

struct Shorten {
    paths: &'static [(&'static str, &'static str)],
}

impl VisitMut for Shorten {
    fn visit_path_mut(&mut self, path: &mut Path) {
        visit_mut::visit_path_mut(self, path);
        for (long, short) in self.paths.iter().copied() {
            let segments: Vec<_> = long.trim_start_matches("::").split("::").collect();
            let matches = path.leading_colon.is_some()
                && path.segments.len() >= segments.len()
                && path.segments.iter().zip(&segments).all(|(segment, name)| segment.ident == name);
            if !matches {
                continue;
            }
            let last = path.segments[segments.len() - 1].arguments.clone();
            let mut kept: Punctuated<PathSegment, _> = Punctuated::new();
            // The scalars of `personeel-wire` are imported by name; its modules are not.
            let is_scalar = short == "personeel_wire" && path.segments.len() == 2 && starts_upper(&path.segments[1]);
            if !is_scalar {
                kept.push(PathSegment {
                    ident: syn::Ident::new(short, proc_macro2::Span::call_site()),
                    arguments: last,
                });
            }
            kept.extend(path.segments.iter().skip(segments.len()).cloned());
            path.leading_colon = None;
            path.segments = kept;
            return;
        }
    }

    fn visit_lit_str_mut(&mut self, text: &mut LitStr) {
        let value = text.value();
        for (long, short) in self.paths.iter().copied() {
            if value.starts_with(&format!("{long}::")) {
                *text = LitStr::new(&value.replacen(long, short, 1), text.span());
                return;
            }
        }
    }

    fn visit_attribute_mut(&mut self, attribute: &mut syn::Attribute) {
        // The arguments of `serde` and `derive` are plain tokens, which the visitor doesn't enter.
        if let syn::Meta::List(list) = &mut attribute.meta {
            let text = list.tokens.to_string();
            let mut short = text.clone();
            for (long, name) in self.paths.iter().copied() {
                let spaced = long.replace("::", " :: ");
                short =
                    short.replace(spaced.trim_start(), name).replace(&format!("\"{long}::"), &format!("\"{name}::"));
            }
            if short != text
                && let Ok(tokens) = short.parse()
            {
                list.tokens = tokens;
            }
        }
        visit_mut::visit_attribute_mut(self, attribute);
    }
}

fn starts_upper(segment: &PathSegment) -> bool {
    segment.ident.to_string().starts_with(|first: char| first.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_the_prelude_and_of_imports_are_shortened() {
        let mut file = syn::parse_file(
            "#[derive(::serde::Serialize, Clone)] struct A { \
             #[serde(skip_serializing_if = \"::std::option::Option::is_none\", rename = \"aB\")] \
             a: ::std::option::Option<::std::vec::Vec<::personeel_wire::Guid>>, b: ::personeel_client::enums::B, \
             c: ::serde_json::Value } fn f() { ::personeel_wire::lenient::g(::std::option::Option::None::<u8>) }",
        )
        .unwrap();
        shorten_all(&mut file);
        let text = prettyplease::unparse(&file);
        for expected in [
            "#[derive(serde::Serialize, Clone)]",
            "skip_serializing_if = \"Option::is_none\"",
            "a: Option<Vec<Guid>>",
            "b: enums::B",
            "c: serde_json::Value",
            "personeel_wire::lenient::g(Option::None::<u8>)",
        ] {
            assert!(text.contains(expected), "{expected}: {text}");
        }
        assert_eq!(shorten("::std::option::Option"), "Option");
        assert_eq!(shorten(":: personeel_wire :: SchoolYear"), "SchoolYear");
        assert_eq!(shorten("types::Photo"), "types::Photo");
    }
}
