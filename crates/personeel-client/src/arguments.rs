//! Calls from arguments as texts: for programs that offer every call of the document.

use std::fmt;
use std::str::FromStr;

use serde::de::DeserializeOwned;

use crate::decode::decode;
use crate::request::Request;

/// Takes the value of a call that [`visit`](crate::requests::visit) has made.
pub trait Visitor {
    /// What becomes of it.
    type Output;

    /// Takes the call.
    fn visit<R: Request>(self, request: R) -> Self::Output;
}

/// An argument of a call is missing, or isn't what it must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArgumentError {
    name: &'static str,
    problem: String,
}

impl ArgumentError {
    /// The argument, by its name on the wire; `body` for a body.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What is wrong with it, without its value.
    pub fn problem(&self) -> &str {
        &self.problem
    }
}

impl fmt::Display for ArgumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name, self.problem)
    }
}

impl std::error::Error for ArgumentError {}

/// Where [`visit`](crate::requests::visit) finds the arguments, by their names on the wire.
pub(crate) struct Arguments<'a>(pub(crate) &'a dyn Fn(&str) -> Option<String>);

impl Arguments<'_> {
    pub(crate) fn optional<T: FromStr<Err: fmt::Display>>(
        &self,
        name: &'static str,
    ) -> Result<Option<T>, ArgumentError> {
        let Some(text) = (self.0)(name) else { return Ok(None) };
        text.parse().map(Some).map_err(|error: T::Err| ArgumentError { name, problem: error.to_string() })
    }

    pub(crate) fn required<T: FromStr<Err: fmt::Display>>(&self, name: &'static str) -> Result<T, ArgumentError> {
        self.optional(name)?.ok_or_else(|| missing(name))
    }

    /// A body, given as JSON.
    pub(crate) fn body<T: DeserializeOwned>(&self) -> Result<T, ArgumentError> {
        let text = (self.0)("body").ok_or_else(|| missing("body"))?;
        decode(text.as_bytes()).map_err(|error| ArgumentError { name: "body", problem: error.to_string() })
    }
}

fn missing(name: &'static str) -> ArgumentError {
    ArgumentError { name, problem: "it is required".to_owned() }
}
