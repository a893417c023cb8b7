//! What calls and token requests share of the network: when to come back, until when, and why nobody answered.

mod answer;
mod deadline;
mod policy;
mod route;
mod unreachable;

pub(crate) use answer::{is_retryable_status, retry_after};
pub(crate) use deadline::after;
pub use policy::RetryPolicy;
pub(crate) use route::Route;
pub(crate) use unreachable::explain;
