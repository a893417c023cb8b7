//! The model as a whole, and how to find one's way in it.

use super::{Call, Code, Component, Id, Identity, NoData, Release, Requirement, Schema, Server, Status, Tag, View};

/// Everything that the document says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Model {
    /// `info.title`.
    pub title: String,
    /// `info.description`.
    pub description: String,
    /// `info.version`: the API version that clients send.
    pub api_version: String,
    /// `x-guide-version`.
    pub guide_version: String,
    /// Base addresses.
    pub servers: Vec<Server>,
    /// Where tokens come from.
    pub identity: Identity,
    /// What every call asks for, unless it says otherwise. Each requirement suffices.
    pub security: Vec<Requirement>,
    /// `x-scope-template` of the security scheme.
    pub scope_template: String,
    /// Tags, in the order of the document.
    pub tags: Vec<Tag>,
    /// Calls, in the order of the document.
    pub calls: Vec<Call>,
    /// Component schemas, in the order of the document.
    pub schemas: Vec<Component>,
    /// The registry of error codes.
    pub codes: Vec<Code>,
    /// Statuses that HTTP doesn't know.
    pub nonstandard_statuses: Vec<Status>,
    /// Identifiers with a type of their own in code (`x-ids`).
    pub ids: Vec<Id>,
    /// The guide's history, oldest row first.
    pub history: Vec<Release>,
    /// Forms in which the service says that there is no data (`x-no-data` of the answer 404).
    pub no_data: Vec<NoData>,
}

impl Model {
    /// The component schema of a name.
    pub fn schema(&self, name: &str) -> Option<&Schema> {
        self.component(name).map(|component| &component.schema)
    }

    /// The component schema of a name, with its name.
    pub fn component(&self, name: &str) -> Option<&Component> {
        self.schemas.iter().find(|component| component.name == name)
    }

    /// The call of an operation id.
    pub fn call(&self, id: &str) -> Option<&Call> {
        self.calls.iter().find(|call| call.id == id)
    }

    /// The error code of a name.
    pub fn code(&self, name: &str) -> Option<&Code> {
        self.codes.iter().find(|code| code.name == name)
    }

    /// The codes that a call returns, in the order of the registry.
    pub fn codes_of(&self, id: &str) -> impl Iterator<Item = &Code> {
        self.codes.iter().filter(move |code| code.operations.iter().any(|other| other == id))
    }

    /// The schema itself, behind any number of `$ref`.
    pub fn resolve<'m>(&'m self, schema: &'m Schema) -> &'m Schema {
        let mut schema = schema;
        while let Some(next) = schema.direct_reference().and_then(|name| self.schema(name)) {
            schema = next;
        }
        schema
    }

    /// The shape behind a schema: what it or the one part of its `allOf` refers to, to the end.
    pub fn target<'m>(&'m self, schema: &'m Schema) -> &'m Schema {
        let mut schema = schema;
        while let Some(next) = schema.reference.as_deref().and_then(|name| self.schema(name)) {
            schema = next;
        }
        schema
    }

    /// A schema with everything that references and `allOf` add to it.
    pub fn view<'m>(&'m self, schema: &'m Schema) -> View<'m> {
        View::new(self, [schema])
    }

    /// The shape of one record: that of the items, where the schema is a list.
    pub fn shape<'m>(&'m self, schema: &'m Schema) -> &'m Schema {
        let target = self.target(schema);
        target.items.as_deref().map_or(target, |items| self.target(items))
    }

    /// The shape of the record that a call answers with, one or a list of them.
    pub fn record<'m>(&'m self, call: &'m Call) -> Option<&'m Schema> {
        Some(self.shape(call.answer()?.json()?.schema.as_ref()?))
    }
}
