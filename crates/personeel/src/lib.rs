#![doc = include_str!("../README.md")]

mod access;
mod attachment;
#[cfg(feature = "blocking")]
pub mod blocking;
mod builder;
mod cache;
mod call;
mod client;
mod decode;
#[cfg(any(doc, doctest))]
pub mod docs;
mod endpoint;
mod error;
mod generated;
pub mod helpers;
mod image;
mod institute;
mod many;
mod net;
mod network_path;
mod raw;
mod rows;
mod shared;
mod stream;
mod token;
mod transport;

pub use ::{bytes, http};
pub use access::Access;
pub use attachment::Attachment;
pub use builder::Builder;
pub use cache::CachePolicy;
pub use call::Call;
pub use client::Personeel;
pub use decode::{RowError, Rows};
pub use error::{Error, ErrorKind, Refusal, Result};
pub use generated::calls;
pub use image::{Image, ImageFormat};
pub use institute::Institute;
pub use many::{ForEach, Incomplete, Outcome, Partial, Progress};
pub use network_path::NetworkPath;
pub use personeel_client::codes::{CodeInfo, ErrorCode};
pub use personeel_client::ids::*;
pub use personeel_client::operations::{Operation, OperationInfo, ParameterInfo, ParameterKind, ParameterPlace};
pub use personeel_client::{
    ArgumentError, Request, Response, ResponseKind, Visitor, codes, endpoints, enums, ids, requests, rules, types,
};
pub use personeel_wire::{self as wire, Date, DateTime, Decimal, Guid, InstituteNumber, SchoolYear, Structure};
pub use raw::RawCall;
pub use reqwest::{Method, header::HeaderMap};
pub use stream::{RawRow, Records};
pub use token::{AccessToken, ClientCredentials, Scope, StaticToken, TokenError, TokenErrorKind, TokenSource};
pub use transport::{
    RetryCause, RetryEvent, RetryPolicy, Timeouts, Transport, TransportBody, TransportError, TransportErrorKind,
};
