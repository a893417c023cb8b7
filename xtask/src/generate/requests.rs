//! The calls with their arguments and responses: the document's description combined with progenitor's code.

use std::collections::BTreeMap;

use super::Error;
use super::methods::Method;
use crate::model::{Call, Model, Place, Schema};
use crate::names::{argument, snake, type_name, variant};

/// A call with everything that its request type is built from.
pub struct Request<'m> {
    /// The call.
    pub call: &'m Call,
    /// The name of its request type.
    pub name: String,
    /// Its arguments, in document order; a body comes last.
    pub arguments: Vec<Argument<'m>>,
    /// The type of its response.
    pub response: String,
}

/// An argument of a call.
pub struct Argument<'m> {
    /// Its name in code.
    pub name: String,
    /// Its name on the wire, or `body` for the request body.
    pub wire: &'m str,
    /// Progenitor's name for it.
    pub inner: String,
    /// Its type, without the `Option` of an optional argument.
    pub kind: String,
    /// Whether it is required.
    pub required: bool,
    /// What it means.
    pub description: String,
    /// The schema of its value.
    pub schema: Option<&'m Schema>,
}

impl Request<'_> {
    /// Returns the required arguments.
    pub fn required(&self) -> impl Iterator<Item = &Argument<'_>> {
        self.arguments.iter().filter(|argument| argument.required)
    }

    /// Returns the optional arguments.
    pub fn optional(&self) -> impl Iterator<Item = &Argument<'_>> {
        self.arguments.iter().filter(|argument| !argument.required)
    }

    /// Returns whether two required arguments have the same type, so that they must be given by name.
    pub fn is_named(&self) -> bool {
        let kinds: Vec<_> = self.required().map(|argument| &argument.kind).collect();
        kinds.iter().enumerate().any(|(index, kind)| kinds[..index].contains(kind))
    }
}

/// Collects every call of the document with its arguments.
pub fn collect<'m>(model: &'m Model, methods: &BTreeMap<String, Method>) -> Result<Vec<Request<'m>>, Error> {
    model.calls.iter().map(|call| collect_call(model, call, methods)).collect()
}

fn collect_call<'m>(
    model: &'m Model,
    call: &'m Call,
    methods: &BTreeMap<String, Method>,
) -> Result<Request<'m>, Error> {
    let method = method_of(call, methods)?;
    let mut arguments = Vec::new();
    let mut generated: Vec<_> = method.arguments.iter().collect();
    let mut take = |wire: &str| {
        let same = |name: &str| name.replace('_', "").eq_ignore_ascii_case(&wire.replace(['_', '-'], ""));
        let index = generated.iter().position(|(name, _)| same(name)).ok_or_else(|| {
            Error::at(call.pointer.to_string(), format!("progenitor generated no argument for `{wire}`"))
        })?;
        Ok::<_, Error>(generated.remove(index))
    };
    for parameter in call.parameters.iter().filter(|parameter| matches!(parameter.place, Place::Path | Place::Query)) {
        let (inner, kind) = take(&parameter.name)?;
        let stripped = kind.strip_prefix("Option<").and_then(|kind| kind.strip_suffix('>'));
        arguments.push(Argument {
            name: argument(parameter),
            wire: &parameter.name,
            inner: inner.clone(),
            kind: stripped.unwrap_or(kind).to_owned(),
            required: stripped.is_none(),
            description: with_since(&parameter.description, parameter.since.as_deref()),
            schema: parameter.schema.as_ref(),
        });
    }
    if let Some(body) = &call.body {
        let (inner, kind) = take("body")?;
        let schema = body.json().and_then(|media| media.schema.as_ref());
        arguments.push(Argument {
            name: "body".to_owned(),
            wire: "body",
            inner: inner.clone(),
            kind: kind.clone(),
            required: true,
            description: schema.and_then(|schema| model.target(schema).description.clone()).unwrap_or_default(),
            schema,
        });
    }
    Ok(Request { call, name: variant(&call.id), arguments, response: response_type(model, call)? })
}

fn with_since(text: &str, since: Option<&str>) -> String {
    since.map_or_else(|| text.to_owned(), |since| format!("{text} Since version {since} of the guide."))
}

/// Returns progenitor's method for a call.
pub fn method_of<'a>(call: &Call, methods: &'a BTreeMap<String, Method>) -> Result<&'a Method, Error> {
    let name = snake(&call.id);
    methods
        .get(&name)
        .ok_or_else(|| Error::at(call.pointer.to_string(), format!("progenitor generated no method `{name}`")))
}

/// Returns the type of a call's response.
fn response_type(model: &Model, call: &Call) -> Result<String, Error> {
    let Some(schema) = call.success().and_then(|response| response.json()?.schema.as_ref()) else {
        return Ok("()".to_owned());
    };
    if let Some(id) = &schema.id {
        return Ok(format!("ids::{id}"));
    }
    let target = model.target(schema);
    Ok(match &target.items {
        Some(items) => format!("Vec<{}>", record_type(model, items)?),
        None => format!("Option<{}>", record_type(model, schema)?),
    })
}

fn record_type(model: &Model, schema: &Schema) -> Result<String, Error> {
    if let Some(component) = schema.reference.as_deref().and_then(|name| model.component(name)) {
        let name = type_name(component);
        return Ok(match (component.schema.wire, component.schema.is_enumeration()) {
            (Some(scalar), _) => format!("personeel_wire::{}", scalar.name()),
            (None, true) => format!("enums::{name}"),
            (None, false) => format!("types::{name}"),
        });
    }
    let simple = if let Some(id) = &schema.id {
        format!("ids::{id}")
    } else {
        use crate::model::RustType;
        match schema.rust_type() {
            Some(RustType::Wire(scalar)) => format!("personeel_wire::{}", scalar.name()),
            Some(RustType::Json) => "serde_json::Value".to_owned(),
            Some(RustType::Enumeration(_)) | None => {
                return Err(Error::at(
                    schema.pointer.to_string(),
                    "a response needs a component schema, referenced with $ref",
                ));
            }
            Some(kind) => kind.to_string(),
        }
    };
    Ok(simple)
}
