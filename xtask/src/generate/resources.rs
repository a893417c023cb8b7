//! Generates the overlay's calls by resource: a handle for each tag, and for each call a method and a type with setters
//! for its optional arguments. All of it is a convenience layer over `Institute::send`.

use std::fmt::Write as _;

use super::docs::{comment, describe_call, describe_response, third_person};
use super::requests::Request;
use super::{Error, format};
use crate::model::Model;
use crate::names::{method, snake, variant};

/// What comes before the calls of the async client and of the blocking one. The rest is the same for both.
pub struct Client {
    docs: &'static str,
    imports: &'static str,
    /// What sends a call, as in "does nothing until it is …".
    until: &'static str,
}

/// The client whose calls are awaited.
pub const ASYNC: Client = Client {
    docs: "\
//! The calls, grouped by the guide's resources.
//!
//! [`Institute`] has a method for each resource, which returns a handle. Each method of a handle creates a call of its
//! own type: the method takes the required arguments, setters take the optional ones, and awaiting the call sends it.
",
    imports: "\
use crate::call::{Call, call_of_list, call_of_one};
use crate::institute::Institute;
",
    until: "awaited",
};

/// The client whose calls block.
pub const BLOCKING: Client = Client {
    docs: "\
//! The calls of the blocking client, grouped by the guide's resources.
//!
//! [`Institute`] has a method for each resource, which returns a handle. Each method of a handle creates a call of its
//! own type: the method takes the required arguments, setters take the optional ones, and `send` sends the call.
",
    imports: "\
use crate::blocking::{Call, Institute, call_of_list, call_of_one};
",
    until: "sent",
};

const ALLOWED: &str = "\
#![allow(
    // Generated statements don't follow the lints.
    clippy::all,
    clippy::pedantic,
    // Which imports are used depends on the calls in the document.
    unused_imports,
)]

use std::fmt::Display;

use personeel_client::{enums, ids, requests, types};
use personeel_wire::{Date, DateTime, Decimal, Guid, InstituteNumber, SchoolYear, Structure};
";

/// Generates the file of a client.
pub fn generate(model: &Model, requests: &[Request<'_>], client: &Client) -> Result<String, Error> {
    let mut out = String::from("/// The resources of the API.\nimpl Institute {\n");
    for tag in &model.tags {
        let _ = write!(
            out,
            "{}    pub fn {}(&self) -> {name}<'_> {{\n        {name}(self)\n    }}\n\n",
            comment(&tag.description, 4),
            snake(&tag.name),
            name = variant(&tag.name),
        );
    }
    out.push_str("}\n");
    for tag in &model.tags {
        let name = variant(&tag.name);
        let _ = write!(
            out,
            "\n{}#[derive(Clone, Copy, Debug)]\npub struct {name}<'a>(&'a Institute);\n\nimpl {name}<'_> {{\n",
            comment(&tag.description, 0)
        );
        let of_tag = requests.iter().filter(|request| request.call.tag() == tag.name);
        let names: Vec<_> = of_tag.clone().map(|request| method(request.call)).collect();
        if let Some(twice) = names.iter().enumerate().find(|(index, name)| names[..*index].contains(name)) {
            return Err(Error::at(
                tag.pointer.to_string(),
                format!("two calls of `{}` would be named `{}`; set `x-method` on one of them", tag.name, twice.1),
            ));
        }
        for request in of_tag.clone() {
            add_constructor(&mut out, model, request);
        }
        out.push_str("}\n");
        for request in of_tag {
            add_call(&mut out, model, request, client.until);
        }
    }
    let Client { docs, imports, .. } = client;
    Ok(format!("{docs}\n{ALLOWED}\n{imports}\n{}", format::format_code(&out)?))
}

fn add_constructor(out: &mut String, model: &Model, request: &Request<'_>) {
    let name = &request.name;
    let (typed, given): (Vec<_>, Vec<_>) = if request.is_named() {
        (vec![format!("required: requests::{name}Required")], vec!["required".to_owned()])
    } else {
        let typed = request.required().map(|argument| {
            let kind =
                if argument.wire == "body" { format!("impl Into<{}>", argument.kind) } else { argument.kind.clone() };
            format!("{}: {kind}", argument.name)
        });
        (typed.collect(), request.required().map(|argument| argument.name.clone()).collect())
    };
    let text = format!(
        "{}.\n\n{} See [`{name}`] for details.",
        third_person(&request.call.summary),
        describe_response(model, request.call)
    );
    let separator = if typed.is_empty() { "" } else { ", " };
    let _ = write!(
        out,
        "{}    pub fn {}(self{separator}{}) -> {name} {{\n        {name}(self.0.send(requests::{name}::new({})))\n    }}\n\n",
        comment(&text, 4),
        method(request.call),
        typed.join(", "),
        given.join(", "),
    );
}

fn add_call(out: &mut String, model: &Model, request: &Request<'_>, until: &str) {
    let name = &request.name;
    let _ = write!(
        out,
        "\n{}#[must_use = \"a call does nothing until it is {until}\"]\npub struct {name}(Call<requests::{name}>);\n",
        comment(&describe_call(model, request.call), 0)
    );
    if request.optional().next().is_some() {
        let _ = write!(out, "\nimpl {name} {{\n");
        for argument in request.optional() {
            let _ = write!(
                out,
                "{}    pub fn {argument}<V: TryInto<{kind}, Error: Display>>(self, value: V) -> Self {{\n        \
                 Self(self.0.set({wire:?}, value, |request, value| request.{argument} = Some(value)))\n    }}\n\n",
                comment(&argument.description, 4),
                argument = argument.name,
                kind = argument.kind,
                wire = argument.name,
            );
        }
        out.push_str("}\n");
    }
    match request.response.strip_prefix("Vec<").and_then(|inner| inner.strip_suffix('>')) {
        Some(record) => {
            let _ = write!(out, "\ncall_of_list!({name}, {record});\n");
        }
        None => {
            let _ = write!(out, "\ncall_of_one!({name}, {});\n", request.response);
        }
    }
}
