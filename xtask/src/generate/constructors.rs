//! `new` for bodies of requests: the required fields as arguments, the optional ones absent.
//!
//! A body that is written as `PutInterruption { opmerking: …, ..PutInterruption::new(…) }` still compiles when a guide
//! brings another optional field.

use std::collections::{HashMap, HashSet};

use quote::quote;
use serde_json::Value;
use syn::{Ident, Item, ItemStruct, Type, parse_quote};

use super::Error;
use super::lower::object;
use super::redact::serde_name;

/// Adds a constructor to every struct that is the body of a request.
pub fn add(document: &Value, file: &mut syn::File) -> Result<(), Error> {
    let mut bodies: HashSet<&str> = object(document, "/paths")
        .flat_map(|(_, item)| item.as_object().into_iter().flatten())
        .filter_map(|(_, call)| call["requestBody"]["content"]["application/json"]["schema"]["$ref"].as_str())
        .filter_map(|reference| reference.rsplit('/').next())
        .collect();
    let mut items = Vec::with_capacity(file.items.len() + bodies.len());
    for item in std::mem::take(&mut file.items) {
        let constructor = match &item {
            Item::Struct(body) if bodies.remove(body.ident.to_string().as_str()) => Some(constructor(document, body)?),
            _ => None,
        };
        items.push(item);
        items.extend(constructor);
    }
    file.items = items;
    match bodies.iter().next() {
        None => Ok(()),
        Some(name) => Err(Error::at(
            format!("#/components/schemas/{name}"),
            "is the body of a request, but no struct of that name was generated",
        )),
    }
}

fn constructor(document: &Value, body: &ItemStruct) -> Result<Item, Error> {
    let name = &body.ident;
    let schema = &document["components"]["schemas"][name.to_string()];
    let required: Vec<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let mut fields: HashMap<String, (&Ident, &Type)> = HashMap::new();
    for field in &body.fields {
        if let Some(ident) = &field.ident {
            fields.insert(serde_name(field).unwrap_or_else(|| ident.to_string()), (ident, &field.ty));
        }
    }
    let mut arguments = Vec::new();
    let mut given = Vec::new();
    // In the order of the document, which is the guide's.
    for wire in &required {
        let (ident, kind) = fields.remove(*wire).ok_or_else(|| {
            Error::at(format!("#/components/schemas/{name}/required"), format!("no field `{wire}` was generated"))
        })?;
        arguments.push(quote!(#ident: #kind));
        given.push(quote!(#ident));
    }
    let mut absent: Vec<_> = fields.into_values().map(|(ident, _)| ident).collect();
    absent.sort();
    Ok(parse_quote! {
        impl #name {
            /// A body with its required fields; the optional ones are absent.
            pub fn new(#(#arguments),*) -> Self {
                Self {
                    #(#given,)*
                    #(#absent: ::std::option::Option::None,)*
                }
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn document(required: &[&str]) -> Value {
        json!({
            "paths": { "/x": { "put": { "requestBody": { "content": { "application/json": {
                "schema": { "$ref": "#/components/schemas/Put" } } } } } } },
            "components": { "schemas": { "Put": { "required": required } } },
        })
    }

    #[test]
    fn required_fields_are_arguments_in_the_order_of_the_document() {
        let mut file = syn::parse_file(
            "struct Put { a: Option<u8>, #[serde(rename = \"type\")] type_: u8, b: String } struct Other { c: u8 }",
        )
        .unwrap();
        add(&document(&["type", "b"]), &mut file).unwrap();
        let text = prettyplease::unparse(&file);
        assert!(text.contains("pub fn new(type_: u8, b: String) -> Self {"), "{text}");
        assert!(text.contains("a: ::std::option::Option::None"), "{text}");
        assert_eq!(text.matches("fn new").count(), 1, "{text}");
    }

    #[test]
    fn a_body_or_field_that_is_missing_is_named() {
        let error = add(&document(&[]), &mut syn::parse_file("struct Other {}").unwrap()).unwrap_err().to_string();
        assert!(error.starts_with("#/components/schemas/Put: "), "{error}");
        let error =
            add(&document(&["x"]), &mut syn::parse_file("struct Put { a: u8 }").unwrap()).unwrap_err().to_string();
        assert!(error.contains("no field `x`"), "{error}");
    }
}
