//! Builds requests from arguments given as strings, for programs that offer every call of the document.

use std::fmt;
use std::str::FromStr;

use serde::de::DeserializeOwned;

use crate::decode::decode;
use crate::request::Request;

/// Receives the request that [`visit`](crate::requests::visit) has built.
pub trait Visitor {
    /// What the visitor returns.
    type Output;

    /// Receives the request.
    fn visit<R: Request>(self, request: R) -> Self::Output;
}

/// The error returned when an argument of a call is missing or invalid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArgumentError {
    name: &'static str,
    problem: String,
}

impl ArgumentError {
    /// Returns the argument's name on the wire, or `body` for the request body.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Describes the problem, without the argument's value.
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

/// The arguments of [`visit`](crate::requests::visit), looked up by their names on the wire.
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

    /// Decodes the request body, given as JSON.
    pub(crate) fn body<T: DeserializeOwned>(&self) -> Result<T, ArgumentError> {
        let text = (self.0)("body").ok_or_else(|| missing("body"))?;
        decode(text.as_bytes()).map_err(|error| ArgumentError { name: "body", problem: error.to_string() })
    }
}

fn missing(name: &'static str) -> ArgumentError {
    ArgumentError { name, problem: "required, but missing".to_owned() }
}
