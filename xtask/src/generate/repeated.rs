//! Types whose JSON has been seen with a key twice (`x-repeated-keys: first`): the first value counts.
//!
//! serde's derived `Deserialize` refuses a repeated key. With `remote = "Self"` the derive gives inherent functions in
//! place of the trait, and the trait is implemented by calling them through a reader that drops the repetition.

use std::collections::HashSet;

use serde_json::Value;
use syn::{Item, parse_quote};

use super::Error;
use super::lower::object;

/// Makes the marked types tolerant.
pub fn tolerate(document: &Value, file: &mut syn::File) -> Result<(), Error> {
    let mut marked: HashSet<&str> = object(document, "/components/schemas")
        .filter(|(_, schema)| schema["x-repeated-keys"] == "first")
        .map(|(name, _)| name.as_str())
        .collect();
    let mut items = Vec::with_capacity(file.items.len());
    for mut item in std::mem::take(&mut file.items) {
        let mut implementations: Vec<Item> = Vec::new();
        if let Item::Struct(item) = &mut item
            && marked.remove(item.ident.to_string().as_str())
        {
            let name = &item.ident;
            item.attrs.push(parse_quote!(#[serde(remote = "Self")]));
            implementations.push(parse_quote! {
                impl ::serde::Serialize for #name {
                    fn serialize<S: ::serde::Serializer>(
                        &self,
                        serializer: S,
                    ) -> ::std::result::Result<S::Ok, S::Error> {
                        Self::serialize(self, serializer)
                    }
                }
            });
            implementations.push(parse_quote! {
                /// Of a key that stands twice, the first value counts.
                impl<'de> ::serde::Deserialize<'de> for #name {
                    fn deserialize<D: ::serde::Deserializer<'de>>(
                        deserializer: D,
                    ) -> ::std::result::Result<Self, D::Error> {
                        Self::deserialize(::personeel_wire::lenient::FirstKeyWins::new(deserializer))
                    }
                }
            });
        }
        items.push(item);
        items.extend(implementations);
    }
    file.items = items;
    match marked.iter().next() {
        None => Ok(()),
        Some(name) => Err(Error::at(
            format!("#/components/schemas/{name}"),
            "is marked `x-repeated-keys`, but no struct of that name was generated",
        )),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn tolerant(code: &str) -> Result<String, Error> {
        let document = json!({ "components": { "schemas": { "A": { "x-repeated-keys": "first" }, "B": {} } } });
        let mut file = syn::parse_file(code).unwrap();
        tolerate(&document, &mut file).map(|()| prettyplease::unparse(&file))
    }

    #[test]
    fn only_marked_types_read_through_the_filter() {
        let text = tolerant("struct A { a: u8 } struct B { b: u8 }").unwrap();
        assert!(text.contains("#[serde(remote = \"Self\")]\nstruct A"), "{text}");
        assert!(text.contains("::serde::Deserialize<'de> for A"), "{text}");
        assert!(text.contains("FirstKeyWins::new(deserializer)"), "{text}");
        assert!(!text.contains("for B"), "{text}");
    }

    #[test]
    fn a_mark_without_a_type_is_an_error() {
        let error = tolerant("struct B { b: u8 }").unwrap_err().to_string();
        assert!(error.starts_with("#/components/schemas/A: "), "{error}");
    }
}
