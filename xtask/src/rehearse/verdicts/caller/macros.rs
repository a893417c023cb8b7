//! Uses what the macros of `personeel-wire` and of the overlay define: enumerations, ids and calls.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, Ident, Lit, Macro, Token, Type, Visibility, braced};

use super::Used;

/// Uses the items of a macro invocation.
pub fn add_macro(used: &mut Used, invocation: &Macro) -> syn::Result<()> {
    let name = invocation.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
    match name.as_str() {
        "open_enum" => add_open_enum(used, &invocation.parse_body()?),
        "id" => add_id(used, &invocation.parse_body::<syn::ItemStruct>()?.ident),
        "call_of_one" => add_call(used, &invocation.parse_body()?, &|response| quote!(#response)),
        "call_of_list" => add_call(used, &invocation.parse_body()?, &|record| quote!(::std::vec::Vec<#record>)),
        _ => return Err(syn::Error::new_spanned(&invocation.path, format!("a caller of `{name}!` is not written"))),
    }
    Ok(())
}

/// `pub enum Name: text { Variant = "value", … }`
struct OpenEnum {
    name: Ident,
    kind: Ident,
    variants: Vec<Ident>,
}

impl Parse for OpenEnum {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.call(Attribute::parse_outer)?;
        input.parse::<Visibility>()?;
        input.parse::<Token![enum]>()?;
        let name = input.parse()?;
        input.parse::<Token![:]>()?;
        let kind = input.parse()?;
        let content;
        braced!(content in input);
        let mut variants = Vec::new();
        while !content.is_empty() {
            content.call(Attribute::parse_outer)?;
            variants.push(content.parse()?);
            content.parse::<Token![=]>()?;
            content.parse::<Option<Token![-]>>()?;
            content.parse::<Lit>()?;
            content.parse::<Option<Token![,]>>()?;
        }
        Ok(Self { name, kind, variants })
    }
}

fn add_open_enum(used: &mut Used, OpenEnum { name, kind, variants }: &OpenEnum) {
    used.names.push(name.to_string());
    used.functions.push(
        quote!(NAME(value: &#name) { match value { #(#name::#variants => {})* #name::Unknown(_) => {} _ => {} } })
            .to_string(),
    );
    let wire =
        if kind == "integer" { quote!(let _: i64 = value.value();) } else { quote!(let _: &str = value.as_str();) };
    let sent = if kind == "integer" { quote!(i64) } else { quote!(&str) };
    used.functions.push(quote!(NAME(value: &#name) { #wire }).to_string());
    used.functions.push(quote!(NAME(value: #sent) -> #name { <#name>::from(value) }).to_string());
}

fn add_id(used: &mut Used, name: &Ident) {
    used.names.push(name.to_string());
    used.functions.push(quote!(NAME(guid: Guid) -> #name { <#name>::from(guid) }).to_string());
    used.functions.push(quote!(NAME(id: #name) -> Guid { id.guid() }).to_string());
}

/// `Name, Type`
struct CallOf {
    name: Ident,
    kind: Type,
}

impl Parse for CallOf {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.parse()?;
        input.parse::<Token![,]>()?;
        let kinds = Punctuated::<Type, Token![,]>::parse_terminated(input)?;
        let kind = kinds.into_iter().next().ok_or_else(|| input.error("expected a type"))?;
        Ok(Self { name, kind })
    }
}

fn add_call(used: &mut Used, CallOf { name, kind }: &CallOf, response: &dyn Fn(&Type) -> TokenStream) {
    let response = response(kind);
    used.functions.push(quote!(NAME(call: #name) -> #response { call.send() }).to_string());
}
