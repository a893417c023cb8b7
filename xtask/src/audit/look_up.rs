//! Calls and fields of the document, by what the guide calls them.

use crate::contract::{Contract, Element, Kind, call_key};

/// What tells calls apart: the names of path parameters don't.
pub fn key(call: &str) -> String {
    let (method, path) = call.split_once(' ').unwrap_or((call, ""));
    call_key(method, path, None)
}

/// The call of a name, in each of its versions.
pub fn same_call<'a>(document: &'a Contract, name: &str) -> impl Iterator<Item = &'a Element> {
    let key = key(name);
    document.root.of(Kind::Call).filter(move |call| call.key == key || call.key.starts_with(&format!("{key}@")))
}

/// The object behind a list, or the object itself.
pub fn members(element: &Element) -> &Element {
    element.of(Kind::Field).find(|field| field.name == "[]").unwrap_or(element)
}

/// The field at a path of names, whatever their case.
pub fn descend<'a>(root: &'a Element, path: &[String]) -> Option<&'a Element> {
    path.iter().try_fold(root, |element, name| {
        members(element).of(Kind::Field).find(|field| field.name.eq_ignore_ascii_case(name))
    })
}
