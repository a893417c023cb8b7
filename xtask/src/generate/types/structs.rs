//! The order and names of fields, and how they are decoded.

use quote::quote;
use syn::{Attribute, Field, Fields, Item, parse_quote};

use super::{mark_non_exhaustive, schema_of};
use crate::generate::Error;
use crate::model::Model;

/// Puts the fields of every struct in document order, with the names that the document gives them.
pub fn arrange(model: &Model, file: &mut syn::File) -> Result<(), Error> {
    for item in &mut file.items {
        let Item::Struct(item) = item else { continue };
        let Some(schema) = schema_of(model, &item.ident.to_string()) else { continue };
        let Fields::Named(fields) = &mut item.fields else { continue };
        let mut generated: Vec<Field> = std::mem::take(&mut fields.named).into_iter().collect();
        for property in &schema.properties {
            let index = generated.iter().position(|field| wire_name(field) == property.name).ok_or_else(|| {
                Error::at(property.schema.pointer.to_string(), "no field was generated for this property")
            })?;
            let mut field = generated.remove(index);
            if let Some(name) = &property.schema.rust_name {
                rename(&mut field, name)?;
            }
            add_aliases(&mut field.attrs, &property.schema.aliases);
            fields.named.push(field);
        }
        fields.named.extend(generated);
        add_aliases(&mut item.attrs, &schema.aliases);
        mark_non_exhaustive(item);
    }
    Ok(())
}

fn add_aliases(attributes: &mut Vec<Attribute>, aliases: &[String]) {
    attributes.extend(aliases.iter().map(|alias| -> Attribute { parse_quote!(#[doc(alias = #alias)]) }));
}

fn rename(field: &mut Field, name: &str) -> Result<(), Error> {
    let wire = wire_name(field);
    field.ident =
        Some(syn::parse_str(name).map_err(|_| Error::at(wire.clone(), format!("`{name}` is not a valid name")))?);
    if serde_name(field).is_none() {
        field.attrs.push(parse_quote!(#[serde(rename = #wire)]));
    }
    Ok(())
}

/// Makes optional scalars decode from `""`, blank strings and the string `null` as `None`, and lists from `null` as
/// empty.
pub fn read_blanks_as_none(file: &mut syn::File) {
    for item in &mut file.items {
        let Item::Struct(item) = item else { continue };
        let Fields::Named(fields) = &mut item.fields else { continue };
        for field in &mut fields.named {
            let kind = &field.ty;
            let kind = quote!(#kind).to_string().replace(' ', "");
            let scalar =
                ["::std::option::Option<::personeel_wire::", "::std::option::Option<::personeel_client::ids::"];
            let reads_with = if scalar.iter().any(|start| kind.starts_with(start)) {
                "::personeel_wire::lenient::blank_as_none"
            } else if kind.starts_with("::std::vec::Vec<") && has_serde_default(field) {
                "::personeel_wire::lenient::null_as_default"
            } else {
                continue;
            };
            field.attrs.push(parse_quote!(#[serde(deserialize_with = #reads_with)]));
            // With `deserialize_with`, serde no longer reads an absent `Option` as `None` by default.
            if !has_serde_default(field) {
                field.attrs.push(parse_quote!(#[serde(default)]));
            }
        }
    }
}

/// Returns the name of a field on the wire.
pub fn wire_name(field: &Field) -> String {
    serde_name(field).or_else(|| field.ident.as_ref().map(ToString::to_string)).unwrap_or_default()
}

/// Returns the name that serde renames a field to, if any.
fn serde_name(field: &Field) -> Option<String> {
    let mut name = None;
    visit_serde_keys(&field.attrs, |key, value| {
        if key == "rename" {
            name = value;
        }
    });
    name
}

fn has_serde_default(field: &Field) -> bool {
    let mut found = false;
    visit_serde_keys(&field.attrs, |key, _| found |= key == "default");
    found
}

fn visit_serde_keys(attributes: &[Attribute], mut visit: impl FnMut(&str, Option<String>)) {
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        let _ = attribute.parse_nested_meta(|meta| {
            let key = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
            let value = match meta.value() {
                Ok(value) => Some(value.parse::<syn::LitStr>()?.value()),
                Err(_) => None,
            };
            visit(&key, value);
            Ok(())
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_scalars_decode_as_none_and_null_lists_as_empty() {
        let mut file = syn::parse_file(
            "struct A { a: ::std::option::Option<::personeel_wire::Date>, b: ::std::option::Option<String>, \
             #[serde(default)] c: ::std::vec::Vec<u8>, d: ::std::vec::Vec<u8>, e: ::personeel_wire::Date, \
             f: ::std::option::Option<::personeel_client::ids::PersonId> }",
        )
        .unwrap();
        read_blanks_as_none(&mut file);
        let text = prettyplease::unparse(&file);
        assert!(text.contains("blank_as_none\")]\n    #[serde(default)]\n    a:"), "{text}");
        assert!(text.contains("blank_as_none\")]\n    #[serde(default)]\n    f:"), "{text}");
        assert!(text.contains("null_as_default\")]\n    c:"), "{text}");
        assert_eq!(text.matches("deserialize_with").count(), 3, "{text}");
    }
}
