//! The OpenAPI document that the sandbox follows.

mod call;
mod parameter;
mod pointer;
mod source;

pub(crate) use call::Described;
pub(crate) use parameter::{Kind, Parameter};
pub(crate) use source::Document;
