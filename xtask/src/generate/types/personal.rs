//! Keeps personal values out of `Debug`.

use std::collections::HashSet;

use quote::quote;
use syn::{Item, ItemStruct, parse_quote};

use super::structs::wire_name;
use crate::generate::Error;
use crate::model::Model;
use crate::names::type_name;

/// Replaces the derived `Debug` of every type that contains personal data.
pub fn hide(model: &Model, file: &mut syn::File) -> Result<(), Error> {
    // A mark without a matching type would silently leak data, so it is an error.
    let mut open: HashSet<&str> = model
        .schemas
        .iter()
        .filter(|component| {
            let schema = &component.schema;
            schema.is_personal() || schema.properties.iter().any(|property| property.schema.is_personal())
        })
        .map(type_name)
        .collect();
    let mut items = Vec::with_capacity(file.items.len());
    for mut item in std::mem::take(&mut file.items) {
        let mut written = None;
        if let Item::Struct(item) = &mut item
            && open.remove(item.ident.to_string().as_str())
            && let Some(schema) = super::schema_of(model, &item.ident.to_string())
        {
            remove_debug(item);
            let personal = schema.properties.iter().filter(|property| property.schema.is_personal());
            let personal: HashSet<_> = personal.map(|property| property.name.as_str()).collect();
            written = Some(if schema.is_personal() { render_opaque(item) } else { render_redacted(item, &personal) });
        }
        items.push(item);
        items.extend(written);
    }
    file.items = items;
    match open.iter().min() {
        None => Ok(()),
        Some(name) => Err(Error::at(
            format!("#/components/schemas/{name}"),
            "is marked `x-personal`, but no struct with this name was generated",
        )),
    }
}

fn render_redacted(item: &ItemStruct, personal: &HashSet<&str>) -> Item {
    let name = &item.ident;
    let fields = item.fields.iter().filter_map(|field| {
        let ident = field.ident.as_ref()?;
        let label = ident.to_string();
        Some(if personal.contains(wire_name(field).as_str()) {
            quote!(.field(#label, &::personeel_wire::Redacted))
        } else {
            quote!(.field(#label, &self.#ident))
        })
    });
    let label = name.to_string();
    parse_quote! {
        /// Prints personal fields as `[redacted]`.
        impl ::std::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct(#label)#(#fields)*.finish()
            }
        }
    }
}

fn render_opaque(item: &ItemStruct) -> Item {
    let name = &item.ident;
    let label = name.to_string();
    parse_quote! {
        /// Prints the content as `[redacted]`.
        impl ::std::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_tuple(#label).field(&::personeel_wire::Redacted).finish()
            }
        }
    }
}

/// Removes `Debug` from a struct's derives.
fn remove_debug(item: &mut ItemStruct) {
    for attribute in &mut item.attrs {
        if !attribute.path().is_ident("derive") {
            continue;
        }
        let mut kept: Vec<syn::Path> = Vec::new();
        // A derive list always parses as paths; progenitor's output wouldn't compile otherwise.
        let _ = attribute.parse_nested_meta(|meta| {
            if meta.path.segments.last().is_none_or(|segment| segment.ident != "Debug") {
                kept.push(meta.path);
            }
            Ok(())
        });
        *attribute = parse_quote!(#[derive(#(#kept),*)]);
    }
}
