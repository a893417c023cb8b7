//! Types whose JSON has been seen with a key twice (`x-repeated-keys: first`): the first value counts.
//!
//! serde's derived `Deserialize` refuses a repeated key. With `remote = "Self"` the derive gives inherent functions in
//! place of the trait, and the trait is implemented by calling them through a reader that drops the repetition.

use std::collections::HashSet;

use syn::{Item, parse_quote};

use crate::generate::Error;
use crate::model::Model;
use crate::names::type_name;

/// Makes the marked types tolerant.
pub fn tolerate(model: &Model, file: &mut syn::File) -> Result<(), Error> {
    let mut marked: HashSet<&str> =
        model.schemas.iter().filter(|component| component.schema.repeated_keys).map(type_name).collect();
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
