//! The one error of this crate.

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
use shown::shown_path;

/// The result of a call.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a call failed.
///
/// Branch on [`kind`](Self::kind), on the predicates or on [`codes`](Self::codes). Neither `Display` nor `Debug` shows a
/// body, a value or a token; [`raw_body`](Self::raw_body) gives the start of the body to whoever asks for it.
///
/// Cloning is cheap: everybody who waited for one token request gets the same error.
#[derive(Clone)]
pub struct Error {
    inner: Arc<Inner>,
}

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    /// What happened, in words that hold no data of the service.
    message: String,
    status: Option<u16>,
    operation: Option<Operation>,
    institute: Option<InstituteNumber>,
    id: Option<Guid>,
    refusals: Vec<Refusal>,
    attempts: u32,
    may_have_been_applied: bool,
    retry_after: Option<Duration>,
    /// The connection failed for a reason that another try would find again.
    is_lasting: bool,
    path: Option<String>,
    raw_body: Option<Bytes>,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// What kind of failure it is.
    pub fn kind(&self) -> ErrorKind {
        self.inner.kind
    }

    /// The HTTP status of the answer, also of one whose body could not be read. Statuses that HTTP doesn't know, such
    /// as 999, are kept.
    pub fn status(&self) -> Option<u16> {
        self.inner.status
    }

    /// The call that failed.
    pub fn operation(&self) -> Option<Operation> {
        self.inner.operation
    }

    /// The institute for which it was sent.
    pub fn institute(&self) -> Option<InstituteNumber> {
        self.inner.institute
    }

    /// The id of the record that the call was to write or remove, where its path names one: the caller's own argument,
    /// and what a record is found by whose writing nobody can vouch for.
    pub fn id(&self) -> Option<Guid> {
        self.inner.id
    }

    /// The rules that the service, or a check before sending, found violated.
    pub fn codes(&self) -> &[Refusal] {
        &self.inner.refusals
    }

    /// Whether the service refused with this code, for example `ErrorCode::Br026`.
    pub fn has_code(&self, code: &personeel_client::codes::ErrorCode) -> bool {
        self.inner.refusals.iter().any(|refusal| refusal.code() == code)
    }

    /// The id of the existing record, which BR025 and BR026 carry.
    pub fn existing_id(&self) -> Option<Guid> {
        self.inner.refusals.iter().find_map(Refusal::existing_id)
    }

    /// How often the request was sent; 0 where it never was.
    pub fn attempts(&self) -> u32 {
        self.inner.attempts
    }

    /// Whether the service may have carried the call out all the same: it was sent, and no answer came that says
    /// otherwise.
    pub fn may_have_been_applied(&self) -> bool {
        self.inner.may_have_been_applied
    }

    /// How long the service asked to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        self.inner.retry_after
    }

    /// Where an answer could not be decoded, for example `[417].adressen[0].postcode`.
    pub fn path(&self) -> Option<&str> {
        self.inner.path.as_deref()
    }

    /// The first 64 KiB of the body of an error answer. It may hold personal data: don't log it.
    pub fn raw_body(&self) -> Option<&[u8]> {
        self.inner.raw_body.as_deref()
    }

    /// The token was refused, or no token could be had.
    pub fn is_unauthorized(&self) -> bool {
        self.kind() == ErrorKind::Unauthorized
    }

    /// The institute is outside the token's scopes.
    pub fn is_forbidden(&self) -> bool {
        self.kind() == ErrorKind::Forbidden
    }

    /// The rules forbid the call (BR and MNA codes), found by the service or before sending.
    pub fn is_refused(&self) -> bool {
        self.kind() == ErrorKind::Refused
    }

    /// The record does not exist.
    pub fn is_not_found(&self) -> bool {
        self.kind() == ErrorKind::NotFound
    }

    /// A time limit passed.
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout
    }

    /// The service could not be reached, or the connection broke.
    pub fn is_connection(&self) -> bool {
        self.kind() == ErrorKind::Connection
    }

    /// The answer could not be decoded.
    pub fn is_decode(&self) -> bool {
        self.kind() == ErrorKind::Decode
    }

    /// Whether the same call may succeed later: the network, a time limit, or a service that is down or busy. What stands
    /// between until somebody mends it, such as a certificate or the login of a proxy, is none of those.
    pub fn is_transient(&self) -> bool {
        match self.kind() {
            _ if self.inner.is_lasting => false,
            ErrorKind::Connection | ErrorKind::Timeout => true,
            ErrorKind::Status => self.status().is_some_and(crate::net::is_retryable_status),
            _ => false,
        }
    }
}

/// Making errors.
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
        Self::new(ErrorKind::Refused, "the rules forbid it").with_refusals(refusals)
    }

    /// With one more thing to know.
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

    /// Names in a path are those that came, so only what may be shown of them is kept.
    pub(crate) fn with_path(self, path: &str) -> Self {
        self.change(|inner| inner.path = Some(shown_path(path)))
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
        let whole = matches!(error.kind(), DecodeErrorKind::NoId);
        let fault = Self::new(ErrorKind::Decode, error.kind().to_string());
        if whole { fault } else { fault.with_path(error.path()) }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.inner.source.as_ref().map(|source| source.as_ref() as _)
    }
}
