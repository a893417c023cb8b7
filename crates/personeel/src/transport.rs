//! Sending: one attempt, the rules for another, and the limits of both.

mod effect;
mod exchange;
mod limits;
mod outgoing;
mod reply;
mod retry;
mod run;
mod sent;
mod verdict;

pub(crate) use exchange::{Body, Chunk, Reading};
pub(crate) use limits::Limits;
pub use limits::Timeouts;
pub(crate) use outgoing::{Outgoing, Wants};
pub(crate) use reply::Reply;
pub(crate) use retry::{Observer, is_retryable_status, retry_after};
pub use retry::{RetryCause, RetryEvent, RetryPolicy};
pub(crate) use run::Transport;
pub(crate) use sent::Sent;
pub(crate) use verdict::token_error;
