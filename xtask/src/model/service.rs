//! Addresses, tokens and tags.

use crate::document::Pointer;

/// A base address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// Where it stands.
    pub pointer: Pointer,
    /// The address.
    pub url: String,
    /// What it is.
    pub description: String,
}

/// Where tokens come from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identity {
    /// `x-identity-server`, if there is one.
    pub server: Option<Server>,
    /// The address that gives tokens.
    pub token_url: String,
}

/// A way to prove who calls, and the permissions that it asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// The requirement.
    pub pointer: Pointer,
    /// The scheme.
    pub scheme: SecurityScheme,
    /// The permissions.
    pub scopes: Vec<String>,
}

/// A security scheme. Its name is the document's own and says nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityScheme {
    /// Where it stands.
    pub pointer: Pointer,
    /// What it is: its type, and what tells schemes of one type apart.
    pub words: Vec<String>,
    /// Where tokens come from.
    pub token_url: Option<String>,
    /// `x-scope-template`.
    pub scope_template: Option<String>,
}

/// A group of calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Where it stands.
    pub pointer: Pointer,
    /// Its name.
    pub name: String,
    /// What its calls are about.
    pub description: String,
}

/// A kind of identifier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Id {
    /// Where it stands.
    pub pointer: Pointer,
    /// The name of its type.
    pub name: String,
    /// What it identifies.
    pub description: String,
}

/// A status that HTTP doesn't know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// Where it stands.
    pub pointer: Pointer,
    /// The number.
    pub number: String,
    /// When it comes.
    pub description: String,
}
