//! Servers, security, tags, ids and statuses.

use crate::document::Pointer;

/// A base URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// Where it is.
    pub pointer: Pointer,
    /// The URL.
    pub url: String,
    /// What it is.
    pub description: String,
}

/// The identity server and its token endpoint.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identity {
    /// `x-identity-server`, if there is one.
    pub server: Option<Server>,
    /// The token endpoint's URL.
    pub token_url: String,
}

/// A security requirement: a scheme, and the scopes that it requires.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// Where it is.
    pub pointer: Pointer,
    /// The scheme.
    pub scheme: SecurityScheme,
    /// The scopes.
    pub scopes: Vec<String>,
}

/// A security scheme. Its name in the document is arbitrary and not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityScheme {
    /// Where it is.
    pub pointer: Pointer,
    /// Its type, and the properties that distinguish schemes of the same type.
    pub words: Vec<String>,
    /// The token endpoint's URL.
    pub token_url: Option<String>,
    /// `x-scope-template`.
    pub scope_template: Option<String>,
}

/// A group of calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Where it is.
    pub pointer: Pointer,
    /// The name.
    pub name: String,
    /// What its calls are about.
    pub description: String,
}

/// A kind of id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Id {
    /// Where it is.
    pub pointer: Pointer,
    /// The name of its type.
    pub name: String,
    /// What it identifies.
    pub description: String,
}

/// A status that is not an HTTP status code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// Where it is.
    pub pointer: Pointer,
    /// The number.
    pub number: String,
    /// When it occurs.
    pub description: String,
}
