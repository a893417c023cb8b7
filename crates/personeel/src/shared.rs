//! The state that every clone and handle of a client shares.

use std::sync::Arc;

use http::HeaderMap;
use personeel_client::operations::Operation;
use personeel_wire::InstituteNumber;
use reqwest::Request;

use crate::cache::Cache;
use crate::error::Result;
use crate::net::Budget;
use crate::transport::{CallOptions, Outgoing, Pipeline, Reading, Reply, Wants};

#[derive(Clone)]
pub(crate) struct Shared {
    pub(crate) transport: Arc<Pipeline>,
    /// Whether arguments are checked before sending.
    pub(crate) checks: bool,
    pub(crate) cache: Option<Arc<Cache>>,
    /// The budget of retries, where calls are part of one [`ForEach`](crate::ForEach).
    pub(crate) budget: Option<Arc<Budget>>,
}

impl Shared {
    /// Prepares a call for sending.
    pub(crate) fn outgoing(
        &self,
        operation: Option<Operation>,
        institute: InstituteNumber,
        request: Request,
        reading: Reading,
        options: CallOptions,
    ) -> Outgoing {
        let wants = operation.map_or(Wants::Anything, Wants::of);
        Outgoing { operation, institute, request, reading, wants, options, budget: self.budget.clone() }
    }

    /// Sends a call, bypassing the cache, and returns the response together with its headers.
    pub(crate) async fn answer_with_headers<T>(
        &self,
        call: Outgoing,
        read: impl FnOnce(Reply) -> Result<T>,
    ) -> Result<(T, HeaderMap)> {
        let _write =
            self.cache.as_ref().filter(|_| call.method() != "GET").map(|cache| cache.begin_write(call.institute));
        let (reply, mut sent) = self.transport.send(call).await?;
        let headers = std::mem::take(&mut sent.headers);
        sent.end(read(reply)).map(|value| (value, headers))
    }

    /// Serves a call from the cache, if there is one, or from the service.
    pub(crate) async fn answer<T>(&self, call: Outgoing, read: impl FnOnce(Reply) -> Result<T>) -> Result<T> {
        // Cached responses belong to calls without headers of their own.
        match &self.cache {
            Some(cache) if call.method() != "GET" || call.options.headers.is_empty() => {
                cache.fetch(&self.transport, call, read).await
            }
            _ => self.transport.send_and_read(call, read).await,
        }
    }
}
