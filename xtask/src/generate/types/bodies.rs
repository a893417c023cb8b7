//! Completes the types of request bodies: adds a constructor that takes the required fields by name, a setter for each
//! optional field, and access to fields for the rules.

use quote::{format_ident, quote};
use syn::{Attribute, Fields, GenericArgument, Item, ItemStruct, PathArguments, Type, parse_quote};

use super::structs::wire_name;
use crate::generate::Error;
use crate::model::{Format, JsonType, Model, RustType, Schema};
use crate::names::type_name;

/// Completes every struct that is a request body.
pub fn complete(model: &Model, file: &mut syn::File) -> Result<(), Error> {
    let mut bodies = body_names(model);
    let mut items = Vec::with_capacity(file.items.len());
    for item in std::mem::take(&mut file.items) {
        let mut written = Vec::new();
        if let Item::Struct(body) = &item
            && let Some(index) = bodies.iter().position(|name| body.ident == name)
        {
            bodies.remove(index);
            let schema = super::schema_of(model, &body.ident.to_string());
            let schema = schema.ok_or_else(|| Error::at(body.ident.to_string(), "no schema has this name"))?;
            written.extend(render_constructor(body));
            written.push(render_rule_value(model, schema, body)?);
            written.extend(render_into_json(schema, body)?);
        }
        items.push(item);
        items.extend(written);
    }
    file.items = items;
    match bodies.first() {
        None => Ok(()),
        Some(name) => Err(Error::at(
            format!("#/components/schemas/{name}"),
            "is a request body, but no struct with this name was generated",
        )),
    }
}

/// Returns the names of the types of request bodies.
pub fn body_names(model: &Model) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for call in &model.calls {
        let schema = call.body.as_ref().and_then(|body| body.json()?.schema.as_ref());
        if let Some(component) = schema.and_then(|schema| model.component(schema.reference.as_deref()?))
            && !names.iter().any(|name| name == type_name(component))
        {
            names.push(type_name(component).to_owned());
        }
    }
    names
}

/// Renders a struct of the required fields, so that each is given by name, and setters for the optional ones.
fn render_constructor(body: &ItemStruct) -> Vec<Item> {
    let name = &body.ident;
    let required_name = format_ident!("{name}Required");
    let Fields::Named(fields) = &body.fields else { return Vec::new() };
    let (optional, required): (Vec<_>, Vec<_>) =
        fields.named.iter().partition(|field| inner_of_option(&field.ty).is_some());
    let about = format!("The required fields of [`{name}`], given by name.");
    let members = required.iter().map(|field| {
        let (ident, kind, docs) = (&field.ident, &field.ty, doc_attributes(&field.attrs));
        quote!(#(#docs)* pub #ident: #kind)
    });
    let given = required.iter().map(|field| &field.ident);
    let taken = given.clone();
    let absent = optional.iter().map(|field| &field.ident);
    let setters = optional.iter().filter_map(|field| {
        let (ident, docs) = (field.ident.as_ref()?, doc_attributes(&field.attrs));
        let kind = inner_of_option(&field.ty)?;
        Some(if quote!(#kind).to_string().replace(' ', "") == "::std::string::String" {
            quote! {
                #(#docs)*
                #[must_use]
                pub fn #ident(mut self, value: impl Into<String>) -> Self {
                    self.#ident = Some(value.into());
                    self
                }
            }
        } else {
            quote! {
                #(#docs)*
                #[must_use]
                pub fn #ident(mut self, value: #kind) -> Self {
                    self.#ident = Some(value);
                    self
                }
            }
        })
    });
    vec![
        parse_quote! {
            #[doc = #about]
            #[derive(Clone)]
            pub struct #required_name { #(#members),* }
        },
        parse_quote! {
            impl #name {
                /// Creates a body from its required fields; the optional ones are absent until set.
                pub fn new(required: #required_name) -> Self {
                    let #required_name { #(#given),* } = required;
                    Self { #(#taken,)* #(#absent: None,)* }
                }

                #(#setters)*
            }
        },
    ]
}

/// Renders `rule_value` for the fields that have rules.
fn render_rule_value(model: &Model, schema: &Schema, body: &ItemStruct) -> Result<Item, Error> {
    let name = &body.ident;
    let mut arms = Vec::new();
    for field in &body.fields {
        let (Some(ident), wire) = (&field.ident, wire_name(field)) else { continue };
        let Some(property) = schema.property(&wire) else { continue };
        let in_rule = schema.rules.iter().any(|rule| rule.field == wire || rule.other == wire);
        if property.schema.codes.is_empty() && !in_rule {
            continue;
        }
        let value = rule_value(model, &property.schema)?;
        let value: syn::Expr = syn::parse_str(&value).map_err(|error| Error::at(wire.clone(), error.to_string()))?;
        arms.push(if inner_of_option(&field.ty).is_some() {
            quote!(#wire => self.#ident.as_ref().map_or(FieldValue::Absent, |value| #value))
        } else {
            quote!(#wire => { let value = &self.#ident; #value })
        });
    }
    Ok(parse_quote! {
        impl #name {
            /// Returns a field, by its name on the wire, in the form that the rules check.
            pub(crate) fn rule_value(&self, name: &str) -> FieldValue<'_> {
                match name {
                    #(#arms,)*
                    _ => FieldValue::Absent,
                }
            }
        }
    })
}

/// Returns the expression that converts a reference `value` to a value of this schema into a `FieldValue`.
pub fn rule_value(model: &Model, schema: &Schema) -> Result<String, Error> {
    let target = model.target(schema);
    let kind = target
        .rust_type()
        .ok_or_else(|| Error::at(schema.pointer.to_string(), "its type cannot be checked by rules"))?;
    Ok(match kind {
        RustType::Wire(_) => "FieldValue::Text(value.to_string().into())".to_owned(),
        RustType::Enumeration(Some(JsonType::Integer)) => "FieldValue::Number(value.value())".to_owned(),
        RustType::String | RustType::Enumeration(_) => "FieldValue::Text(value.as_str().into())".to_owned(),
        RustType::I32 | RustType::I64 => "FieldValue::Number(i64::from(*value))".to_owned(),
        _ => "FieldValue::Other".to_owned(),
    })
}

/// Renders `into_json` for a body with one large base64 string, which serialises the body without copying that string.
fn render_into_json(schema: &Schema, body: &ItemStruct) -> Result<Option<Item>, Error> {
    let Some(member) = spliced_member(schema) else { return Ok(None) };
    let field = body.fields.iter().find(|field| wire_name(field) == member);
    let Some(ident) = field.and_then(|field| field.ident.as_ref()) else {
        return Err(Error::at(schema.pointer.to_string(), format!("no field was generated for `{member}`")));
    };
    let name = &body.ident;
    Ok(Some(parse_quote! {
        impl #name {
            /// Serialises the body as JSON without copying its large base64 string.
            pub(crate) fn into_json(mut self) -> Result<bytes::Bytes, crate::RequestError> {
                let text = std::mem::take(&mut self.#ident);
                crate::http::splice(&self, #member, text)
            }
        }
    }))
}

/// Returns the member of a body that is its only base64 string, if it is required.
pub fn spliced_member(schema: &Schema) -> Option<&str> {
    let mut texts = schema.properties.iter().filter(|property| property.schema.format == Some(Format::Byte));
    match (texts.next(), texts.next()) {
        (Some(only), None) if only.required => Some(&only.name),
        _ => None,
    }
}

fn inner_of_option(kind: &Type) -> Option<&Type> {
    let Type::Path(path) = kind else { return None };
    let last = path.path.segments.last().filter(|segment| segment.ident == "Option")?;
    match &last.arguments {
        PathArguments::AngleBracketed(arguments) => match arguments.args.first()? {
            GenericArgument::Type(inner) => Some(inner),
            _ => None,
        },
        _ => None,
    }
}

fn doc_attributes(attributes: &[Attribute]) -> Vec<&Attribute> {
    attributes.iter().filter(|attribute| attribute.path().is_ident("doc")).collect()
}
