#![doc = include_str!("../README.md")]

mod answer;
mod arguments;
pub mod codes;
mod decode;
mod generated;
mod http;
mod no_data;
pub mod operations;
mod request;
pub mod rules;
mod scope;
mod send;

pub use answer::{Response, ResponseKind};
pub use arguments::{ArgumentError, Visitor};
pub use decode::{DecodeError, DecodeErrorKind, decode};
pub use generated::{endpoints, enums, ids, requests, types};
pub use no_data::is_no_data;
pub use request::{API_VERSION, INSTITUTE_NO, Request, RequestError};
pub use scope::{institute_of_scope, scope};
pub use send::{SendError, send};
