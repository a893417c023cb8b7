//! Networking that calls and token requests share: retries, deadlines, reading bodies, and explaining connection
//! errors.

mod answer;
mod budget;
mod coding;
mod deadline;
mod exchange;
mod failure;
mod incoming;
#[cfg(feature = "gzip")]
mod inflate;
mod policy;
mod route;
mod transport;
mod unreachable;

pub(crate) use answer::{is_retryable_status, retry_after};
pub(crate) use budget::Budget;
pub(crate) use coding::{Coding, CodingFault};
pub(crate) use deadline::after;
pub(crate) use exchange::{Exchange, Sending};
pub(crate) use failure::{Failure, Stage};
pub(crate) use incoming::Incoming;
pub use policy::RetryPolicy;
pub(crate) use route::Route;
pub(crate) use transport::{AnyTransport, Carried};
pub use transport::{Transport, TransportBody, TransportError, TransportErrorKind};
pub(crate) use unreachable::explain;
