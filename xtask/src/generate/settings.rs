//! What progenitor is told: which Rust types stand for which schemas.

use progenitor_impl::{GenerationSettings, HooksMode, InterfaceStyle, TypeImpl};
use quote::quote;
use schemars::schema::{InstanceType, SchemaObject, SingleOrVec};
use serde_json::Value;

use super::lower::object;

/// Scalars of `personeel-wire` that formats stand for (see `lower`), with the JSON type of their schema.
pub const SCALARS: [(&str, InstanceType); 7] = [
    ("Guid", InstanceType::String),
    ("Date", InstanceType::String),
    ("DateTime", InstanceType::String),
    ("InstituteNumber", InstanceType::String),
    ("SchoolYear", InstanceType::String),
    ("Structure", InstanceType::String),
    ("Decimal", InstanceType::Number),
];

/// Settings for a document.
pub fn settings(document: &Value) -> GenerationSettings {
    let mut settings = GenerationSettings::new();
    settings
        .with_interface(InterfaceStyle::Positional)
        .with_hooks(HooksMode::Expected)
        .with_inner_type(quote!(crate::seam::Inner))
        .with_derive("PartialEq");
    for (scalar, instance_type) in SCALARS {
        let schema = SchemaObject {
            instance_type: Some(SingleOrVec::Single(Box::new(instance_type))),
            format: Some(format!("wire-{scalar}")),
            ..SchemaObject::default()
        };
        settings.with_conversion(schema, format!("::personeel_wire::{scalar}"), traits());
    }
    for (name, schema) in object(document, "/components/schemas") {
        if let Some(scalar) = schema["x-wire"].as_str() {
            settings.with_replacement(name, format!("::personeel_wire::{scalar}"), traits());
        } else if is_enumeration(schema) {
            settings.with_replacement(name, format!("::personeel_client::enums::{name}"), traits());
        }
    }
    settings
}

/// Whether a schema becomes an open enumeration.
pub fn is_enumeration(schema: &Value) -> bool {
    schema.get("x-enum-varnames").is_some()
}

fn traits() -> impl Iterator<Item = TypeImpl> {
    [TypeImpl::Display, TypeImpl::FromStr].into_iter()
}
