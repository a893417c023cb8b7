//! The document as typed data: read once, and what every tool here stands on.
//!
//! Each node knows its place, so that whoever finds fault with it can say where. References to shared parameters,
//! answers, headers and examples are followed by the reader, and their content stands wherever they are used; schemas
//! keep the names that they refer to, and the model follows them. What has the wrong shape is a finding and no part of
//! the model; references that lead nowhere or in a circle are taken out, so following one always ends.

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
