//! What goes out: a call as one request, and what its answer must be.

use std::sync::Arc;

use personeel_client::ResponseKind;
use personeel_client::operations::Operation;
use personeel_wire::{Guid, InstituteNumber};
use reqwest::Request;

use super::exchange::Reading;
use super::options::CallOptions;
use crate::error::{Error, ErrorKind};
use crate::net::Budget;

/// A call whose request is ready save its token.
pub(crate) struct Outgoing {
    /// The call of the API; `None` for one that the document doesn't know.
    pub(crate) operation: Option<Operation>,
    pub(crate) institute: InstituteNumber,
    /// Made once. Its body, if any, is in memory: each attempt sends a copy that shares it.
    pub(crate) request: Request,
    pub(crate) reading: Reading,
    pub(crate) wants: Wants,
    pub(crate) options: CallOptions,
    /// Retries that it shares with other calls; its own alone where there is none.
    pub(crate) budget: Option<Arc<Budget>>,
}

impl Outgoing {
    /// The HTTP method.
    pub(crate) fn method(&self) -> &str {
        self.request.method().as_str()
    }

    /// The id of what is written or removed, where the path ends in one. A person's stands before it, and is nobody's
    /// business.
    pub(super) fn written_id(&self) -> Option<Guid> {
        let template = self.operation?.info().path;
        if self.method() == "GET" || !template.ends_with("Id}") {
            return None;
        }
        self.request.url().path_segments()?.next_back()?.parse().ok()
    }

    /// The request of one attempt.
    pub(super) fn request(&self) -> Result<Request, Error> {
        // Only a body that is a stream cannot be copied, and nobody makes one.
        self.request.try_clone().ok_or_else(|| Error::new(ErrorKind::Internal, "the request cannot be sent twice"))
    }
}

/// What an answer must be to be taken for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wants {
    /// A list; "no data" is an empty one.
    List,
    /// One record, or "no data".
    Record,
    /// The id of what was written.
    Id,
    /// That it was done, without a word more.
    Done,
    /// Nobody here knows: the call is none of the document's.
    Anything,
}

impl Wants {
    /// What the document promises of a call.
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
