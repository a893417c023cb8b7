//! Schemas as written in the document; `view` adds everything that they refer to.

use std::collections::BTreeSet;
use std::fmt;

use serde_json::Value;

use super::{CodeUse, Format, JsonType, Provenance, RustType, Scalar};
use crate::document::Pointer;

/// A component schema.
#[derive(Debug, Clone, PartialEq)]
pub struct Component {
    /// The name.
    pub name: String,
    /// The schema.
    pub schema: Schema,
}

/// A schema.
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "the keywords are bools")]
pub struct Schema {
    /// Where it is.
    pub pointer: Pointer,
    /// The component that it refers to, directly or as the only part of its `allOf`.
    pub reference: Option<String>,
    /// `allOf`: further schemas that all apply.
    pub all_of: Vec<Schema>,
    pub any_of: Vec<Schema>,
    pub one_of: Vec<Schema>,
    pub not: Option<Box<Schema>>,
    pub json_type: Option<JsonType>,
    pub format: Option<Format>,
    /// `x-wire`: the scalar of `personeel-wire`.
    pub wire: Option<Scalar>,
    /// `x-id`: the kind of id.
    pub id: Option<String>,
    /// Whether it has `nullable: true`; for the effect, see `Model::admits_null`.
    pub nullable: bool,
    /// The description.
    pub description: Option<String>,
    /// `x-since`.
    pub since: Option<String>,
    /// The guide's heading: that of the first call that uses it.
    pub guide: Option<String>,
    /// `x-provenance`.
    pub provenance: Option<Provenance>,
    /// `x-personal`.
    pub personal: Option<bool>,
    /// Whether it occurs in responses only.
    pub read_only: bool,
    /// Whether it occurs in requests only.
    pub write_only: bool,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// `x-rust-name`.
    pub rust_name: Option<String>,
    /// `x-alias`: English words to find it by in the generated documentation.
    pub aliases: Vec<String>,
    /// `x-key`: the members that identify a record within its list.
    pub key: Vec<String>,
    /// `x-repeated-keys: first`: whether a repeated key is tolerated, in which case its first value counts.
    pub repeated_keys: bool,
    /// The members of an object, in document order.
    pub properties: Vec<Property>,
    /// The names of the required members.
    pub required: Vec<String>,
    /// The schema of a list's items.
    pub items: Option<Box<Schema>>,
    /// Members beyond the listed ones.
    pub additional: Option<Additional>,
    /// The listed values.
    pub enumeration: Option<Enumeration>,
    /// The constraints.
    pub constraints: Constraints,
    /// The default value.
    pub default: Option<Value>,
    /// The example.
    pub example: Option<Value>,
    /// `x-codes`: the error codes of violations.
    pub codes: Vec<CodeUse>,
    /// `x-rules`: rules between members.
    pub rules: Vec<Rule>,
    /// Where it is used.
    pub usage: Usage,
}

impl Schema {
    /// Returns the component that it refers to, if it consists of nothing but a `$ref`.
    pub fn direct_reference(&self) -> Option<&str> {
        self.reference.as_deref().filter(|_| self.all_of.is_empty())
    }

    /// Returns the member with a name.
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|property| property.name == name)
    }

    /// Returns whether its values have names in code.
    pub fn is_enumeration(&self) -> bool {
        self.enumeration.as_ref().is_some_and(|enumeration| !enumeration.names.is_empty())
    }

    /// Returns whether `Debug` hides it.
    pub fn is_personal(&self) -> bool {
        self.personal == Some(true)
    }

    /// Returns whether it is used to read responses.
    pub fn in_response(&self) -> bool {
        self.usage.success || self.usage.error
    }

    /// Returns the scalar of `personeel-wire`, from this schema alone.
    pub fn scalar(&self) -> Option<Scalar> {
        self.wire.or_else(|| Scalar::of(self.json_type?, self.format.as_ref()))
    }

    /// Returns the Rust type, from this schema alone; `None` for lists and objects.
    pub fn rust_type(&self) -> Option<RustType> {
        match self.wire {
            Some(scalar) => Some(RustType::Wire(scalar)),
            None if self.is_enumeration() => Some(RustType::Enumeration(self.json_type)),
            None => RustType::of(self.json_type, self.format.as_ref()),
        }
    }

    /// Returns the schemas directly inside it.
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
    /// The name on the wire.
    pub name: String,
    /// Whether the object that lists it requires it.
    pub required: bool,
    /// The schema.
    pub schema: Schema,
}

/// Members beyond the listed ones.
#[derive(Debug, Clone, PartialEq)]
pub enum Additional {
    /// Any members are allowed.
    Allowed,
    /// No other members are allowed.
    Refused,
    /// Members with this schema are allowed.
    Of(Box<Schema>),
}

/// The values that a schema lists.
#[derive(Debug, Clone, PartialEq)]
pub struct Enumeration {
    /// Where the values are.
    pub pointer: Pointer,
    /// Whether other values may occur (`x-extensible-enum`).
    pub open: bool,
    /// Whether the guide explains only some of them (`x-enum-partial`).
    pub partial: bool,
    /// The values.
    pub values: Vec<Literal>,
    /// `x-enum-varnames`: their names in code.
    pub names: Vec<String>,
    /// `x-enum-descriptions`: what they mean.
    pub descriptions: Vec<String>,
}

/// An enum value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Literal {
    Text(String),
    /// An integer.
    Integer(i64),
    /// True or false.
    Boolean(bool),
}

impl Literal {
    /// Returns whether a JSON value equals this value.
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

/// The constraints of a schema.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Constraints {
    pub min_length: Option<u64>,
    pub max_length: Option<u64>,
    pub pattern: Option<String>,
    pub minimum: Option<f64>,
    /// Whether the minimum itself is excluded.
    pub exclusive_minimum: bool,
    pub maximum: Option<f64>,
    /// Whether the maximum itself is excluded.
    pub exclusive_maximum: bool,
    pub multiple_of: Option<f64>,
    pub min_items: Option<u64>,
    pub max_items: Option<u64>,
    pub unique_items: bool,
    pub min_properties: Option<u64>,
    pub max_properties: Option<u64>,
    /// `x-max-decoded-bytes`: the largest content after base64 decoding.
    pub max_decoded_bytes: Option<u64>,
    /// `x-file-extensions`: the allowed file extensions, in document order.
    pub file_extensions: Vec<String>,
}

impl Constraints {
    /// Returns the OpenAPI keywords that are set.
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
    /// Where it is.
    pub pointer: Pointer,
    /// The member to check.
    pub field: String,
    /// The required relation to the other member.
    pub relation: Relation,
    /// The other member.
    pub other: String,
    /// The error code of a violation.
    pub code: String,
}

/// The relation between two members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Relation {
    /// The member is not before the other.
    NotBefore,
    /// A relation that the checks do not know.
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

/// Where a schema is used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// In a parameter or a request body.
    pub request: bool,
    /// In a response with a 2xx status.
    pub success: bool,
    /// In any other response.
    pub error: bool,
}
