//! Generates the types of bodies from progenitor's: puts fields in document order, shortens paths, keeps personal
//! values out of `Debug`, adds constructors for request bodies, and leaves room for the fields of a newer guide.

mod bodies;
mod personal;
mod repeated;
mod structs;

pub use bodies::{rule_value, spliced_member};
use syn::{Item, parse_quote};

use super::{Error, docs, format, paths};
use crate::model::{Model, Schema};

const HEAD: &str = "\
//! The types of request and response bodies.

#![allow(
    // Generated conversions and clones don't follow the lints.
    clippy::all,
    clippy::pedantic,
    // Which scalars are used depends on the schemas in the document.
    unused_imports,
)]

use personeel_wire::{Date, DateTime, Decimal, Guid, InstituteNumber, Redacted, SchoolYear, Structure};

use super::{enums, ids};
use crate::rules::FieldValue;";

/// Generates the file from progenitor's types.
pub fn generate(model: &Model, mut file: syn::File) -> Result<String, Error> {
    remove_dead_module(&mut file)?;
    structs::arrange(model, &mut file)?;
    bodies::complete(model, &mut file)?;
    repeated::tolerate(model, &mut file)?;
    structs::read_blanks_as_none(&mut file);
    personal::hide(model, &mut file)?;
    paths::shorten_all(&mut file);
    docs::wrap_comments(&mut file);
    Ok(format!("{HEAD}\n\n{}", format::unparse(&file)))
}

/// Removes typify's module of conversion errors. It is unused, because every scalar of the document is one of ours.
fn remove_dead_module(file: &mut syn::File) -> Result<(), Error> {
    file.items.retain(|item| !matches!(item, Item::Mod(module) if module.ident == "error"));
    let rest = &file.items;
    let text = quote::quote!(#(#rest)*).to_string();
    if text.contains("self :: error") || text.contains("ConversionError") {
        return Err(Error::at(
            "progenitor's output",
            "a type needs typify's conversion errors; give its schema a personeel-wire scalar (x-wire, x-id) or named values",
        ));
    }
    Ok(())
}

/// Returns the component schema of a struct, by the struct's name.
fn schema_of<'m>(model: &'m Model, name: &str) -> Option<&'m Schema> {
    let component = model.schemas.iter().find(|component| crate::names::type_name(component) == name)?;
    Some(&component.schema)
}

/// Marks a struct as non-exhaustive, so that adding a field is not a breaking change.
fn mark_non_exhaustive(item: &mut syn::ItemStruct) {
    item.attrs.push(parse_quote!(#[non_exhaustive]));
}
