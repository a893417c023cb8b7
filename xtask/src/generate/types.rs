//! The types of bodies, made fit for staff records and for readers: fields in the document's order, names of the prelude,
//! `Debug` without personal values, constructors for requests, and room for what a newer guide brings.

mod bodies;
mod personal;
mod repeated;
mod structs;

pub use bodies::{rule_value, spliced_member};
use syn::{Item, parse_quote};

use super::{Error, docs, format, paths};
use crate::model::{Model, Schema};

const HEAD: &str = "\
//! Types of bodies.

#![allow(
    // Conversions and clones are written the way the generator writes them.
    clippy::all,
    clippy::pedantic,
    // Which scalars a document needs depends on its schemas.
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
    docs::tidy(&mut file);
    Ok(format!("{HEAD}\n\n{}", format::unparse(&file)))
}

/// Typify's module of conversion errors, which nothing here uses: every scalar of the document is one of ours.
fn remove_dead_module(file: &mut syn::File) -> Result<(), Error> {
    file.items.retain(|item| !matches!(item, Item::Mod(module) if module.ident == "error"));
    let rest = &file.items;
    let text = quote::quote!(#(#rest)*).to_string();
    if text.contains("self :: error") || text.contains("ConversionError") {
        return Err(Error::at(
            "progenitor's output",
            "a type needs typify's conversion errors; give its schema a scalar of personeel-wire (x-wire, x-id) or names for its values",
        ));
    }
    Ok(())
}

/// The component schema behind each struct, by the struct's name.
fn schema_of<'m>(model: &'m Model, name: &str) -> Option<&'m Schema> {
    let component = model.schemas.iter().find(|component| crate::names::type_name(component) == name)?;
    Some(&component.schema)
}

/// A struct that nothing outside this crate may take apart, so that another field breaks nobody.
fn mark_non_exhaustive(item: &mut syn::ItemStruct) {
    item.attrs.push(parse_quote!(#[non_exhaustive]));
}
