//! The parts of the document that raw JSON responses can be compared with.

use crate::generated::shapes::{CALLS, NONSTANDARD};

/// A call and its responses.
#[derive(Debug)]
pub(crate) struct Call {
    /// Its `operationId`.
    pub(crate) id: &'static str,
    /// The HTTP method.
    pub(crate) method: &'static str,
    /// The member of a record that holds the person's id.
    pub(crate) person: Option<&'static str>,
    /// The responses that the document declares.
    pub(crate) responses: &'static [Response],
}

/// A response that the document declares.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    /// The media types; empty for a response without a body.
    pub(crate) media: &'static [&'static str],
    /// The shape of its JSON; `None` if the document doesn't describe it, or if the body is read as bytes.
    pub(crate) shape: Option<&'static Shape>,
}

/// A body of a 404 that means "no data".
#[derive(Debug)]
pub(crate) enum NoData {
    /// An empty body.
    Empty,
    /// A problem (RFC 9457) with only these members.
    Problem(&'static [&'static str]),
}

/// The shape of a value.
#[derive(Debug)]
pub(crate) struct Shape {
    pub(crate) nullable: bool,
    pub(crate) kind: Kind,
}

/// A JSON type, with the document's details about it.
#[derive(Debug)]
pub(crate) enum Kind {
    /// Any JSON.
    Any,
    Boolean,
    Number,
    /// An integer, of 32 bits if `small`. If `values` is not empty, it is one of them, or, if the list is `partial`,
    /// possibly another.
    Integer {
        small: bool,
        values: &'static [i64],
        partial: bool,
    },
    Text(Form),
    /// One of the strings that the document lists, or, if the list is `partial`, possibly another.
    OneOf {
        values: &'static [&'static str],
        partial: bool,
    },
    List(&'static Shape),
    Object(&'static Object),
}

/// An object.
#[derive(Debug)]
pub(crate) struct Object {
    /// Additional members are not a difference.
    pub(crate) open: bool,
    /// The document says that members are repeated.
    pub(crate) repeats: bool,
    pub(crate) members: &'static [Member],
}

/// A member of an object.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) name: &'static str,
    pub(crate) shape: &'static Shape,
    pub(crate) required: bool,
    pub(crate) personal: bool,
}

/// The format of a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(dead_code, reason = "which formats responses use depends on the document")]
pub(crate) enum Form {
    Any,
    Guid,
    Date,
    DateTimeLocal,
    DateTime,
    Base64,
}

impl Call {
    /// Finds a call and its index in the table by its `operationId`.
    pub(crate) fn find(id: &str) -> Option<(usize, &'static Self)> {
        CALLS.iter().enumerate().find(|(_, call)| call.id == id)
    }

    /// Returns the response that the document declares for a status.
    pub(crate) fn response(&self, status: u16) -> Option<&'static Response> {
        self.responses.iter().find(|response| response.status == status)
    }

    /// Returns whether a status is one of the non-standard ones that the document lists for all calls.
    pub(crate) fn is_nonstandard(status: u16) -> bool {
        NONSTANDARD.contains(&status)
    }
}

impl Shape {
    /// Returns whether its list of values is incomplete.
    pub(crate) fn is_partial(&self) -> bool {
        matches!(self.kind, Kind::Integer { partial: true, .. } | Kind::OneOf { partial: true, .. })
    }

    /// Returns the name that reports use for it.
    pub(crate) fn name(&self) -> &'static str {
        match self.kind {
            Kind::Any => "any",
            Kind::Boolean => "boolean",
            Kind::Number => "number",
            Kind::Integer { small: true, .. } => "integer (int32)",
            Kind::Integer { .. } => "integer",
            Kind::Text(Form::Any) | Kind::OneOf { .. } => "string",
            Kind::Text(Form::Guid) => "string (uuid)",
            Kind::Text(Form::Date) => "string (date)",
            Kind::Text(Form::DateTimeLocal) => "string (date-time-local)",
            Kind::Text(Form::DateTime) => "string (date-time)",
            Kind::Text(Form::Base64) => "string (byte)",
            Kind::List(_) => "array",
            Kind::Object(_) => "object",
        }
    }
}
