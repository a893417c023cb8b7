//! Retries, as reported to an observer. `net/answer.rs` says which statuses are retried.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use personeel_client::operations::Operation;
use personeel_wire::InstituteNumber;

/// Why a call is retried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RetryCause {
    /// No connection could be established, or it broke.
    Connection,
    /// The attempt timed out.
    Timeout,
    /// The service returned this status.
    Status(u16),
    /// No token could be obtained at the moment.
    Token,
    /// The service rejected the token. The client requests a new one.
    Unauthorized,
}

/// A failed attempt that will be retried.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RetryEvent {
    /// The operation; `None` for a raw call that is not in the document.
    pub operation: Option<Operation>,
    /// The institute that the call is for.
    pub institute: InstituteNumber,
    /// The number of attempts so far.
    pub attempts: u32,
    /// Why the call is retried.
    pub cause: RetryCause,
    /// The pause before the next attempt.
    pub pause: Duration,
}

/// A callback for retries.
#[derive(Clone, Default)]
pub(crate) struct Observer(pub(crate) Option<Arc<Observe>>);

type Observe = dyn Fn(&RetryEvent) + Send + Sync;

impl fmt::Debug for Observer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "set" } else { "none" })
    }
}
