//! Attempts that are repeated, as whoever watches is told of them.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use personeel_client::operations::Operation;
use personeel_wire::InstituteNumber;

/// Why an attempt is repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RetryCause {
    /// No connection could be made, or it broke.
    Connection,
    /// The attempt ran out of time.
    Timeout,
    /// The service answered with this status.
    Status(u16),
    /// No token could be had for the moment.
    Token,
    /// The service refused the token; a fresh one is asked for.
    Unauthorized,
}

/// An attempt that failed and will be repeated.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RetryEvent {
    /// The call; `None` for a raw one that the document doesn't know.
    pub operation: Option<Operation>,
    /// The institute.
    pub institute: InstituteNumber,
    /// Attempts so far.
    pub attempts: u32,
    /// Why.
    pub cause: RetryCause,
    /// The pause before the next one.
    pub pause: Duration,
}

/// Told of every repetition.
#[derive(Clone, Default)]
pub(crate) struct Observer(pub(crate) Option<Arc<Observe>>);

type Observe = dyn Fn(&RetryEvent) + Send + Sync;

impl fmt::Debug for Observer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "set" } else { "none" })
    }
}
