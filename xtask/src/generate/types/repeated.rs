//! Types whose JSON sometimes repeats a key (`x-repeated-keys: first`): the first value wins.
//!
//! serde's derived `Deserialize` rejects a repeated key. With `remote = "Self"`, the derive generates inherent
//! functions instead of the trait implementation, and the trait is implemented by calling them through a deserializer
//! that skips repeated keys.

use std::collections::HashSet;

use syn::{Item, parse_quote};

use crate::generate::Error;
use crate::model::Model;
use crate::names::type_name;

/// Makes the marked types accept repeated keys.
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
                /// Accepts repeated keys: the first value wins.
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
            "is marked `x-repeated-keys`, but no struct with this name was generated",
        )),
    }
}
