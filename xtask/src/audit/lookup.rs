//! Looks up calls and fields of the document by their names in the guide.

use crate::contract::{Contract, Element, Kind, call_key};

/// Returns the key of a call, which ignores the names of path parameters.
pub fn call_key_of(call: &str) -> String {
    let (method, path) = call.split_once(' ').unwrap_or((call, ""));
    call_key(method, path, None)
}

/// Returns every version of the call with a name.
pub fn calls_named<'a>(document: &'a Contract, name: &str) -> impl Iterator<Item = &'a Element> {
    let key = call_key_of(name);
    document.root.of(Kind::Call).filter(move |call| call.key == key || call.key.starts_with(&format!("{key}@")))
}

/// Returns the items of a list, or the element itself if it is not a list.
pub fn list_items_or_self(element: &Element) -> &Element {
    element.of(Kind::Field).find(|field| field.name == "[]").unwrap_or(element)
}

/// Returns the field at a path of names, ignoring case.
pub fn find_field<'a>(root: &'a Element, path: &[String]) -> Option<&'a Element> {
    path.iter().try_fold(root, |element, name| {
        list_items_or_self(element).of(Kind::Field).find(|field| field.name.eq_ignore_ascii_case(name))
    })
}
