//! Sends calls: single attempts, retries, and the limits of both.

mod body;
mod client;
mod effect;
mod exchange;
mod limits;
mod options;
mod outgoing;
mod reply;
mod retry;
mod run;
mod sent;
mod verdict;

pub use crate::net::{RetryPolicy, Transport, TransportBody, TransportError, TransportErrorKind};
pub(crate) use client::{Network, NetworkSettings, http_builder, http_client, own_user_agent, user_agent};
pub(crate) use exchange::{Body, Chunk, Reading};
pub(crate) use limits::Limits;
pub use limits::Timeouts;
pub(crate) use options::CallOptions;
pub(crate) use outgoing::{Outgoing, Wants};
pub(crate) use reply::Reply;
pub(crate) use retry::Observer;
pub use retry::{RetryCause, RetryEvent};
pub(crate) use run::Pipeline;
pub(crate) use sent::Sent;
pub(crate) use verdict::token_error;
