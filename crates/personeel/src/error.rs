//! The error type of this crate.

mod body;
mod display;
mod kind;
mod refusal;
mod shown;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use personeel_client::operations::Operation;
use personeel_client::{DecodeError, DecodeErrorKind};
use personeel_wire::{Guid, InstituteNumber};

pub(crate) use body::refusals;
pub use kind::ErrorKind;
pub use refusal::Refusal;
use shown::escape_path;

/// The result of a call.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a call failed.
///
/// Branch on [`kind`](Self::kind), on the predicates or on [`codes`](Self::codes). `Display` and `Debug` never show a
/// body, a value or a token; [`raw_body`](Self::raw_body) returns the start of the response body.
///
/// Cloning is cheap: all callers that waited for one token request get the same error.
#[derive(Clone)]
pub struct Error {
    inner: Arc<Inner>,
}

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    /// What happened. It contains nothing that the service sent.
    message: String,
    status: Option<u16>,
    operation: Option<Operation>,
    institute: Option<InstituteNumber>,
    id: Option<Guid>,
    refusals: Vec<Refusal>,
    attempts: u32,
    may_have_been_applied: bool,
    retry_after: Option<Duration>,
    /// The connection failed for a reason that a retry would run into again.
    is_lasting: bool,
    path: Option<String>,
    raw_body: Option<Bytes>,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// Returns what kind of failure this is.
    pub fn kind(&self) -> ErrorKind {
        self.inner.kind
    }

    /// Returns the HTTP status of the response, even if its body could not be read. Statuses outside the HTTP standard,
    /// such as 999, are returned as they are.
    pub fn status(&self) -> Option<u16> {
        self.inner.status
    }

    /// Returns the operation that failed.
    pub fn operation(&self) -> Option<Operation> {
        self.inner.operation
    }

    /// Returns the institute that the call was for.
    pub fn institute(&self) -> Option<InstituteNumber> {
        self.inner.institute
    }

    /// Returns the id of the record that the call was to write or delete, if the path contains one. It is the caller's
    /// own argument; use it to look the record up when the outcome of a write is unknown.
    pub fn id(&self) -> Option<Guid> {
        self.inner.id
    }

    /// Returns the violated rules, as reported by the service or by the check before sending.
    pub fn codes(&self) -> &[Refusal] {
        &self.inner.refusals
    }

    /// Returns whether the call was refused with this code, for example `ErrorCode::Br026`.
    pub fn has_code(&self, code: &personeel_client::codes::ErrorCode) -> bool {
        self.inner.refusals.iter().any(|refusal| refusal.code() == code)
    }

    /// Returns the id of the existing record, which BR025 and BR026 include.
    pub fn existing_id(&self) -> Option<Guid> {
        self.inner.refusals.iter().find_map(Refusal::existing_id)
    }

    /// Returns how many times the request was sent; 0 if it never was.
    pub fn attempts(&self) -> u32 {
        self.inner.attempts
    }

    /// Returns whether the service may have carried out the call despite the error: the request was sent, and no
    /// response says that it failed.
    pub fn may_have_been_applied(&self) -> bool {
        self.inner.may_have_been_applied
    }

    /// Returns how long the service asked to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        self.inner.retry_after
    }

    /// Returns the path at which the response could not be decoded, for example `[417].adressen[0].postcode`.
    pub fn path(&self) -> Option<&str> {
        self.inner.path.as_deref()
    }

    /// Returns the first 64 KiB of the body of an error response. It may contain personal data: don't log it.
    pub fn raw_body(&self) -> Option<&[u8]> {
        self.inner.raw_body.as_deref()
    }

    /// Returns whether the service rejected the token, or no token could be obtained.
    pub fn is_unauthorized(&self) -> bool {
        self.kind() == ErrorKind::Unauthorized
    }

    /// Returns whether the service returned 403: the institute is outside the token's scopes, or the item is forbidden.
    pub fn is_forbidden(&self) -> bool {
        self.kind() == ErrorKind::Forbidden
    }

    /// Returns whether the call violates rules (BR and MNA codes), as found by the service or before sending.
    pub fn is_refused(&self) -> bool {
        self.kind() == ErrorKind::Refused
    }

    /// Returns whether the record does not exist.
    pub fn is_not_found(&self) -> bool {
        self.kind() == ErrorKind::NotFound
    }

    /// Returns whether a timeout expired.
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout
    }

    /// Returns whether the service could not be reached, or the connection broke.
    pub fn is_connection(&self) -> bool {
        self.kind() == ErrorKind::Connection
    }

    /// Returns whether the response could not be decoded.
    pub fn is_decode(&self) -> bool {
        self.kind() == ErrorKind::Decode
    }

    /// Returns whether the same call may succeed later: after a network failure, a timeout, or when the service is down
    /// or busy. Problems that last until someone fixes them, such as a certificate or a proxy's login, are not
    /// transient.
    pub fn is_transient(&self) -> bool {
        match self.kind() {
            _ if self.inner.is_lasting => false,
            ErrorKind::Connection | ErrorKind::Timeout => true,
            ErrorKind::Status => self.status().is_some_and(crate::net::is_retryable_status),
            _ => false,
        }
    }
}

/// Constructors and setters.
impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        let inner = Inner {
            kind,
            message: message.into(),
            status: None,
            operation: None,
            institute: None,
            id: None,
            refusals: Vec::new(),
            attempts: 0,
            may_have_been_applied: false,
            retry_after: None,
            is_lasting: false,
            path: None,
            raw_body: None,
            source: None,
        };
        Self { inner: Arc::new(inner) }
    }

    pub(crate) fn configuration(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Configuration, message)
    }

    pub(crate) fn invalid_argument(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::InvalidArgument, message)
    }

    pub(crate) fn refused(refusals: Vec<Refusal>) -> Self {
        Self::new(ErrorKind::Refused, "refused by the rules").with_refusals(refusals)
    }

    /// Appends a note to the message.
    pub(crate) fn with_note(self, note: &str) -> Self {
        self.change(|inner| {
            inner.message.push_str("; ");
            inner.message.push_str(note);
        })
    }

    pub(crate) fn with_refusals(self, refusals: Vec<Refusal>) -> Self {
        self.change(|inner| inner.refusals = refusals)
    }

    pub(crate) fn with_status(self, status: u16) -> Self {
        self.change(|inner| inner.status = Some(status))
    }

    pub(crate) fn with_operation(self, operation: Option<Operation>) -> Self {
        self.change(|inner| inner.operation = operation)
    }

    pub(crate) fn with_institute(self, institute: InstituteNumber) -> Self {
        self.change(|inner| inner.institute = Some(institute))
    }

    pub(crate) fn with_id(self, id: Option<Guid>) -> Self {
        self.change(|inner| inner.id = id)
    }

    pub(crate) fn with_attempts(self, attempts: u32, may_have_been_applied: bool) -> Self {
        self.change(|inner| {
            inner.attempts = attempts;
            inner.may_have_been_applied = may_have_been_applied;
        })
    }

    pub(crate) fn with_retry_after(self, wait: Option<Duration>) -> Self {
        self.change(|inner| inner.retry_after = wait)
    }

    pub(crate) fn lasting(self, is_lasting: bool) -> Self {
        self.change(|inner| inner.is_lasting = is_lasting)
    }

    /// Member names in a path come from the response, so they are escaped and shortened before they are kept.
    pub(crate) fn with_path(self, path: &str) -> Self {
        self.change(|inner| inner.path = Some(escape_path(path)))
    }

    pub(crate) fn with_raw_body(self, body: Bytes) -> Self {
        self.change(|inner| inner.raw_body = Some(body))
    }

    pub(crate) fn with_source(self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.with_shared_source(Arc::new(source))
    }

    pub(crate) fn with_shared_source(self, source: Arc<dyn std::error::Error + Send + Sync>) -> Self {
        self.change(|inner| inner.source = Some(source))
    }

    fn change(mut self, change: impl FnOnce(&mut Inner)) -> Self {
        change(Arc::make_mut(&mut self.inner));
        self
    }
}

impl From<DecodeError> for Error {
    fn from(error: DecodeError) -> Self {
        // A missing id concerns the whole body, so a path would say nothing.
        let has_path = !matches!(error.kind(), DecodeErrorKind::NoId);
        let converted = Self::new(ErrorKind::Decode, error.kind().to_string());
        if has_path { converted.with_path(error.path()) } else { converted }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.inner.source.as_ref().map(|source| source.as_ref() as _)
    }
}
