//! The document as typed data. It is read once, and all tools here build on it.
//!
//! Each node has its place, for messages. The reader resolves references to shared parameters, responses, headers and
//! examples, and copies their content to each use. Schemas keep the names that they refer to, and the model resolves
//! them. A value of the wrong shape is a finding and is left out of the model. Dangling and circular references are
//! removed, so resolving a reference always ends.

mod call;
mod code;
mod read;
mod reference;
mod root;
mod scalar;
mod schema;
mod service;
mod view;
mod walk;

pub use call::{
    Body, Call, Example, Header, Media, Method, NoData, NoDataBody, Parameter, Place, Provenance, Response,
};
pub use code::{Code, CodeUse, Constraint, Release, ReleaseKind};
pub use read::{Read, read};
pub use reference::parse_reference;
pub use root::Model;
pub use scalar::{Format, JsonType, RustType, Scalar};
pub use schema::{Additional, Component, Constraints, Enumeration, Literal, Property, Relation, Rule, Schema, Usage};
pub use service::{Id, Identity, Requirement, SecurityScheme, Server, Status, Tag};
pub use view::View;
pub use walk::Placed;
