//! Generated types made fit for staff records: `Debug` without personal fields, and scalars that take blanks for none.

use std::collections::{HashMap, HashSet};

use quote::{format_ident, quote};
use serde_json::Value;
use syn::{Attribute, Field, Fields, Item, ItemStruct, parse_quote};

use super::Error;
use super::lower::object;

/// Gives fields whose scalars come as `""`, blanks or the text `null` a reading as `None`, and lists one for `null`.
pub fn lenient_fields(file: &mut syn::File) {
    for item in &mut file.items {
        let Item::Struct(item) = item else { continue };
        let Fields::Named(fields) = &mut item.fields else { continue };
        for field in &mut fields.named {
            let kind = &field.ty;
            let kind = quote!(#kind).to_string().replace(' ', "");
            let reads_with = if kind.starts_with("::std::option::Option<::personeel_wire::") {
                "::personeel_wire::lenient::blank_as_none"
            } else if kind.starts_with("::std::vec::Vec<") && has_serde_default(field) {
                "::personeel_wire::lenient::null_as_default"
            } else {
                continue;
            };
            field.attrs.push(parse_quote!(#[serde(deserialize_with = #reads_with)]));
            // serde reads an absent `Option` as `None` only as long as it reads it by itself.
            if !has_serde_default(field) {
                field.attrs.push(parse_quote!(#[serde(default)]));
            }
        }
    }
}

/// Replaces the derived `Debug` of every type that holds personal data.
pub fn hide_personal_fields(document: &Value, file: &mut syn::File) -> Result<(), Error> {
    let mut personal: HashMap<&str, HashSet<&str>> = HashMap::new();
    let mut opaque: HashSet<&str> = HashSet::new();
    for (name, schema) in object(document, "/components/schemas") {
        let fields = schema["properties"].as_object().into_iter().flatten();
        let fields: HashSet<_> =
            fields.filter(|(_, property)| property["x-personal"] == true).map(|(name, _)| name.as_str()).collect();
        if !fields.is_empty() {
            personal.insert(name, fields);
        }
        if schema["x-personal"] == true {
            opaque.insert(name);
        }
    }
    let mut items = Vec::with_capacity(file.items.len());
    for mut item in std::mem::take(&mut file.items) {
        let written = match &mut item {
            Item::Struct(item) if opaque.remove(item.ident.to_string().as_str()) => {
                remove_debug(item);
                Some(opaque_debug(item))
            }
            Item::Struct(item) => match personal.remove(item.ident.to_string().as_str()) {
                Some(fields) => {
                    remove_debug(item);
                    Some(redacted_debug(item, fields)?)
                }
                None => None,
            },
            _ => None,
        };
        items.push(item);
        items.extend(written);
    }
    file.items = items;
    // A mark without a type would be a leak that nobody sees.
    if let Some(name) = personal.keys().chain(&opaque).next() {
        return Err(Error::at(
            format!("#/components/schemas/{name}"),
            "is marked `x-personal`, but no struct of that name was generated",
        ));
    }
    Ok(())
}

fn redacted_debug(item: &ItemStruct, mut personal: HashSet<&str>) -> Result<Item, Error> {
    let name = &item.ident;
    let mut shown = Vec::new();
    for field in &item.fields {
        let Some(ident) = &field.ident else { continue };
        let wire = serde_name(field).unwrap_or_else(|| ident.to_string());
        let label = ident.to_string();
        if personal.remove(wire.as_str()) {
            shown.push(quote!(.field(#label, &::personeel_wire::Redacted)));
        } else {
            shown.push(quote!(.field(#label, &self.#ident)));
        }
    }
    if let Some(left) = personal.iter().next() {
        return Err(Error::at(
            format!("#/components/schemas/{name}/properties/{left}"),
            "is marked `x-personal`, but no field of that name was generated",
        ));
    }
    let label = name.to_string();
    Ok(parse_quote! {
        /// Personal fields are not printed.
        impl ::std::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct(#label)#(#shown)*.finish()
            }
        }
    })
}

fn opaque_debug(item: &ItemStruct) -> Item {
    let name = &item.ident;
    let label = format_ident!("{}", name).to_string();
    parse_quote! {
        /// The content is not printed.
        impl ::std::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_tuple(#label).field(&::personeel_wire::Redacted).finish()
            }
        }
    }
}

/// Takes `Debug` out of a struct's derives.
pub fn remove_debug(item: &mut ItemStruct) {
    for attribute in &mut item.attrs {
        if !attribute.path().is_ident("derive") {
            continue;
        }
        let mut kept: Vec<syn::Path> = Vec::new();
        // A derive list parses as paths; anything else would not have compiled in the generator's own tests.
        let _ = attribute.parse_nested_meta(|meta| {
            if meta.path.segments.last().is_none_or(|segment| segment.ident != "Debug") {
                kept.push(meta.path);
            }
            Ok(())
        });
        *attribute = parse_quote!(#[derive(#(#kept),*)]);
    }
}

/// The name on the wire where serde renames the field.
pub fn serde_name(field: &Field) -> Option<String> {
    let mut name = None;
    each_serde_key(&field.attrs, |key, value| {
        if key == "rename" {
            name = value;
        }
    });
    name
}

fn has_serde_default(field: &Field) -> bool {
    let mut found = false;
    each_serde_key(&field.attrs, |key, _| found |= key == "default");
    found
}

fn each_serde_key(attributes: &[Attribute], mut visit: impl FnMut(&str, Option<String>)) {
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
    use serde_json::json;

    use super::*;

    fn hidden(document: &Value, code: &str) -> Result<String, Error> {
        let mut file = syn::parse_file(code).unwrap();
        hide_personal_fields(document, &mut file).map(|()| prettyplease::unparse(&file))
    }

    #[test]
    fn personal_fields_are_named_and_not_printed() {
        let document = json!({ "components": { "schemas": {
            "Kind": { "properties": { "fiscaalTenLaste": { "x-personal": true }, "id": { "x-personal": false } } },
            "Adres": { "properties": { "id": {} } },
        } } });
        let code = "#[derive(Clone, Debug, PartialEq)] struct Kind { \
                    #[serde(rename = \"fiscaalTenLaste\")] fiscaal_ten_laste: bool, id: u8 } \
                    #[derive(Debug)] struct Adres { id: u8 }";
        let text = hidden(&document, code).unwrap();
        assert!(text.contains("#[derive(Clone, PartialEq)]\nstruct Kind"), "{text}");
        assert!(text.contains(".field(\"fiscaal_ten_laste\", &::personeel_wire::Redacted)"), "{text}");
        assert!(text.contains(".field(\"id\", &self.id)"), "{text}");
        assert!(text.contains("#[derive(Debug)]\nstruct Adres"), "{text}");
    }

    #[test]
    fn open_json_that_is_personal_is_not_printed_at_all() {
        let document = json!({ "components": { "schemas": { "Appointment": { "x-personal": true } } } });
        let text = hidden(&document, "#[derive(Clone, Debug)] struct Appointment(Map);").unwrap();
        assert!(text.contains("f.debug_tuple(\"Appointment\").field(&::personeel_wire::Redacted)"), "{text}");
        assert!(text.contains("#[derive(Clone)]"), "{text}");
    }

    #[test]
    fn a_mark_that_finds_no_field_or_type_is_an_error() {
        let document =
            json!({ "components": { "schemas": { "Kind": { "properties": { "naam": { "x-personal": true } } } } } });
        let error = hidden(&document, "#[derive(Debug)] struct Kind { voornaam: u8 }").unwrap_err().to_string();
        assert!(error.starts_with("#/components/schemas/Kind/properties/naam: "), "{error}");
        let error = hidden(&document, "struct Child { naam: u8 }").unwrap_err().to_string();
        assert!(error.starts_with("#/components/schemas/Kind: "), "{error}");
    }

    #[test]
    fn blanks_read_as_none_and_a_null_list_as_empty() {
        let mut file = syn::parse_file(
            "struct A { a: ::std::option::Option<::personeel_wire::Date>, b: ::std::option::Option<String>, \
             #[serde(default)] c: ::std::vec::Vec<u8>, d: ::std::vec::Vec<u8>, e: ::personeel_wire::Date }",
        )
        .unwrap();
        lenient_fields(&mut file);
        let text = prettyplease::unparse(&file);
        assert!(text.contains("blank_as_none\")]\n    #[serde(default)]\n    a:"), "{text}");
        assert!(text.contains("null_as_default\")]\n    c:"), "{text}");
        assert_eq!(text.matches("deserialize_with").count(), 2, "{text}");
    }
}
