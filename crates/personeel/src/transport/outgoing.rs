//! Outgoing calls: the request, and what the response must be.

use std::sync::Arc;

use personeel_client::ResponseKind;
use personeel_client::operations::Operation;
use personeel_wire::{Guid, InstituteNumber};
use reqwest::Request;

use super::exchange::Reading;
use super::options::CallOptions;
use crate::error::{Error, ErrorKind};
use crate::net::Budget;

/// A call whose request is ready except for its token.
pub(crate) struct Outgoing {
    /// The operation; `None` for a raw call that is not in the document.
    pub(crate) operation: Option<Operation>,
    pub(crate) institute: InstituteNumber,
    /// Built once. Its body, if any, is in memory, and the copies that the attempts send share it.
    pub(crate) request: Request,
    pub(crate) reading: Reading,
    pub(crate) wants: Wants,
    pub(crate) options: CallOptions,
    /// The budget of retries that it shares with other calls, if there is one.
    pub(crate) budget: Option<Arc<Budget>>,
}

impl Outgoing {
    /// Returns the HTTP method.
    pub(crate) fn method(&self) -> &str {
        self.request.method().as_str()
    }

    /// Returns the id of the record that is written or deleted, if the path ends with one. The id of the person, which
    /// comes before it, is never returned.
    pub(super) fn written_id(&self) -> Option<Guid> {
        let template = self.operation?.info().path;
        if self.method() == "GET" || !template.ends_with("Id}") {
            return None;
        }
        self.request.url().path_segments()?.next_back()?.parse().ok()
    }

    /// Returns a copy of the request for one attempt.
    pub(super) fn request(&self) -> Result<Request, Error> {
        // Only a streaming body cannot be cloned, and no call has one.
        self.request.try_clone().ok_or_else(|| Error::new(ErrorKind::Internal, "the request cannot be cloned"))
    }
}

/// What a response must be to be accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wants {
    /// A list. "No data" is an empty list.
    List,
    /// One record, or "no data".
    Record,
    /// The id of the record that was written.
    Id,
    /// The confirmation of a write, with nothing more.
    Done,
    /// Anything: the call is not in the document.
    Anything,
}

impl Wants {
    /// Returns what the document says about the response of an operation.
    pub(crate) fn of(operation: Operation) -> Self {
        match operation.info().response {
            ResponseKind::List => Self::List,
            ResponseKind::Record => Self::Record,
            ResponseKind::Id => Self::Id,
            ResponseKind::Done => Self::Done,
            _ => Self::Anything,
        }
    }
}
