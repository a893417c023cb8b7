//! What every clone and handle of a client shares.

use personeel_client::operations::Operation;
use personeel_wire::InstituteNumber;
use reqwest::Request;

use crate::cache::Cache;
use crate::error::Result;
use crate::transport::{Outgoing, Reading, Reply, Transport, Wants};

pub(crate) struct Shared {
    pub(crate) transport: Transport,
    /// Whether arguments are checked before sending.
    pub(crate) checks: bool,
    pub(crate) cache: Option<Cache>,
}

impl Shared {
    /// A call that is ready to go out.
    pub(crate) fn outgoing(
        operation: Option<Operation>,
        institute: InstituteNumber,
        request: Request,
        reading: Reading,
    ) -> Outgoing {
        let wants = operation.map_or(Wants::Anything, Wants::of);
        Outgoing { operation, institute, request, reading, wants }
    }

    /// Answers a call from the cache, where there is one, or from the service.
    pub(crate) async fn answer<T>(&self, call: Outgoing, read: impl FnOnce(Reply) -> Result<T>) -> Result<T> {
        match &self.cache {
            Some(cache) => cache.answer(&self.transport, call, read).await,
            None => self.transport.answer(call, read).await,
        }
    }
}
