//! Uses structs, enums and constants.

use quote::{format_ident, quote};
use syn::punctuated::Punctuated;
use syn::{Attribute, Field, Fields, ItemConst, ItemEnum, ItemStruct, Path, Token};

use super::{Used, is_public};

/// Reads every public field, builds the struct if callers may, and requires the traits that it derives.
pub fn add_struct(used: &mut Used, item: &ItemStruct) {
    let name = &item.ident;
    used.names.push(name.to_string());
    if !item.generics.params.is_empty() {
        // The handles of resources have a lifetime and nothing that callers may read; their methods name them.
        return;
    }
    let public: Vec<_> = item.fields.iter().filter(|field| is_public(&field.vis)).collect();
    // The fields are moved: a reference would coerce to what a type with `Deref` refers to.
    let reads = public.iter().enumerate().map(|(index, field)| {
        let (member, kind) = (member_of(index, field), &field.ty);
        quote!(let _: #kind = value.#member;)
    });
    used.functions.push(quote!(NAME(value: #name) { #(#reads)* }).to_string());
    if public.len() == item.fields.len() && !is_non_exhaustive(&item.attrs) {
        let arguments: Vec<_> = (0..public.len()).map(|index| format_ident!("a{index}")).collect();
        let kinds = public.iter().map(|field| &field.ty);
        let value = if let Fields::Named(fields) = &item.fields {
            let members = fields.named.iter().map(|field| &field.ident);
            quote!(#name { #(#members: #arguments),* })
        } else {
            quote!(#name(#(#arguments),*))
        };
        used.functions.push(quote!(NAME(#(#arguments: #kinds),*) -> #name { #value }).to_string());
    }
    add_derives(used, &item.attrs, name);
}

/// Matches every variant, and requires the traits that the enum derives.
pub fn add_enum(used: &mut Used, item: &ItemEnum) {
    let name = &item.ident;
    used.names.push(name.to_string());
    let variants = item.variants.iter().map(|variant| {
        let variant_name = &variant.ident;
        let fields = (!matches!(variant.fields, Fields::Unit)).then(|| quote!({ .. }));
        quote!(#name::#variant_name #fields => {})
    });
    let others = is_non_exhaustive(&item.attrs).then(|| quote!(_ => {}));
    used.functions.push(quote!(NAME(value: &#name) { match value { #(#variants)* #others } }).to_string());
    add_derives(used, &item.attrs, name);
}

/// Reads a constant.
pub fn add_const(used: &mut Used, item: &ItemConst) {
    let (name, kind) = (&item.ident, &item.ty);
    used.names.push(name.to_string());
    used.functions.push(quote!(NAME() { let _: #kind = #name; }).to_string());
}

fn add_derives(used: &mut Used, attributes: &[Attribute], name: &syn::Ident) {
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("derive")) {
        let derived = attribute.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated);
        for derived in derived.into_iter().flatten() {
            let bound = match derived.segments.last() {
                Some(last) if last.ident == "Deserialize" => quote!(::serde::de::DeserializeOwned),
                Some(last) if last.ident == "Serialize" => quote!(::serde::Serialize),
                Some(last) if last.ident == "Debug" => quote!(::std::fmt::Debug),
                Some(last) if last.ident == "Hash" => quote!(::std::hash::Hash),
                _ => quote!(#derived),
            };
            used.functions.push(quote!(NAME() { fn requires<T: #bound>() {} requires::<#name>(); }).to_string());
        }
    }
}

fn member_of(index: usize, field: &Field) -> syn::Member {
    field.ident.clone().map_or_else(|| syn::Member::from(index), syn::Member::Named)
}

fn is_non_exhaustive(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident("non_exhaustive"))
}
