//! Runs progenitor for the client: returns its types, and its methods taken apart.

use std::collections::BTreeMap;

use progenitor_impl::Generator;
use syn::Item;

use super::Error;
use super::lower::{For, lower};
use super::methods::{self, Method};
use super::settings::settings;
use crate::model::Model;

/// Progenitor's output for a document.
#[derive(Debug)]
pub struct Output {
    /// The types.
    pub types: syn::File,
    /// The methods, by name.
    pub methods: BTreeMap<String, Method>,
}

/// Runs progenitor.
pub fn run(model: &Model) -> Result<Output, Error> {
    let spec = lower(model, For::Client)?;
    let tokens = Generator::new(&settings(model))
        .generate_tokens(&spec)
        .map_err(|error| Error::at("progenitor", error.to_string()))?;
    let file: syn::File = syn::parse2(tokens).map_err(|error| Error::at("progenitor's output", error.to_string()))?;
    let methods = methods::read(&file)?;
    let mut types = syn::File { attrs: Vec::new(), items: Vec::new(), shebang: None, frontmatter: None };
    for item in file.items {
        if let Item::Mod(module) = item
            && module.ident == "types"
        {
            types.items.extend(module.content.into_iter().flat_map(|(_, items)| items));
        }
    }
    Ok(Output { types, methods })
}
