//! JSON types, formats, and the corresponding Rust types.

use std::fmt;

use crate::named::named;

named! {
    /// A JSON type.
    pub enum JsonType {
        String = "string",
        Integer = "integer",
        Number = "number",
        Boolean = "boolean",
        Array = "array",
        Object = "object",
    }
}

/// A format of a scalar.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    Uuid,
    Date,
    DateTimeLocal,
    DateTime,
    Byte,
    Decimal,
    Float,
    Double,
    Int32,
    Int64,
    Other(String),
}

impl Format {
    const KNOWN: [Self; 10] = [
        Self::Uuid,
        Self::Date,
        Self::DateTimeLocal,
        Self::DateTime,
        Self::Byte,
        Self::Decimal,
        Self::Float,
        Self::Double,
        Self::Int32,
        Self::Int64,
    ];

    /// Returns the format with a name.
    pub fn of_name(name: &str) -> Self {
        Self::KNOWN.into_iter().find(|known| known.name() == name).unwrap_or_else(|| Self::Other(name.to_owned()))
    }

    /// Returns the name as in the document.
    pub fn name(&self) -> &str {
        match self {
            Self::Uuid => "uuid",
            Self::Date => "date",
            Self::DateTimeLocal => "date-time-local",
            Self::DateTime => "date-time",
            Self::Byte => "byte",
            Self::Decimal => "decimal",
            Self::Float => "float",
            Self::Double => "double",
            Self::Int32 => "int32",
            Self::Int64 => "int64",
            Self::Other(name) => name,
        }
    }
}

named! {
    /// A scalar of `personeel-wire`, by the name of its type, as in `x-wire`.
    pub enum Scalar {
        Guid = "Guid",
        Date = "Date",
        DateTime = "DateTime",
        InstituteNumber = "InstituteNumber",
        SchoolYear = "SchoolYear",
        Structure = "Structure",
        Decimal = "Decimal",
    }
}

impl Scalar {
    /// Returns the JSON type that it is read from.
    pub fn json_type(self) -> JsonType {
        if self == Self::Decimal { JsonType::Number } else { JsonType::String }
    }

    /// Returns the scalar for a type with a format.
    pub fn of(json: JsonType, format: Option<&Format>) -> Option<Self> {
        match (json, format?) {
            (JsonType::String, Format::Uuid) => Some(Self::Guid),
            (JsonType::String, Format::Date | Format::DateTimeLocal) => Some(Self::Date),
            (JsonType::String, Format::DateTime) => Some(Self::DateTime),
            (JsonType::Number, Format::Decimal) => Some(Self::Decimal),
            _ => None,
        }
    }
}

/// The Rust type of a scalar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RustType {
    /// A scalar of `personeel-wire`.
    Wire(Scalar),
    /// An open enum, read from this JSON type.
    Enumeration(Option<JsonType>),
    String,
    Bool,
    I32,
    I64,
    F32,
    F64,
    /// Any JSON.
    Json,
}

impl RustType {
    /// Returns the Rust type for a JSON type with a format, or `None` for lists and objects, which are described by
    /// their items and members.
    pub fn of(json: Option<JsonType>, format: Option<&Format>) -> Option<Self> {
        let Some(json) = json else { return Some(Self::Json) };
        if let Some(scalar) = Scalar::of(json, format) {
            return Some(Self::Wire(scalar));
        }
        Some(match (json, format) {
            (JsonType::Array | JsonType::Object, _) => return None,
            (JsonType::String, _) => Self::String,
            (JsonType::Number, Some(Format::Float)) => Self::F32,
            (JsonType::Number, _) => Self::F64,
            (JsonType::Integer, Some(Format::Int32)) => Self::I32,
            (JsonType::Integer, _) => Self::I64,
            (JsonType::Boolean, _) => Self::Bool,
        })
    }
}

impl fmt::Display for RustType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Wire(scalar) => scalar.name(),
            Self::Enumeration(json) => {
                return write!(f, "an open enumeration ({})", json.map_or("any", JsonType::name));
            }
            Self::String => "String",
            Self::Bool => "bool",
            Self::I32 => "i32",
            Self::I64 => "i64",
            Self::F32 => "f32",
            Self::F64 => "f64",
            Self::Json => "open JSON",
        })
    }
}
