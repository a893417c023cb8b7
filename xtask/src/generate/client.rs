//! The client crate: progenitor's output, split by concern and mended where it would leak or panic.

use progenitor_impl::Generator;
use serde_json::Value;
use syn::{Attribute, ImplItem, Item};

use super::lower::{For, lower};
use super::settings::settings;
use super::{Error, constructors, docs, format, redact, repeated, requests};

/// The two files that progenitor's output becomes.
#[derive(Debug)]
pub struct Client {
    /// Types of parameters and bodies.
    pub types: String,
    /// The client and its calls.
    pub calls: String,
}

const TYPES_ALLOW: &str = "\
//! Types of parameters and bodies.

#![allow(
    // Conversions and clones are written the way the generator writes them.
    clippy::all,
    clippy::pedantic,
)]";

const CALLS_ALLOW: &str = "\
//! The client and its calls.

#![allow(
    // Statements are written the way the generator writes them.
    clippy::all,
    clippy::pedantic,
    // Which of the generator's imports a document needs depends on its calls.
    unused_imports,
)]";

/// Generates both files.
pub fn generate(document: &Value) -> Result<Client, Error> {
    let lowered = lower(document, For::Client)?;
    let spec: openapiv3::OpenAPI =
        serde_json::from_value(lowered).map_err(|error| Error::at("the lowered document", error.to_string()))?;
    let tokens = Generator::new(&settings(document))
        .generate_tokens(&spec)
        .map_err(|error| Error::at("progenitor", error.to_string()))?;
    let file: syn::File = syn::parse2(tokens).map_err(|error| Error::at("progenitor's output", error.to_string()))?;

    let mut types = Vec::new();
    let mut calls = Vec::new();
    for item in file.items {
        match item {
            Item::Mod(module) if module.ident == "types" => {
                types.extend(module.content.into_iter().flat_map(|(_, items)| items));
            }
            // `prelude` only repeats `Client`.
            Item::Mod(module) if module.ident == "prelude" => {}
            Item::Impl(mut block) if block.trait_.is_none() => {
                // `Client::new` builds an HTTP client of its own and panics where that fails.
                block.items.retain(|item| !matches!(item, ImplItem::Fn(function) if function.sig.ident == "new"));
                block.attrs.retain(is_doc);
                calls.push(Item::Impl(block));
            }
            // Its `Debug` would print the HTTP client's default headers, a token among them; the seam has one that doesn't.
            Item::Struct(mut client) if client.ident == "Client" => {
                redact::remove_debug(&mut client);
                calls.push(Item::Struct(client));
            }
            other => calls.push(other),
        }
    }
    let mut types = syn::File { attrs: Vec::new(), items: types, shebang: None, frontmatter: None };
    constructors::add(document, &mut types)?;
    repeated::tolerate(document, &mut types)?;
    redact::lenient_fields(&mut types);
    redact::hide_personal_fields(document, &mut types)?;
    docs::tidy(&mut types);
    let mut calls = syn::File { attrs: Vec::new(), items: calls, shebang: None, frontmatter: None };
    requests::rewrite(&mut calls)?;
    docs::tidy(&mut calls);
    Ok(Client {
        types: format!("{TYPES_ALLOW}\n\n{}", format::unparse(&types)),
        calls: format!("{CALLS_ALLOW}\n\nuse super::types;\n{}", format::unparse(&calls)),
    })
}

fn is_doc(attribute: &Attribute) -> bool {
    attribute.path().is_ident("doc")
}
