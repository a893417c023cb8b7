//! The calls of the document, with their references followed.

use serde_json::Value;

use crate::document::{Document, Pointer};

/// Methods that a path may have.
pub const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// A value and where it is written.
#[derive(Debug, Clone)]
pub struct Part<'a> {
    /// Its place.
    pub pointer: Pointer,
    /// Its content.
    pub value: &'a Value,
}

/// A call.
pub struct Operation<'a> {
    /// The call.
    pub part: Part<'a>,
    /// Key of its path, with the fragment that tells versions apart.
    pub path: &'a str,
    /// Method in lower case, as the document writes it.
    pub method: &'a str,
    /// Its id, empty where it is missing.
    pub id: &'a str,
    /// Its parameters, where they are defined.
    pub parameters: Vec<Part<'a>>,
    /// Its request body, where it is defined.
    pub body: Option<Part<'a>>,
    /// Its responses by status, where they are defined.
    pub responses: Vec<(&'a str, Part<'a>)>,
}

impl<'a> Part<'a> {
    /// The member `key`, if there is one.
    pub fn member(&self, key: &str) -> Option<Self> {
        let value = self.value.get(key)?;
        Some(Self { pointer: self.pointer.child(key), value })
    }

    /// The members of the mapping that stands here.
    pub fn members(&self) -> impl Iterator<Item = (&'a str, Self)> + use<'a> {
        let pointer = self.pointer.clone();
        object(self.value).map(move |(key, value)| (key.as_str(), Self { pointer: pointer.child(key), value }))
    }

    /// The items of the list that stands here.
    pub fn items(&self) -> impl Iterator<Item = Self> + use<'a> {
        let pointer = self.pointer.clone();
        let items = self.value.as_array().into_iter().flatten().enumerate();
        items.map(move |(index, value)| Self { pointer: pointer.child(&index.to_string()), value })
    }

    /// A text member, empty where it is missing.
    pub fn text(&self, key: &str) -> &'a str {
        self.value[key].as_str().unwrap_or_default()
    }

    /// Follows a local `$ref`. A chain longer than any sane one is taken for a circle.
    pub fn resolve(&self, root: &'a Value) -> Option<Self> {
        let mut part = self.clone();
        for _ in 0..16 {
            let Some(reference) = part.value.get("$ref").and_then(Value::as_str) else { return Some(part) };
            let pointer = reference
                .strip_prefix("#/")?
                .split('/')
                .fold(Pointer::root(), |pointer, key| pointer.child(&key.replace("~1", "/").replace("~0", "~")));
            let value = pointer.get(root)?;
            part = Self { pointer, value };
        }
        None
    }

    /// The media types of a body or response.
    pub fn media(&self) -> impl Iterator<Item = (&'a str, Self)> + use<'a> {
        self.member("content").into_iter().flat_map(|content| content.members())
    }
}

/// Reads every call.
pub(super) fn collect(document: &Document) -> Vec<Operation<'_>> {
    let root = &document.value;
    let mut operations = Vec::new();
    let paths = Part { pointer: Pointer::of(&["paths"]), value: &root["paths"] };
    for (path, item) in paths.members() {
        for (method, part) in item.members().filter(|(method, _)| METHODS.contains(method)) {
            let parameters = part.member("parameters").into_iter().flat_map(|list| list.items());
            let responses = part.member("responses").into_iter().flat_map(|list| list.members());
            operations.push(Operation {
                path,
                method,
                id: part.text("operationId"),
                parameters: parameters.filter_map(|parameter| parameter.resolve(root)).collect(),
                body: part.member("requestBody").and_then(|body| body.resolve(root)),
                responses: responses.filter_map(|(status, response)| Some((status, response.resolve(root)?))).collect(),
                part,
            });
        }
    }
    operations
}

/// The members of a mapping; none of anything else.
pub fn object(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}
