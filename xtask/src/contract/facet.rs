//! Kinds of facts about elements, each of the type that it has: whether something holds, how far it goes, what it is
//! called, and what belongs to it.

use std::fmt;

use crate::model::Constraint;

/// Whether something holds. Where a reader that is not silent leaves one out, it doesn't hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Flag {
    /// Must it be there?
    Required,
    /// May it be null?
    Nullable,
    /// Whether the lowest number itself is too low.
    ExclusiveMinimum,
    /// Whether the highest number itself is too high.
    ExclusiveMaximum,
    /// Whether no two items are alike.
    UniqueItems,
    /// Whether the body is read as bytes.
    RawBody,
    /// Whether repeated keys are tolerated.
    RepeatedKeys,
    /// Whether printing hides it.
    Personal,
    /// Only answered.
    ReadOnly,
    /// Only sent.
    WriteOnly,
    /// Marked as on its way out.
    Deprecated,
    /// Whether the text names an existing record.
    ExistingId,
}

/// How far something goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Limit {
    /// Shortest text.
    MinLength,
    /// Longest text.
    MaxLength,
    /// Lowest number.
    Minimum,
    /// Highest number.
    Maximum,
    /// Fewest items.
    MinItems,
    /// Most items.
    MaxItems,
    /// Fewest members.
    MinProperties,
    /// Most members.
    MaxProperties,
    /// Largest content after decoding.
    MaxBytes,
}

impl Limit {
    /// Whether less than this is too little, as opposed to more being too much.
    pub fn is_lower(self) -> bool {
        matches!(self, Self::MinLength | Self::Minimum | Self::MinItems | Self::MinProperties)
    }
}

/// What something is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Word {
    /// The guide's version.
    GuideVersion,
    /// The spelling.
    Name,
    /// Where a parameter stands.
    In,
    /// The API version that a call is sent with.
    ApiVersion,
    /// The name of the call in code.
    OperationId,
    /// Its required arguments in code, in their order.
    Arguments,
    /// Its resource and its name there, in the overlay.
    Method,
    /// The name of a member or an argument in code.
    RustName,
    /// The name of its type in code.
    TypeName,
    /// The code that tells that nothing was left to do, or that the record is there.
    Already(bool),
    /// What answers mean that there is no data.
    NoData,
    /// How the scope of an institute is made.
    ScopeTemplate,
    /// Where something comes from that the guide leaves out.
    Provenance,
    /// The heading in the guide.
    Guide,
    /// What a value means.
    Meaning,
    /// What the document says and nothing here reads.
    Content,
    /// JSON type and format.
    Type,
    /// The type as the guide can tell it: `Type` without what only a document says.
    Shape,
    /// The Rust type of a scalar.
    Rust,
    /// What holds where it is absent.
    Default,
    /// How a parameter is written.
    Style,
    /// Members beyond the listed ones: `allowed`, `refused`, or `of one kind`.
    Additional,
    /// Values beyond the listed ones: `allowed` or `refused`. Without a list, everything is free.
    OtherValues,
    /// The code that a violation earns.
    Code(Option<Constraint>),
    /// The name of a value in code.
    VariantName,
    /// The HTTP status of a code.
    Status,
    /// The field that a code concerns.
    Field,
    /// Address where tokens come from.
    TokenUrl,
    /// Requirements of one call that differ from everybody's.
    OwnSecurity,
    /// Guide version that brought it.
    Since,
    /// Date of a history row.
    Date,
    /// Type of a release.
    Release,
}

/// What belongs to something, in no order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Set {
    /// Patterns that a text matches, all of them.
    Patterns,
    /// Numbers of which a number is a multiple, all of them.
    MultiplesOf,
    /// Allowed file extensions.
    Extensions,
    /// The members that tell records apart.
    Key,
}

/// A fact, whatever its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Facet {
    /// Whether something holds.
    Flag(Flag),
    /// How far it goes.
    Limit(Limit),
    /// What it is called.
    Word(Word),
    /// What belongs to it.
    Set(Set),
}

impl fmt::Display for Facet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Flag(Flag::Required) => "required",
            Self::Flag(Flag::Nullable) => "nullable",
            Self::Flag(Flag::ExclusiveMinimum) => "exclusiveMinimum",
            Self::Flag(Flag::ExclusiveMaximum) => "exclusiveMaximum",
            Self::Flag(Flag::UniqueItems) => "uniqueItems",
            Self::Flag(Flag::RawBody) => "raw body",
            Self::Flag(Flag::RepeatedKeys) => "repeated keys",
            Self::Flag(Flag::Personal) => "personal",
            Self::Flag(Flag::ReadOnly) => "readOnly",
            Self::Flag(Flag::WriteOnly) => "writeOnly",
            Self::Flag(Flag::Deprecated) => "deprecated",
            Self::Flag(Flag::ExistingId) => "existing id in the text",
            Self::Limit(Limit::MinLength) => "minLength",
            Self::Limit(Limit::MaxLength) => "maxLength",
            Self::Limit(Limit::Minimum) => "minimum",
            Self::Limit(Limit::Maximum) => "maximum",
            Self::Limit(Limit::MinItems) => "minItems",
            Self::Limit(Limit::MaxItems) => "maxItems",
            Self::Limit(Limit::MinProperties) => "minProperties",
            Self::Limit(Limit::MaxProperties) => "maxProperties",
            Self::Limit(Limit::MaxBytes) => "largest size",
            Self::Word(Word::GuideVersion) => "guide version",
            Self::Word(Word::Name) => "spelling",
            Self::Word(Word::In) => "place",
            Self::Word(Word::ApiVersion) => "API version",
            Self::Word(Word::OperationId) => "operation id",
            Self::Word(Word::Arguments) => "order of arguments",
            Self::Word(Word::Method) => "method",
            Self::Word(Word::TypeName) => "name of the type",
            Self::Word(Word::Already(false)) => "already gone",
            Self::Word(Word::Already(true)) => "already there",
            Self::Word(Word::NoData) => "no data",
            Self::Word(Word::ScopeTemplate) => "scope template",
            Self::Word(Word::Provenance) => "provenance",
            Self::Word(Word::Guide) => "heading in the guide",
            Self::Word(Word::Meaning) => "meaning",
            Self::Word(Word::Content) => "content",
            Self::Word(Word::Type | Word::Shape) => "type",
            Self::Word(Word::Rust) => "Rust type",
            Self::Word(Word::Default) => "default",
            Self::Word(Word::Style) => "style",
            Self::Word(Word::Additional) => "additional members",
            Self::Word(Word::OtherValues) => "other values",
            Self::Word(Word::Code(None)) => "code",
            Self::Word(Word::Code(Some(constraint))) => return write!(f, "code of {}", constraint.name()),
            Self::Word(Word::RustName | Word::VariantName) => "name in code",
            Self::Word(Word::Status) => "status",
            Self::Word(Word::Field) => "field",
            Self::Word(Word::TokenUrl) => "token address",
            Self::Word(Word::OwnSecurity) => "security of its own",
            Self::Word(Word::Since) => "guide version that brought it",
            Self::Word(Word::Date) => "date",
            Self::Word(Word::Release) => "release type",
            Self::Set(Set::Patterns) => "pattern",
            Self::Set(Set::MultiplesOf) => "multipleOf",
            Self::Set(Set::Extensions) => "file extensions",
            Self::Set(Set::Key) => "key",
        })
    }
}
