//! Kinds of facts about elements, each of the type that it has: whether something holds, how far it goes, what it is
//! called, and what belongs to it.

use std::fmt;

use crate::model::Constraint;
use crate::named::named;

named! {
    /// Whether something holds. Where a reader that is not silent leaves one out, it doesn't hold.
    pub enum Flag {
        Required = "required",
        Nullable = "nullable",
        /// Whether the lowest number itself is too low.
        ExclusiveMinimum = "exclusiveMinimum",
        /// Whether the highest number itself is too high.
        ExclusiveMaximum = "exclusiveMaximum",
        UniqueItems = "uniqueItems",
        RawBody = "raw body",
        RepeatedKeys = "repeated keys",
        /// Whether printing hides it.
        Personal = "personal",
        /// Only answered.
        ReadOnly = "readOnly",
        /// Only sent.
        WriteOnly = "writeOnly",
        /// Marked as on its way out.
        Deprecated = "deprecated",
        /// Whether the text names an existing record.
        ExistingId = "existing id in the text",
    }
}

named! {
    /// How far something goes.
    pub enum Limit {
        MinLength = "minLength",
        MaxLength = "maxLength",
        Minimum = "minimum",
        Maximum = "maximum",
        MinItems = "minItems",
        MaxItems = "maxItems",
        MinProperties = "minProperties",
        MaxProperties = "maxProperties",
        /// Largest content after decoding.
        MaxBytes = "largest size",
    }
}

impl Limit {
    /// Whether less than this is too little, as opposed to more being too much.
    pub fn is_lower(self) -> bool {
        matches!(self, Self::MinLength | Self::Minimum | Self::MinItems | Self::MinProperties)
    }
}

named! {
    /// What something is called.
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
        /// The type as the guide can tell it: `Type` without what only a document says.
        Shape = "type",
        /// The Rust type of a scalar.
        Rust = "Rust type",
        /// The name of a field or an argument in Rust, where the document gives one.
        RustName = "Rust name",
        /// The name of a call among those of its tag.
        MethodName = "method name",
        /// The resource of a call.
        Resource = "resource",
        /// The required arguments of a call in code, in their order.
        Arguments = "order of arguments",
        /// The name of a type in code.
        TypeName = "name of the type",
        /// How the scope of an institute is made.
        ScopeTemplate = "scope template",
        /// Where something comes from that the guide leaves out.
        Provenance = "provenance",
        /// The heading in the guide.
        Guide = "heading in the guide",
        /// What a value means.
        Meaning = "meaning",
        /// What the document says and nothing here reads.
        Content = "content",
        /// What holds where it is absent.
        Default = "default",
        /// How a parameter is written.
        Style = "style",
        /// Members beyond the listed ones: `allowed`, `refused`, or `of one kind`.
        Additional = "additional members",
        /// Values beyond the listed ones: `allowed` or `refused`. Without a list, everything is free.
        OtherValues = "other values",
        /// The code by which a repeated call says that nothing is left.
        AlreadyGone = "code for what is gone already",
        /// The code by which a repeated call names the existing record.
        AlreadyThere = "code for what is there already",
        /// The name of a value in code.
        VariantName = "name in code",
        /// The HTTP status of a code.
        Status = "status",
        /// The field that a code concerns.
        Field = "field",
        /// Address where tokens come from.
        TokenUrl = "token address",
        /// Requirements of one call that differ from everybody's.
        OwnSecurity = "security of its own",
        /// Guide version that brought it.
        Since = "guide version that brought it",
        Date = "date",
        Release = "release type",
    }
}

named! {
    /// What belongs to something, in no order.
    pub enum Set {
        /// Patterns that a text matches, all of them.
        Patterns = "pattern",
        /// Numbers of which a number is a multiple, all of them.
        MultiplesOf = "multipleOf",
        Extensions = "file extensions",
        /// Members that tell records apart.
        Key = "key",
    }
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
    /// The code that a violation earns: of a constraint, or of a rule.
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
