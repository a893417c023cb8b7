//! What is told: differences from the document, and what is only worth knowing.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What kind of difference it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DifferenceKind {
    /// The document doesn't know the member.
    UnknownMember,
    /// A member that must be there isn't.
    MissingMember,
    /// `null` where the document allows none.
    Null,
    /// Another JSON type.
    Type,
    /// The JSON type, in another textual form or range.
    Form,
    /// A value that an enumeration doesn't list.
    UnlistedValue,
    /// A member stands twice in one object.
    RepeatedMember,
    /// A status that isn't declared.
    Status,
    /// A media type that isn't declared.
    MediaType,
    /// A body that isn't declared, or no JSON.
    Body,
}

impl DifferenceKind {
    /// As reports write it.
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

/// One difference between the service and the document. It holds no value of any record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Difference {
    /// The `operationId` of the call.
    pub call: String,
    /// The member from the record on, such as `adressen[].postcode`; empty for the answer or the record itself. An
    /// unknown member whose name must not be told has the path of the object that it stands in.
    pub path: String,
    /// What kind it is.
    pub kind: DifferenceKind,
    /// How often it was seen.
    pub count: u64,
    /// Out of how many: objects that could have the member, values in the list, or answers.
    pub of: u64,
    /// The status of the answers, where it is not that of a good one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// What the document has there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// What was seen, in words that hold no value, and how often each.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub seen: BTreeMap<String, u64>,
    /// Values that an enumeration doesn't list, and how often each: those of fields that are not personal, of at most
    /// 32 plain characters, seen with at least five people.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, u64>,
}

/// What a call answered, apart from differences.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Observation {
    /// The `operationId` of the call.
    pub call: String,
    /// How many answers came, by status.
    pub statuses: BTreeMap<u16, u64>,
    /// How many answers said that there is no data.
    pub no_data: u64,
    /// How many records the good answers held.
    pub records: u64,
    /// How many bytes of bodies were read.
    pub bytes: u64,
    /// Members of the document that no record had, though it could have.
    pub never_seen: Vec<String>,
    /// Members of objects whose members the document leaves open.
    pub open_members: Vec<Difference>,
    /// Values that a list leaves out which the document says is no whole one.
    pub other_values: Vec<Difference>,
    /// Repeated members where the document says that there are such.
    pub tolerated: Vec<Difference>,
}

/// Which document answers were held against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Document {
    /// The SHA-256 of the table of shapes that follows from the document: it changes with every change that an answer
    /// can show, and with no other.
    pub sha256: String,
    /// The version of the vendor's guide that it transcribes.
    pub guide: String,
}
