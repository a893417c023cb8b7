//! Schemas as they are written; `view` tells what they say with everything that they refer to.

use std::collections::BTreeSet;
use std::fmt;

use serde_json::Value;

use super::{CodeUse, Format, JsonType, Provenance, RustType, Scalar};
use crate::document::Pointer;

/// A component schema.
#[derive(Debug, Clone, PartialEq)]
pub struct Component {
    /// Its name.
    pub name: String,
    /// The schema.
    pub schema: Schema,
}

/// A schema.
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "the keywords are bools")]
pub struct Schema {
    /// Where it stands.
    pub pointer: Pointer,
    /// The component that it refers to, directly or as the one part of its `allOf`.
    pub reference: Option<String>,
    /// `allOf`: all of these hold too.
    pub all_of: Vec<Schema>,
    pub any_of: Vec<Schema>,
    pub one_of: Vec<Schema>,
    pub not: Option<Box<Schema>>,
    pub json_type: Option<JsonType>,
    pub format: Option<Format>,
    /// `x-wire`: the scalar of `personeel-wire`.
    pub wire: Option<Scalar>,
    /// `x-id`: the kind of identifier that it is.
    pub id: Option<String>,
    /// Whether it says `nullable: true`; `Model::admits_null` tells what that means here.
    pub nullable: bool,
    /// What it is.
    pub description: Option<String>,
    /// `x-since`.
    pub since: Option<String>,
    /// The heading under which the guide shows it: that of the first call that leads to it.
    pub guide: Option<String>,
    /// `x-provenance`.
    pub provenance: Option<Provenance>,
    /// `x-personal`.
    pub personal: Option<bool>,
    /// Whether it is only answered.
    pub read_only: bool,
    /// Whether it is only sent.
    pub write_only: bool,
    /// Whether it is on its way out.
    pub deprecated: bool,
    /// `x-rust-name`.
    pub rust_name: Option<String>,
    /// `x-key`: the members that tell records apart.
    pub key: Vec<String>,
    /// `x-repeated-keys: first`: whether a key that stands twice is tolerated, the first value counting.
    pub repeated_keys: bool,
    /// Members of an object, in the order of the document.
    pub properties: Vec<Property>,
    /// Names of the members that must be there.
    pub required: Vec<String>,
    /// The items of a list.
    pub items: Option<Box<Schema>>,
    /// Members beyond the listed ones.
    pub additional: Option<Additional>,
    /// Values that it lists.
    pub enumeration: Option<Enumeration>,
    /// Limits.
    pub constraints: Constraints,
    /// What holds where it is absent.
    pub default: Option<Value>,
    /// An example.
    pub example: Option<Value>,
    /// `x-codes`: the codes that violations earn.
    pub codes: Vec<CodeUse>,
    /// `x-rules`: rules between members.
    pub rules: Vec<Rule>,
    /// What leads to it.
    pub usage: Usage,
}

impl Schema {
    /// The component that it refers to where that is all that it says.
    pub fn direct_reference(&self) -> Option<&str> {
        self.reference.as_deref().filter(|_| self.all_of.is_empty())
    }

    /// A member.
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|property| property.name == name)
    }

    /// Whether it has a name for each of its values in code.
    pub fn is_enumeration(&self) -> bool {
        self.enumeration.as_ref().is_some_and(|enumeration| !enumeration.names.is_empty())
    }

    /// Whether `Debug` hides it.
    pub fn is_personal(&self) -> bool {
        self.personal == Some(true)
    }

    /// Whether answers of the service are read with it.
    pub fn in_answer(&self) -> bool {
        self.usage.success || self.usage.error
    }

    /// The scalar of `personeel-wire` that it says to be by itself.
    pub fn scalar(&self) -> Option<Scalar> {
        self.wire.or_else(|| Scalar::of(self.json_type?, self.format.as_ref()))
    }

    /// The Rust type that it says to be by itself; none for lists and objects.
    pub fn rust_type(&self) -> Option<RustType> {
        match self.wire {
            Some(scalar) => Some(RustType::Wire(scalar)),
            None if self.is_enumeration() => Some(RustType::Enumeration(self.json_type)),
            None => RustType::of(self.json_type, self.format.as_ref()),
        }
    }

    /// The schemas directly inside it.
    pub fn children(&self) -> impl Iterator<Item = &Schema> {
        let additional = match &self.additional {
            Some(Additional::Of(schema)) => Some(schema.as_ref()),
            _ => None,
        };
        let properties = self.properties.iter().map(|property| &property.schema);
        let single = self.items.as_deref().into_iter().chain(self.not.as_deref()).chain(additional);
        properties.chain(single).chain(&self.all_of).chain(&self.any_of).chain(&self.one_of)
    }

    pub(super) fn children_mut(&mut self) -> impl Iterator<Item = &mut Schema> {
        let additional = match &mut self.additional {
            Some(Additional::Of(schema)) => Some(schema.as_mut()),
            _ => None,
        };
        let properties = self.properties.iter_mut().map(|property| &mut property.schema);
        let single = self.items.as_deref_mut().into_iter().chain(self.not.as_deref_mut()).chain(additional);
        properties.chain(single).chain(&mut self.all_of).chain(&mut self.any_of).chain(&mut self.one_of)
    }
}

/// A member of an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Property {
    /// Its name on the wire.
    pub name: String,
    /// Whether the object that lists it says that it must be there.
    pub required: bool,
    /// What it is.
    pub schema: Schema,
}

/// Members beyond the listed ones.
#[derive(Debug, Clone, PartialEq)]
pub enum Additional {
    /// There may be any.
    Allowed,
    /// There may be none.
    Refused,
    /// There may be such ones.
    Of(Box<Schema>),
}

/// Values that a schema lists.
#[derive(Debug, Clone, PartialEq)]
pub struct Enumeration {
    /// Where the values stand.
    pub pointer: Pointer,
    /// Whether others may occur (`x-extensible-enum`).
    pub open: bool,
    /// The values.
    pub values: Vec<Literal>,
    /// `x-enum-varnames`: their names in code.
    pub names: Vec<String>,
    /// `x-enum-descriptions`: what they mean.
    pub descriptions: Vec<String>,
}

/// A value of an enumeration.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Literal {
    Text(String),
    /// A whole number.
    Integer(i64),
    /// True or false.
    Boolean(bool),
}

impl Literal {
    /// Whether a JSON value is this one.
    pub fn is(&self, value: &Value) -> bool {
        match self {
            Self::Text(text) => value.as_str() == Some(text),
            Self::Integer(number) => value.as_i64() == Some(*number),
            Self::Boolean(flag) => value.as_bool() == Some(*flag),
        }
    }
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Integer(number) => write!(f, "{number}"),
            Self::Boolean(flag) => write!(f, "{flag}"),
        }
    }
}

/// Limits of values.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Constraints {
    pub min_length: Option<u64>,
    pub max_length: Option<u64>,
    pub pattern: Option<String>,
    pub minimum: Option<f64>,
    /// Whether that number itself is too low.
    pub exclusive_minimum: bool,
    pub maximum: Option<f64>,
    /// Whether that number itself is too high.
    pub exclusive_maximum: bool,
    pub multiple_of: Option<f64>,
    pub min_items: Option<u64>,
    pub max_items: Option<u64>,
    pub unique_items: bool,
    pub min_properties: Option<u64>,
    pub max_properties: Option<u64>,
    /// `x-max-decoded-bytes`: largest content behind base64.
    pub max_decoded_bytes: Option<u64>,
    /// `x-file-extensions`: what the name of a file may end in, in the order of the document.
    pub file_extensions: Vec<String>,
}

impl Constraints {
    /// The keywords of OpenAPI that are set.
    pub fn keywords(&self) -> BTreeSet<&'static str> {
        let set = [
            ("minLength", self.min_length.is_some()),
            ("maxLength", self.max_length.is_some()),
            ("pattern", self.pattern.is_some()),
            ("minimum", self.minimum.is_some()),
            ("exclusiveMinimum", self.exclusive_minimum),
            ("maximum", self.maximum.is_some()),
            ("exclusiveMaximum", self.exclusive_maximum),
            ("multipleOf", self.multiple_of.is_some()),
            ("minItems", self.min_items.is_some()),
            ("maxItems", self.max_items.is_some()),
            ("uniqueItems", self.unique_items),
            ("minProperties", self.min_properties.is_some()),
            ("maxProperties", self.max_properties.is_some()),
        ];
        set.into_iter().filter(|(_, set)| *set).map(|(keyword, _)| keyword).collect()
    }
}

/// A rule between members of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Where it stands.
    pub pointer: Pointer,
    /// The member that is held against another.
    pub field: String,
    /// How.
    pub relation: Relation,
    /// The other member.
    pub other: String,
    /// The code that a violation earns.
    pub code: String,
}

/// How one member relates to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Relation {
    /// It doesn't lie before it.
    NotBefore,
    /// Something that no check knows.
    Other(String),
}

impl fmt::Display for Relation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotBefore => f.write_str("notBefore"),
            Self::Other(name) => f.write_str(name),
        }
    }
}

/// What leads to a schema.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// A parameter or the body of a request.
    pub request: bool,
    /// An answer with a 2xx status.
    pub success: bool,
    /// Any other answer.
    pub error: bool,
}
