//! What every clone and handle of a client shares.

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
    /// What calls may repeat, where they are a part of one work.
    pub(crate) budget: Option<Arc<Budget>>,
}

impl Shared {
    /// A call that is ready to go out.
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

    /// Answers a call from the service, with the headers of its answer.
    pub(crate) async fn answer_with_headers<T>(
        &self,
        call: Outgoing,
        read: impl FnOnce(Reply) -> Result<T>,
    ) -> Result<(T, HeaderMap)> {
        let _writing = self.cache.as_ref().filter(|_| call.method() != "GET").map(|cache| cache.write(call.institute));
        let (reply, mut sent) = self.transport.send(call).await?;
        let headers = std::mem::take(&mut sent.headers);
        sent.end(read(reply)).map(|value| (value, headers))
    }

    /// Answers a call from the cache, where there is one, or from the service.
    pub(crate) async fn answer<T>(&self, call: Outgoing, read: impl FnOnce(Reply) -> Result<T>) -> Result<T> {
        // What is kept was said to a call without headers of its own.
        match &self.cache {
            Some(cache) if call.method() != "GET" || call.options.headers.is_empty() => {
                cache.answer(&self.transport, call, read).await
            }
            _ => self.transport.answer(call, read).await,
        }
    }
}
