//! Generates the request types from progenitor's methods.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::docs::{comment, describe_call};
use super::methods::Method;
use super::requests::{Request, method_of};
use super::types::{rule_value, spliced_member};
use super::{Error, format};
use crate::model::{Model, Place};
use crate::names::literal;

const HEAD: &str = "\
//! The calls of the API as values: one request type per call.

#![allow(
    // Generated statements don't follow the lints.
    clippy::all,
    clippy::pedantic,
    // Which imports are used depends on the calls in the document.
    unused_imports,
)]

use personeel_wire::{Date, DateTime, Decimal, Guid, InstituteNumber, SchoolYear, Structure};
use progenitor_client::{QueryParam, encode_path};
use reqwest::header::{ACCEPT, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Url};

use super::operations::Operation;
use super::{enums, ids, types};
use crate::arguments::{ArgumentError, Arguments, Visitor};
use crate::http::{RequestBuilder, join_url};
use crate::request::{Request, RequestError};
use crate::rules::FieldValue;
";

/// Generates the file.
pub fn generate(model: &Model, methods: &BTreeMap<String, Method>, requests: &[Request<'_>]) -> Result<String, Error> {
    let mut out = String::new();
    for request in requests {
        out.push('\n');
        out.push_str(&render_request(model, request, method_of(request.call, methods)?)?);
    }
    out.push_str(&render_visit(requests));
    Ok(format!("{HEAD}\n{}", format::format_code(&out)?))
}

fn render_request(model: &Model, request: &Request<'_>, method: &Method) -> Result<String, Error> {
    let name = &request.name;
    let mut out = comment(&describe_call(model, request.call), 0);
    let _ = write!(out, "#[derive(Clone, Debug, PartialEq)]\n#[non_exhaustive]\npub struct {name} {{\n");
    for argument in &request.arguments {
        let kind = if argument.required { argument.kind.clone() } else { format!("Option<{}>", argument.kind) };
        let _ = writeln!(out, "{}pub {}: {kind},", comment(&argument.description, 4), argument.name);
    }
    out.push_str("}\n\n");
    if request.is_named() {
        let _ = write!(
            out,
            "/// The required arguments of [`{name}`], given by name.\n#[derive(Clone)]\npub struct {name}Required {{\n"
        );
        for argument in request.required() {
            let _ = writeln!(out, "{}pub {}: {},", comment(&argument.description, 4), argument.name, argument.kind);
        }
        out.push_str("}\n\n");
    }
    add_constructor(&mut out, request);
    let _ = write!(
        out,
        "impl Request for {name} {{\n    type Response = {};\n    const OPERATION: Operation = Operation::{name};\n\n{}{}}}\n",
        request.response,
        render_into_http(model, request, method)?,
        render_rule_value(model, request)?,
    );
    Ok(out)
}

fn add_constructor(out: &mut String, request: &Request<'_>) {
    let name = &request.name;
    let required: Vec<_> = request.required().map(|argument| argument.name.as_str()).collect();
    let absent: Vec<_> = request.optional().map(|argument| format!("{}: None", argument.name)).collect();
    let about = if absent.is_empty() {
        "Creates the request from its arguments."
    } else {
        "Creates the request from its required arguments; the optional ones are absent until set."
    };
    let _ = write!(out, "impl {name} {{\n    /// {about}\n");
    if request.is_named() {
        let taken = required.join(", ");
        let given: Vec<_> = required.iter().map(ToString::to_string).chain(absent).collect();
        let _ = write!(
            out,
            "    pub fn new(required: {name}Required) -> Self {{\n        let {name}Required {{ {taken} }} = required;\n        \
             Self {{ {} }}\n    }}\n",
            given.join(", ")
        );
    } else {
        let typed = request.required().map(|argument| match argument.wire {
            "body" => format!("body: impl Into<{}>", argument.kind),
            _ => format!("{}: {}", argument.name, argument.kind),
        });
        let given = required.iter().map(|name| match *name {
            "body" => "body: body.into()".to_owned(),
            name => name.to_owned(),
        });
        let (typed, given): (Vec<_>, Vec<_>) = (typed.collect(), given.chain(absent).collect());
        let _ = write!(
            out,
            "    pub fn new({}) -> Self {{\n        Self {{ {} }}\n    }}\n",
            typed.join(", "),
            given.join(", ")
        );
    }
    for argument in request.optional() {
        let _ = write!(
            out,
            "\n{}    #[must_use]\n    pub fn {name}(mut self, value: {kind}) -> Self {{\n        self.{name} = Some(value);\n        self\n    }}\n",
            comment(&argument.description, 4),
            name = argument.name,
            kind = argument.kind,
        );
    }
    out.push_str("}\n\n");
}

/// Renders `into_http` from progenitor's statements, up to the point where the request is built.
fn render_into_http(model: &Model, request: &Request<'_>, method: &Method) -> Result<String, Error> {
    let mut out = String::from("    fn into_http(self, base: &Url) -> Result<reqwest::Request, RequestError> {\n");
    let fields: Vec<_> = request
        .arguments
        .iter()
        .map(|argument| {
            if argument.name == argument.inner {
                argument.name.clone()
            } else {
                format!("{}: {}", argument.name, argument.inner)
            }
        })
        .collect();
    if !fields.is_empty() {
        let _ = writeln!(out, "        let Self {{ {} }} = self;", fields.join(", "));
    }
    let mut path = method.path.clone();
    for value in &method.path_arguments {
        let name = value
            .strip_prefix("encode_path(&")
            .and_then(|value| value.strip_suffix(".to_string())"))
            .filter(|name| syn::parse_str::<syn::Ident>(name).is_ok())
            .ok_or_else(|| {
                Error::at(request.call.pointer.to_string(), format!("progenitor inserts `{value}` into a path"))
            })?;
        let _ = writeln!(out, "        let {name} = {value};");
        path = path.replacen("{}", &format!("{{{name}}}"), 1);
    }
    let path = literal(&path);
    if method.path_arguments.is_empty() {
        let _ = writeln!(out, "        let url = join_url(base, {path})?;");
    } else {
        let _ = writeln!(out, "        let url = join_url(base, &format!({path}))?;");
    }
    if !method.headers.is_empty() {
        let _ = write!(
            out,
            "        let mut header_map = HeaderMap::new();\n        {}\n",
            method.headers.join("\n        ")
        );
    }
    let _ = write!(out, "        RequestBuilder::new(Method::{}, url)", method.verb.to_ascii_uppercase());
    for (step, arguments) in &method.steps {
        let arguments = arguments.join(", ").replace("progenitor_client::", "").replace("::reqwest::header::", "");
        let spliced =
            request.arguments.iter().find(|argument| argument.wire == "body").and_then(|argument| argument.schema);
        if step == "json" && spliced.is_some_and(|schema| spliced_member(model.target(schema)).is_some()) {
            out.push_str(".json_bytes(body.into_json()?)");
        } else {
            let _ = write!(out, ".{step}({arguments})");
        }
    }
    out.push_str(".build(Self::OPERATION)\n    }\n");
    Ok(out)
}

/// Renders `rule_value` for the arguments that have rules.
fn render_rule_value(model: &Model, request: &Request<'_>) -> Result<String, Error> {
    let mut arms = String::new();
    let mut body = false;
    for argument in &request.arguments {
        let Some(schema) = argument.schema else { continue };
        if argument.wire == "body" {
            let target = model.target(schema);
            body =
                !target.rules.is_empty() || target.properties.iter().any(|property| !property.schema.codes.is_empty());
        } else if super::rules::query_constraint(model, schema).is_some()
            && request.call.parameters_in(Place::Query).any(|parameter| parameter.name == argument.wire)
        {
            let value = rule_value(model, schema)?;
            let value = if argument.required {
                format!("{{ let value = &self.{}; {value} }}", argument.name)
            } else {
                format!("self.{}.as_ref().map_or(FieldValue::Absent, |value| {value})", argument.name)
            };
            let _ = writeln!(arms, "            {} => {value},", literal(argument.wire));
        }
    }
    if arms.is_empty() && !body {
        return Ok(String::new());
    }
    let rest = if body { "self.body.rule_value(name)" } else { "FieldValue::Absent" };
    if arms.is_empty() {
        return Ok(format!("\n    fn rule_value(&self, name: &str) -> FieldValue<'_> {{\n        {rest}\n    }}\n"));
    }
    Ok(format!(
        "\n    fn rule_value(&self, name: &str) -> FieldValue<'_> {{\n        match name {{\n{arms}            _ => {rest},\n        }}\n    }}\n"
    ))
}

fn render_visit(requests: &[Request<'_>]) -> String {
    let mut out = String::from(
        "\n/// Builds the request of any call from string arguments and passes it to a visitor, for programs that offer every call\n\
         /// of the document.\n///\n/// `arguments` returns an argument by its name on the wire, and the body as JSON under the name `body`.\n///\n\
         /// # Errors\n///\n/// Returns an [`ArgumentError`] for the first argument that is missing or invalid.\n\
         pub fn visit<V: Visitor>(\n    operation: Operation,\n    arguments: &dyn Fn(&str) -> Option<String>,\n    visitor: V,\n) -> Result<V::Output, ArgumentError> {\n\
         let arguments = Arguments(arguments);\n    Ok(match operation {\n",
    );
    for request in requests {
        let _ = write!(out, "        Operation::{} => visitor.visit({} {{", request.name, request.name);
        for argument in &request.arguments {
            let read = match (argument.wire, argument.required) {
                ("body", _) => "arguments.body()?".to_owned(),
                (wire, true) => format!("arguments.required({})?", literal(wire)),
                (wire, false) => format!("arguments.optional({})?", literal(wire)),
            };
            let _ = write!(out, " {}: {read},", argument.name);
        }
        out.push_str(" }),\n");
    }
    out.push_str("    })\n}\n");
    out
}
