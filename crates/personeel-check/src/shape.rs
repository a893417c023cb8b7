//! What the document says of answers, as far as raw JSON can be held against it.

use crate::generated::shapes::{CALLS, NONSTANDARD};

/// A call and its answers.
#[derive(Debug)]
pub(crate) struct Call {
    /// Its `operationId`.
    pub(crate) id: &'static str,
    /// The HTTP method.
    pub(crate) method: &'static str,
    /// The member of a record that says whose it is.
    pub(crate) person: Option<&'static str>,
    /// What it may answer.
    pub(crate) responses: &'static [Response],
}

/// An answer that the document declares.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    /// Media types; none for an answer without a body.
    pub(crate) media: &'static [&'static str],
    /// What its JSON looks like; none where the document doesn't say, or where it is read as bytes.
    pub(crate) shape: Option<&'static Shape>,
}

/// A body with which a 404 says that there is no data.
#[derive(Debug)]
pub(crate) enum NoData {
    /// None.
    Empty,
    /// A problem (RFC 9457) with these members and no more.
    Problem(&'static [&'static str]),
}

/// What a value looks like.
#[derive(Debug)]
pub(crate) struct Shape {
    pub(crate) nullable: bool,
    pub(crate) kind: Kind,
}

/// A JSON type, with what the document says about it.
#[derive(Debug)]
pub(crate) enum Kind {
    /// Any JSON.
    Any,
    Boolean,
    Number,
    /// A whole number; `small` ones have 32 bits. It has one of `values`, where there are any, or one that a partial
    /// list leaves out.
    Integer {
        small: bool,
        values: &'static [i64],
        partial: bool,
    },
    Text(Form),
    /// A text that the document lists, or one that a partial list leaves out.
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
    /// Members beyond the listed ones are no difference.
    pub(crate) open: bool,
    /// The document knows that members are repeated.
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

/// The form of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(dead_code, reason = "which forms answers have is up to the document")]
pub(crate) enum Form {
    Any,
    Guid,
    Date,
    DateTimeLocal,
    DateTime,
    Base64,
}

impl Call {
    /// The call of an `operationId`, with its place in the table.
    pub(crate) fn find(id: &str) -> Option<(usize, &'static Self)> {
        CALLS.iter().enumerate().find(|(_, call)| call.id == id)
    }

    /// What the document declares for a status.
    pub(crate) fn response(&self, status: u16) -> Option<&'static Response> {
        self.responses.iter().find(|response| response.status == status)
    }

    /// Whether the document knows of a status that is none of the call's own.
    pub(crate) fn is_nonstandard(status: u16) -> bool {
        NONSTANDARD.contains(&status)
    }
}

impl Shape {
    /// Whether it lists only some of its values.
    pub(crate) fn is_partial(&self) -> bool {
        matches!(self.kind, Kind::Integer { partial: true, .. } | Kind::OneOf { partial: true, .. })
    }

    /// What it is, as reports name it.
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
