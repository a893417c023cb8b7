//! The history of a call that has been sent, until it ends.

use http::HeaderMap;
use personeel_client::operations::Operation;
use personeel_wire::{Guid, InstituteNumber};
use tokio::time::Instant;
use tracing::{Span, debug, field};

use super::outgoing::Outgoing;
use crate::error::Error;

/// The history of a call. The code that reads the response ends the call with the result, so that errors and the span
/// say the same about an invalid body as about a failed attempt.
pub(crate) struct Sent {
    operation: Option<Operation>,
    institute: InstituteNumber,
    /// The id of the record that is written or deleted, if the path contains one.
    id: Option<Guid>,
    span: Span,
    pub(super) started: Instant,
    pub(super) attempts: u32,
    /// Whether an attempt may have been carried out.
    pub(super) may_have_been_applied: bool,
    /// The status of the last response.
    pub(super) status: Option<u16>,
    /// The headers of a successful response.
    pub(crate) headers: HeaderMap,
}

impl Sent {
    /// Begins the history of a call.
    pub(super) fn new(call: &Outgoing) -> Self {
        let info = call.operation.map(Operation::info);
        let span = tracing::info_span!(
            "personeel.call",
            otel.kind = "client",
            personeel.operation = info.map_or("raw", |info| info.id),
            personeel.institute = %call.institute,
            http.request.method = call.method(),
            url.template = info.map(|info| info.path),
            http.response.status_code = field::Empty,
            http.request.resend_count = field::Empty,
            error.type = field::Empty,
        );
        Self {
            operation: call.operation,
            institute: call.institute,
            id: call.written_id(),
            span,
            started: Instant::now(),
            attempts: 0,
            may_have_been_applied: false,
            status: None,
            headers: HeaderMap::new(),
        }
    }

    /// Returns the span of the call.
    pub(super) fn span(&self) -> &Span {
        &self.span
    }

    /// Ends the call with the result of reading its response.
    pub(crate) fn end<T>(&self, outcome: Result<T, Error>) -> Result<T, Error> {
        self.span.record("http.request.resend_count", self.attempts.saturating_sub(1));
        if let Some(status) = self.status {
            self.span.record("http.response.status_code", status);
        }
        let attempts = self.attempts;
        let duration_ms = || u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        match outcome {
            Ok(value) => {
                self.span.in_scope(|| debug!(attempts, duration_ms = duration_ms(), "the call succeeded"));
                Ok(value)
            }
            Err(error) => {
                let kind = error.kind().as_str();
                self.span.record("error.type", kind);
                self.span.in_scope(|| debug!(attempts, duration_ms = duration_ms(), kind, "the call failed"));
                Err(self.complete(error))
            }
        }
    }

    /// Adds to an error what is known about the call.
    pub(crate) fn complete(&self, error: Error) -> Error {
        let error = error
            .with_attempts(self.attempts, self.may_have_been_applied)
            .with_institute(self.institute)
            .with_operation(self.operation)
            .with_id(self.id);
        // The error of a failed attempt has its status already. What remains is a successful response that was not
        // valid.
        match self.status {
            Some(status @ 200..=299) if error.status().is_none() => error.with_status(status),
            _ => error,
        }
    }
}
