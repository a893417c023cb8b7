//! What is known of a call that is on its way, up to the word that ends it.

use http::HeaderMap;
use personeel_client::operations::Operation;
use personeel_wire::{Guid, InstituteNumber};
use tokio::time::Instant;
use tracing::{Span, debug, field};

use super::outgoing::Outgoing;
use crate::error::Error;

/// The history of a call. Whoever reads its answer ends it with what the reading gave, so that errors and span tell the
/// same of a body that is wrong as of an attempt that failed.
pub(crate) struct Sent {
    operation: Option<Operation>,
    institute: InstituteNumber,
    /// The id of what is written or removed, where the path has it.
    id: Option<Guid>,
    span: Span,
    pub(super) started: Instant,
    pub(super) attempts: u32,
    /// An attempt may have been carried out.
    pub(super) may_have_been_applied: bool,
    /// The status of the last answer.
    pub(super) status: Option<u16>,
    /// The headers of a good answer.
    pub(crate) headers: HeaderMap,
}

impl Sent {
    /// The start of a call.
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

    /// The span of the call.
    pub(super) fn span(&self) -> &Span {
        &self.span
    }

    /// Ends the call with what its answer was read as.
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

    /// An error of the call, with everything that belongs to it.
    pub(crate) fn complete(&self, error: Error) -> Error {
        let error = error
            .with_attempts(self.attempts, self.may_have_been_applied)
            .with_institute(self.institute)
            .with_operation(self.operation)
            .with_id(self.id);
        // An attempt that failed has said its own; what is left is a good answer that was no good.
        match self.status {
            Some(status @ 200..=299) if error.status().is_none() => error.with_status(status),
            _ => error,
        }
    }
}
