#![doc = include_str!("../README.md")]

mod attachment;
mod builder;
mod cache;
mod call;
mod check;
mod client;
mod decode;
mod endpoint;
mod error;
pub mod helpers;
mod image;
mod institute;
mod many;
mod net;
mod raw;
mod resources;
mod rows;
mod stream;
mod token;
mod transport;

pub use attachment::Attachment;
pub use builder::Builder;
pub use cache::CachePolicy;
pub use call::{Call, Request};
pub use client::Personeel;
pub use decode::{Answer, RowError, Rows};
pub use endpoint::{API_URL, IDENTITY_URL};
pub use error::{Error, ErrorKind, Refusal, Result};
pub use image::{Image, ImageFormat};
pub use institute::Institute;
pub use many::{ForEach, Incomplete, Outcome, Partial, Progress};
pub use personeel_client::codes::{CodeInfo, ErrorCode};
pub use personeel_client::operations::{Operation, OperationInfo};
pub use personeel_client::{codes, enums, rules, types};
pub use personeel_wire::{
    self as wire, Date, DateTime, Decimal, FirstMonth, Guid, InstituteNumber, SchoolYear, Structure,
};
pub use raw::RawCall;
pub use reqwest::Method;
pub use stream::Records;
pub use token::{AccessToken, ClientCredentials, Scope, StaticToken, TokenError, TokenErrorKind, TokenSource};
pub use transport::{RetryCause, RetryEvent, RetryPolicy, Timeouts};

/// The calls, by resource.
pub mod calls {
    pub use crate::resources::*;
}
