//! What a contract is made of.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A contract, and how its reader speaks.
#[derive(Debug)]
pub struct Contract {
    /// The root; everything hangs off it.
    pub root: Element,
    /// Whether a fact that the reader leaves out is unknown. In a document it is stated: no `maxLength` means none.
    pub silent: bool,
}

/// Something that a contract has: a call, a field, a code.
#[derive(Debug, Clone)]
pub struct Element {
    /// What it is.
    pub kind: Kind,
    /// Its name as written.
    pub name: String,
    /// What pairs it with its counterpart among the children of one parent.
    pub key: String,
    /// Where it was read.
    pub place: Place,
    /// Facts about it.
    pub facets: BTreeMap<Facet, String>,
    /// What it contains.
    pub children: Vec<Element>,
    /// Kinds of children of which the reader knows only a part, or nothing.
    pub partial: BTreeSet<Kind>,
    /// Concluded by the reader rather than read: that the other side lacks it is no difference.
    pub inferred: bool,
}

/// A place in a source.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Place {
    /// A JSON pointer in a document; the heading in a guide.
    pub location: String,
    /// The line, counted from one.
    pub line: Option<usize>,
}

/// Kinds of elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// The whole.
    Contract,
    /// A base address.
    Server,
    /// A way to prove who calls.
    Security,
    /// A permission.
    Scope,
    /// A method and a path.
    Call,
    /// A parameter in path, query or header.
    Parameter,
    /// What a request or a response carries.
    Body,
    /// A member of an object, or the items of a list.
    Field,
    /// A value of an enumeration.
    Value,
    /// A rule between fields.
    Rule,
    /// A status with which a call answers.
    Status,
    /// A header of a response.
    Header,
    /// A media type.
    Media,
    /// An error code.
    Code,
    /// A call that returns a code.
    Returns,
    /// A row of the guide's history.
    History,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Contract => "contract",
            Self::Server => "server",
            Self::Security => "security",
            Self::Scope => "scope",
            Self::Call => "call",
            Self::Parameter => "parameter",
            Self::Body => "body",
            Self::Field => "field",
            Self::Value => "value",
            Self::Rule => "rule",
            Self::Status => "status",
            Self::Header => "header",
            Self::Media => "media type",
            Self::Code => "code",
            Self::Returns => "code of a call",
            Self::History => "history",
        })
    }
}

/// Facts about elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Facet {
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
    /// JSON type and format.
    Type,
    /// The type as the guide can tell it: `Type` without what only a document says.
    Shape,
    /// The Rust type of a scalar.
    Rust,
    /// Must it be there?
    Required,
    /// May it be null?
    Nullable,
    /// What holds where it is absent.
    Default,
    /// Pattern of a text.
    Pattern,
    /// How a parameter is written.
    Style,
    /// Lowest length.
    MinLength,
    /// Highest length.
    MaxLength,
    /// Lowest number.
    Minimum,
    /// Highest number.
    Maximum,
    /// The number must be a multiple of this.
    MultipleOf,
    /// Fewest items.
    MinItems,
    /// Most items.
    MaxItems,
    /// May items repeat?
    UniqueItems,
    /// Members beyond the listed ones.
    Additional,
    /// Whether values beyond the listed ones may occur.
    Open,
    /// A choice of schemas, word for word.
    Choice,
    /// Whether the body is read as bytes.
    RawBody,
    /// Whether repeated keys are tolerated.
    RepeatedKeys,
    /// Codes that violations earn.
    Codes,
    /// Largest content after decoding.
    MaxBytes,
    /// Allowed file extensions.
    Extensions,
    /// Whether printing hides it.
    Personal,
    /// Marked as on its way out.
    Deprecated,
    /// The name of a value in code.
    VariantName,
    /// The HTTP status of a code.
    Status,
    /// The field that a code concerns.
    Field,
    /// Whether the text names an existing record.
    ExistingId,
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

impl fmt::Display for Facet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::GuideVersion => "guide version",
            Self::Name => "spelling",
            Self::In => "place",
            Self::ApiVersion => "API version",
            Self::OperationId => "operation id",
            Self::Type | Self::Shape => "type",
            Self::Rust => "Rust type",
            Self::Required => "required",
            Self::Nullable => "nullable",
            Self::Default => "default",
            Self::Pattern => "pattern",
            Self::Style => "style",
            Self::MinLength => "minLength",
            Self::MaxLength => "maxLength",
            Self::Minimum => "minimum",
            Self::Maximum => "maximum",
            Self::MultipleOf => "multipleOf",
            Self::MinItems => "minItems",
            Self::MaxItems => "maxItems",
            Self::UniqueItems => "uniqueItems",
            Self::Additional => "additional members",
            Self::Open => "other values",
            Self::Choice => "choice of schemas",
            Self::RawBody => "raw body",
            Self::RepeatedKeys => "repeated keys",
            Self::Codes => "codes of violations",
            Self::MaxBytes => "largest size",
            Self::Extensions => "file extensions",
            Self::Personal => "personal",
            Self::Deprecated => "deprecated",
            Self::VariantName => "name in code",
            Self::Status => "status",
            Self::Field => "field",
            Self::ExistingId => "existing id in the text",
            Self::TokenUrl => "token address",
            Self::OwnSecurity => "security of its own",
            Self::Since => "guide version that brought it",
            Self::Date => "date",
            Self::Release => "release type",
        })
    }
}

impl Element {
    /// An element that pairs with one of the same name.
    pub fn new(kind: Kind, name: impl Into<String>, place: Place) -> Self {
        let name = name.into();
        Self {
            kind,
            key: name.clone(),
            name,
            place,
            facets: BTreeMap::new(),
            children: Vec::new(),
            partial: BTreeSet::new(),
            inferred: false,
        }
    }

    /// With another key than its name.
    #[must_use]
    pub fn keyed(mut self, key: impl Into<String>) -> Self {
        self.key = key.into();
        self
    }

    /// With a fact.
    #[must_use]
    pub fn with(mut self, facet: Facet, value: impl Into<String>) -> Self {
        self.facets.insert(facet, value.into());
        self
    }

    /// A fact.
    pub fn get(&self, facet: Facet) -> Option<&str> {
        self.facets.get(&facet).map(String::as_str)
    }

    /// Its children of one kind.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &Self> {
        self.children.iter().filter(move |child| child.kind == kind)
    }
}
