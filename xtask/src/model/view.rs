//! A schema together with everything that it refers to.

use super::{Enumeration, Format, JsonType, Model, RustType, Schema};

/// The schemas that apply to a value: a schema, the schemas that it refers to, and the parts of its `allOf`, in that
/// order.
#[derive(Debug, Clone)]
pub struct View<'m> {
    parts: Vec<&'m Schema>,
    nullable: bool,
}

/// A member of an object, with every schema that applies to it.
#[derive(Debug, Clone)]
pub struct Member<'m> {
    /// The name on the wire.
    pub name: &'m str,
    /// Whether it is required.
    pub required: bool,
    /// The schemas of the view's parts for this member.
    pub schemas: Vec<&'m Schema>,
}

impl<'m> View<'m> {
    pub(super) fn new(model: &'m Model, schemas: impl IntoIterator<Item = &'m Schema>) -> Self {
        let mut view = Self { parts: Vec::new(), nullable: true };
        for schema in schemas {
            view.add(model, schema);
        }
        view
    }

    fn add(&mut self, model: &'m Model, schema: &'m Schema) {
        let schema = model.resolve(schema);
        if self.parts.iter().any(|known| std::ptr::eq(*known, schema)) {
            return;
        }
        // `nullable` only has an effect next to `type` (OpenAPI 3.0.3), and every part must allow null.
        self.nullable &= schema.json_type.is_none() || schema.nullable;
        self.parts.push(schema);
        for part in &schema.all_of {
            self.add(model, part);
        }
    }

    /// Returns the schemas that apply, with references resolved.
    pub fn parts(&self) -> &[&'m Schema] {
        &self.parts
    }

    /// Returns the first value that `read` finds in a part.
    pub fn first<T>(&self, read: impl FnMut(&&'m Schema) -> Option<T>) -> Option<T> {
        self.parts.iter().find_map(read)
    }

    /// Returns whether null is allowed.
    pub fn admits_null(&self) -> bool {
        self.nullable
    }

    /// Returns the JSON type. If the parts say `number` and `integer`, both apply, so the narrower one counts.
    pub fn json_type(&self) -> Option<JsonType> {
        let types = || self.parts.iter().filter_map(|part| part.json_type);
        let first = types().next();
        match first {
            Some(JsonType::Number) if types().any(|other| other == JsonType::Integer) => Some(JsonType::Integer),
            None if self.parts.iter().any(|part| !part.properties.is_empty()) => Some(JsonType::Object),
            _ => first,
        }
    }

    /// Returns the format.
    pub fn format(&self) -> Option<&'m Format> {
        self.first(|part| part.format.as_ref())
    }

    /// Returns the listed values.
    pub fn enumeration(&self) -> Option<&'m Enumeration> {
        self.first(|part| part.enumeration.as_ref())
    }

    /// Returns the Rust type, or `None` for lists and objects, which are described by their items and members.
    pub fn rust_type(&self) -> Option<RustType> {
        let json = self.json_type();
        if matches!(json, Some(JsonType::Array | JsonType::Object)) {
            return None;
        }
        match self.first(|part| part.wire) {
            Some(scalar) => Some(RustType::Wire(scalar)),
            None if self.enumeration().is_some_and(|values| !values.names.is_empty()) => {
                Some(RustType::Enumeration(json))
            }
            None => RustType::of(json, self.format()),
        }
    }

    /// Returns the members of an object, each once, in the order of the parts.
    pub fn members(&self) -> Vec<Member<'m>> {
        let mut members: Vec<Member<'m>> = Vec::new();
        for property in self.parts.iter().flat_map(|part| &part.properties) {
            match members.iter_mut().find(|member| member.name == property.name) {
                Some(member) => member.schemas.push(&property.schema),
                None => members.push(Member {
                    name: &property.name,
                    required: self.parts.iter().any(|part| part.required.contains(&property.name)),
                    schemas: vec![&property.schema],
                }),
            }
        }
        members
    }

    /// Returns the schemas that apply to the items of a list.
    pub fn items(&self) -> Vec<&'m Schema> {
        self.parts.iter().filter_map(|part| part.items.as_deref()).collect()
    }
}

impl Model {
    /// Returns the view of several schemas that apply to the same value.
    pub fn view_all<'m>(&'m self, schemas: impl IntoIterator<Item = &'m Schema>) -> View<'m> {
        View::new(self, schemas)
    }

    /// Returns whether a schema allows null.
    pub fn admits_null(&self, schema: &Schema) -> bool {
        self.view(schema).admits_null()
    }
}
