//! Progenitor's settings: which Rust types replace which schemas.

use progenitor_impl::{GenerationSettings, InterfaceStyle, TypeImpl};
use schemars::schema::{InstanceType, SchemaObject, SingleOrVec};

use crate::model::{JsonType, Model, Scalar};
use crate::names::type_name;

/// Returns the settings for a document.
pub fn settings(model: &Model) -> GenerationSettings {
    let mut settings = GenerationSettings::new();
    settings.with_interface(InterfaceStyle::Positional).with_derive("PartialEq");
    let mut convert = |name: &str, json_type: JsonType, path: String| {
        let instance_type = if json_type == JsonType::Number { InstanceType::Number } else { InstanceType::String };
        let schema = SchemaObject {
            instance_type: Some(SingleOrVec::Single(Box::new(instance_type))),
            format: Some(format!("wire-{name}")),
            ..SchemaObject::default()
        };
        settings.with_conversion(schema, path, traits());
    };
    for scalar in Scalar::ALL {
        convert(scalar.name(), scalar.json_type(), format!("::personeel_wire::{}", scalar.name()));
    }
    for id in &model.ids {
        convert(&id.name, JsonType::String, format!("::personeel_client::ids::{}", id.name));
    }
    for component in &model.schemas {
        let name = type_name(component);
        if let Some(scalar) = component.schema.wire {
            settings.with_replacement(name, format!("::personeel_wire::{}", scalar.name()), traits());
        } else if component.schema.is_enumeration() {
            settings.with_replacement(name, format!("::personeel_client::enums::{name}"), traits());
        }
    }
    settings
}

fn traits() -> impl Iterator<Item = TypeImpl> {
    [TypeImpl::Display, TypeImpl::FromStr].into_iter()
}
