//! Uses what `impl` blocks offer.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, format_ident, quote};
use syn::punctuated::Punctuated;
use syn::{
    FnArg, GenericArgument, GenericParam, Generics, ImplItem, ImplItemFn, ItemImpl, Path, PathArguments, ReturnType,
    Token, Type, TypeParamBound,
};

use super::{Used, is_public};

/// Calls every public function of an inherent block, or requires the trait that the block implements.
pub fn add_impl(used: &mut Used, block: &ItemImpl) {
    if let Some((path, _)) = &block.trait_ {
        add_trait(used, block, path);
        return;
    }
    for item in &block.items {
        if let ImplItem::Fn(function) = item
            && is_public(&function.vis)
        {
            add_function(used, &block.self_ty, function);
        }
    }
}

/// Requires a trait, with its associated types.
fn add_trait(used: &mut Used, block: &ItemImpl, path: &Path) {
    // Callers cannot name sealed traits. The one generic implementation is `Deserialize<'de>`, for types that skip
    // repeated keys.
    let sealed = path.segments.first().is_some_and(|segment| segment.ident == "sealed");
    if sealed || !block.generics.params.is_empty() {
        return;
    }
    let mut path = path.clone();
    let assigned = block.items.iter().filter_map(|item| match item {
        ImplItem::Type(assigned) => {
            let (name, kind) = (&assigned.ident, &assigned.ty);
            Some(quote!(#name = #kind))
        }
        _ => None,
    });
    let assigned: Vec<TokenStream> = assigned.collect();
    if !assigned.is_empty()
        && let Some(last) = path.segments.last_mut()
    {
        let bound = quote!(X<#(#assigned),*>);
        // The tokens are those of a path with arguments, so they parse.
        if let Ok(bound) = syn::parse2::<Path>(bound)
            && let Some(arguments) = bound.segments.into_iter().next()
        {
            last.arguments = arguments.arguments;
        }
    }
    let name = &block.self_ty;
    used.functions.push(quote!(NAME() { fn requires<T: #path>() {} requires::<#name>(); }).to_string());
}

/// Calls a function with arguments of the types that it names, and names the type of its result.
fn add_function(used: &mut Used, owner: &Type, function: &ImplItemFn) {
    let signature = &function.sig;
    let name = &signature.ident;
    let (mut typed, mut passed, mut receiver) = (Vec::new(), Vec::new(), None);
    for (index, argument) in signature.inputs.iter().enumerate() {
        match argument {
            FnArg::Receiver(own) => {
                let by_reference = own.to_token_stream().to_string().starts_with('&');
                typed.push(if by_reference { quote!(this: &#owner) } else { quote!(this: #owner) });
                receiver = Some(quote!(this.#name));
            }
            FnArg::Typed(argument) => {
                let (argument_name, kind) = (format_ident!("a{index}"), source_type(&argument.ty, &signature.generics));
                typed.push(quote!(#argument_name: #kind));
                passed.push(argument_name);
            }
        }
    }
    let result = match &signature.output {
        ReturnType::Type(_, kind) if kind.to_token_stream().to_string() != "Self" => kind.to_token_stream(),
        ReturnType::Type(..) => owner.to_token_stream(),
        ReturnType::Default => quote!(()),
    };
    let called = receiver.unwrap_or_else(|| quote!(<#owner>::#name));
    used.functions.push(quote!(NAME(#(#typed),*) -> #result { #called(#(#passed),*) }).to_string());
}

/// Returns the type of a value to pass: `T` for an argument of `T`, of `impl Into<T>`, and of `V` with `V: TryInto<T>`.
fn source_type(kind: &Type, generics: &Generics) -> TokenStream {
    let bounds = match kind {
        Type::ImplTrait(anything) => Some(&anything.bounds),
        Type::Path(path) => generics.params.iter().find_map(|parameter| match parameter {
            GenericParam::Type(parameter) if path.path.is_ident(&parameter.ident) => Some(&parameter.bounds),
            _ => None,
        }),
        _ => None,
    };
    bounds.and_then(target_of).unwrap_or_else(|| kind.to_token_stream())
}

/// Returns the `T` of `Into<T>` or `TryInto<T, …>`.
fn target_of(bounds: &Punctuated<TypeParamBound, Token![+]>) -> Option<TokenStream> {
    let TypeParamBound::Trait(bound) = bounds.first()? else { return None };
    let PathArguments::AngleBracketed(arguments) = &bound.path.segments.last()?.arguments else { return None };
    match arguments.args.first()? {
        GenericArgument::Type(target) => Some(target.to_token_stream()),
        _ => None,
    }
}
