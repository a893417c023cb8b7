//! The model, and lookups in it.

use super::{Call, Code, Component, Id, Identity, NoData, Release, Requirement, Schema, Server, Status, Tag, View};

/// The content of the document.
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
    /// Base URLs.
    pub servers: Vec<Server>,
    /// The identity server and the token endpoint.
    pub identity: Identity,
    /// The security requirements of every call without its own. Meeting one of them is enough.
    pub security: Vec<Requirement>,
    /// `x-scope-template` of the security scheme.
    pub scope_template: String,
    /// Tags, in document order.
    pub tags: Vec<Tag>,
    /// Calls, in document order.
    pub calls: Vec<Call>,
    /// Component schemas, in document order.
    pub schemas: Vec<Component>,
    /// The registry of error codes.
    pub codes: Vec<Code>,
    /// Statuses that are not HTTP status codes.
    pub nonstandard_statuses: Vec<Status>,
    /// Ids that have their own type in code (`x-ids`).
    pub ids: Vec<Id>,
    /// The guide's history, oldest row first.
    pub history: Vec<Release>,
    /// Forms of the 404 response that mean that there is no data (`x-no-data`).
    pub no_data: Vec<NoData>,
}

impl Model {
    /// Returns the component schema with a name.
    pub fn schema(&self, name: &str) -> Option<&Schema> {
        self.component(name).map(|component| &component.schema)
    }

    /// Returns the component with a name.
    pub fn component(&self, name: &str) -> Option<&Component> {
        self.schemas.iter().find(|component| component.name == name)
    }

    /// Returns the call with an operation id.
    pub fn call(&self, id: &str) -> Option<&Call> {
        self.calls.iter().find(|call| call.id == id)
    }

    /// Returns the error code with a name.
    pub fn code(&self, name: &str) -> Option<&Code> {
        self.codes.iter().find(|code| code.name == name)
    }

    /// Returns the error codes of a call, in registry order.
    pub fn codes_of(&self, id: &str) -> impl Iterator<Item = &Code> {
        self.codes.iter().filter(move |code| code.operations.iter().any(|other| other == id))
    }

    /// Resolves a schema through any number of `$ref`.
    pub fn resolve<'m>(&'m self, schema: &'m Schema) -> &'m Schema {
        let mut schema = schema;
        while let Some(next) = schema.direct_reference().and_then(|name| self.schema(name)) {
            schema = next;
        }
        schema
    }

    /// Returns the target of a schema: follows its `$ref`, or that of the only part of its `allOf`, to the end.
    pub fn target<'m>(&'m self, schema: &'m Schema) -> &'m Schema {
        let mut schema = schema;
        while let Some(next) = schema.reference.as_deref().and_then(|name| self.schema(name)) {
            schema = next;
        }
        schema
    }

    /// Returns a schema with everything that references and `allOf` add to it.
    pub fn view<'m>(&'m self, schema: &'m Schema) -> View<'m> {
        View::new(self, [schema])
    }

    /// Returns the schema of a record: that of the items if the schema is a list.
    pub fn shape<'m>(&'m self, schema: &'m Schema) -> &'m Schema {
        let target = self.target(schema);
        target.items.as_deref().map_or(target, |items| self.target(items))
    }

    /// Returns the schema of the records in a call's success response, whether it has one or a list of them.
    pub fn record<'m>(&'m self, call: &'m Call) -> Option<&'m Schema> {
        Some(self.shape(call.success()?.json()?.schema.as_ref()?))
    }
}
