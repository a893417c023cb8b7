//! What a check reports: differences from the document, and observations that are worth knowing.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The kind of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DifferenceKind {
    /// A member that the document doesn't have.
    UnknownMember,
    /// A required member that is missing.
    MissingMember,
    /// `null` where the document doesn't allow it.
    Null,
    /// A JSON type that differs from the document's.
    Type,
    /// The right JSON type, but a different text format or a number out of range.
    Form,
    /// A value that an enumeration doesn't list.
    UnlistedValue,
    /// A member that occurs more than once in an object.
    RepeatedMember,
    /// A status that isn't declared.
    Status,
    /// A media type that isn't declared.
    MediaType,
    /// A body that isn't declared, or isn't valid JSON.
    Body,
}

impl DifferenceKind {
    /// Returns the name that reports use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UnknownMember => "unknown_member",
            Self::MissingMember => "missing_member",
            Self::Null => "null",
            Self::Type => "type",
            Self::Form => "form",
            Self::UnlistedValue => "unlisted_value",
            Self::RepeatedMember => "repeated_member",
            Self::Status => "status",
            Self::MediaType => "media_type",
            Self::Body => "body",
        }
    }
}

/// A difference between the service and the document.
///
/// It contains no value from a record, except those in [`values`](Self::values).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Difference {
    /// The `operationId` of the call.
    pub call: String,
    /// The path of the member within the record, such as `adressen[].postcode`; empty for the response or the record
    /// itself. An unknown member whose name must not be reported has the path of the object that contains it.
    pub path: String,
    /// The kind of difference.
    pub kind: DifferenceKind,
    /// How often it occurred.
    pub count: u64,
    /// The total that `count` is out of: objects that can have the member, values at the path, or responses.
    pub of: u64,
    /// The status of the responses, unless it is a success.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// What the document declares.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// What was found, as descriptions without values, and how often each occurred.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub seen: BTreeMap<String, u64>,
    /// Values that an enumeration doesn't list, and how often each occurred. Only values of non-personal fields, of at
    /// most 32 plain characters, that were seen with at least five people are included.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, u64>,
}

/// What is known about a call's responses apart from differences.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Observation {
    /// The `operationId` of the call.
    pub call: String,
    /// The number of responses, by status.
    pub statuses: BTreeMap<u16, u64>,
    /// The number of responses that meant "no data".
    pub no_data: u64,
    /// The number of records in successful responses.
    pub records: u64,
    /// The number of body bytes read.
    pub bytes: u64,
    /// Members in the document that no record had.
    pub never_seen: Vec<String>,
    /// Members found in objects for which the document allows additional members.
    pub open_members: Vec<Difference>,
    /// Values that are missing from a list which the document declares incomplete.
    pub other_values: Vec<Difference>,
    /// Repeated members where the document says that they occur.
    pub tolerated: Vec<Difference>,
}

/// Identifies the document that responses were compared with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Document {
    /// The SHA-256 of the shape table generated from the document. It changes with every document change that a
    /// response can reveal, and with no other.
    pub sha256: String,
    /// The version of the vendor's guide that the document describes.
    pub guide: String,
}
