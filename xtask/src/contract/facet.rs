//! Kinds of facts about elements, by the type of their value: flags, limits, words and sets.

use std::fmt;

use crate::model::Constraint;
use crate::named::named;

named! {
    /// A fact that is true or false. If a contract that is not silent lacks it, it is false.
    pub enum Flag {
        Required = "required",
        Nullable = "nullable",
        /// Whether the minimum itself is excluded.
        ExclusiveMinimum = "exclusiveMinimum",
        /// Whether the maximum itself is excluded.
        ExclusiveMaximum = "exclusiveMaximum",
        UniqueItems = "uniqueItems",
        RawBody = "raw body",
        RepeatedKeys = "repeated keys",
        /// Whether `Debug` hides the value.
        Personal = "personal",
        /// In responses only.
        ReadOnly = "readOnly",
        /// In requests only.
        WriteOnly = "writeOnly",
        /// Marked as deprecated.
        Deprecated = "deprecated",
        /// Whether the service's message ends in the id of an existing record.
        ExistingId = "existing id in the text",
    }
}

named! {
    /// A numeric limit.
    pub enum Limit {
        MinLength = "minLength",
        MaxLength = "maxLength",
        Minimum = "minimum",
        Maximum = "maximum",
        MinItems = "minItems",
        MaxItems = "maxItems",
        MinProperties = "minProperties",
        MaxProperties = "maxProperties",
        /// The largest content after decoding, in bytes.
        MaxBytes = "largest size",
    }
}

impl Limit {
    /// Returns whether this is a lower limit rather than an upper one.
    pub fn is_lower(self) -> bool {
        matches!(self, Self::MinLength | Self::Minimum | Self::MinItems | Self::MinProperties)
    }
}

named! {
    /// A fact with text as its value.
    pub enum Word {
        GuideVersion = "guide version",
        /// The spelling.
        Name = "spelling",
        In = "place",
        ApiVersion = "API version",
        /// The name of the call in code.
        OperationId = "operation id",
        /// JSON type and format.
        Type = "type",
        /// The type in terms of the guide: `Type` without the details that only a document has.
        Shape = "type",
        /// The Rust type of a scalar.
        Rust = "Rust type",
        /// The name of a field or an argument in Rust, if the document sets one.
        RustName = "Rust name",
        /// The method name of a call within its tag.
        MethodName = "method name",
        /// The resource of a call.
        Resource = "resource",
        /// The required arguments of a call in code, in order.
        Arguments = "order of arguments",
        /// The name of a type in code.
        TypeName = "name of the type",
        /// The template for the scope of an institute.
        ScopeTemplate = "scope template",
        /// English words to find it by in the generated documentation.
        Aliases = "aliases",
        /// The source of something that the guide leaves out.
        Provenance = "provenance",
        /// The guide's heading.
        Guide = "heading in the guide",
        /// The meaning of a value.
        Meaning = "meaning",
        /// Parts of the document that these tools do not interpret, as text.
        Content = "content",
        /// The default value.
        Default = "default",
        /// The serialisation style of a parameter.
        Style = "style",
        /// Members beyond the listed ones: `allowed`, `refused`, or `of one kind`.
        Additional = "additional members",
        /// Values beyond the listed ones: `allowed` or `refused`. Absent if no values are listed.
        OtherValues = "other values",
        /// The error code of a repeated DELETE when the record is already gone.
        AlreadyGone = "code for what is gone already",
        /// The error code of a repeated call whose message names the existing record.
        AlreadyThere = "code for what is there already",
        /// The name of a value in code.
        VariantName = "name in code",
        /// The HTTP status of a code.
        Status = "status",
        /// The field that a code is about.
        Field = "field",
        /// The token endpoint's URL.
        TokenUrl = "token address",
        /// The security requirements of a call, if they differ from the common ones.
        OwnSecurity = "security of its own",
        /// The guide version that added it.
        Since = "guide version that brought it",
        Date = "date",
        Release = "release type",
    }
}

named! {
    /// A fact with a set of values.
    pub enum Set {
        /// Patterns, all of which the text must match.
        Patterns = "pattern",
        /// Numbers that the value must be a multiple of.
        MultiplesOf = "multipleOf",
        Extensions = "file extensions",
        /// The members that identify a record within its list.
        Key = "key",
    }
}

/// A kind of fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Facet {
    /// True or false.
    Flag(Flag),
    /// A number.
    Limit(Limit),
    /// A text.
    Word(Word),
    /// A set of values.
    Set(Set),
    /// The error code for violations of a constraint, or of a rule (`None`).
    Code(Option<Constraint>),
}

impl fmt::Display for Facet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(flag) => flag.fmt(f),
            Self::Limit(limit) => limit.fmt(f),
            Self::Word(word) => word.fmt(f),
            Self::Set(set) => set.fmt(f),
            Self::Code(None) => f.write_str("code"),
            Self::Code(Some(constraint)) => write!(f, "code of {constraint}"),
        }
    }
}
