//! A violated rule.

use std::fmt;

use personeel_client::codes::{CodeInfo, ErrorCode};
use personeel_wire::{Guid, Redacted};

use super::shown::escape_name;

/// A rule that a call violates, as reported by the service or by the check before sending.
#[doc(alias = "violation")]
#[doc(alias = "validation")]
#[derive(Clone, PartialEq, Eq)]
pub struct Refusal {
    code: ErrorCode,
    service_message: Option<String>,
}

impl Refusal {
    pub(crate) fn new(code: ErrorCode, service_message: Option<String>) -> Self {
        Self { code, service_message }
    }

    /// Returns the code. Codes that are not in the document, including those of other families, are
    /// `ErrorCode::Unknown`.
    pub fn code(&self) -> &ErrorCode {
        &self.code
    }

    /// Returns what the registry knows about the code: text, remedy, status, operations. `None` for an unknown code.
    pub fn info(&self) -> Option<&'static CodeInfo> {
        self.code.info()
    }

    /// Returns the parameter or field that the code concerns; `None` for an unknown code.
    pub fn field(&self) -> Option<&'static str> {
        self.info().map(|info| info.field)
    }

    /// Returns the registry's description of what is wrong; for an unknown code, the code itself.
    pub fn text(&self) -> &str {
        self.info().map_or(self.code.as_str(), |info| info.message)
    }

    /// Returns the service's own message; `None` for a violation that was found before sending. Don't log it: it may
    /// contain anything.
    pub fn service_message(&self) -> Option<&str> {
        self.service_message.as_deref()
    }

    /// Returns the id of the existing record, with which the messages of BR025 and BR026 end.
    pub fn existing_id(&self) -> Option<Guid> {
        let info = self.info().filter(|info| info.existing_id)?;
        debug_assert_eq!(info.code, self.code);
        // "Id:" comes last; the message may contain other ids before it.
        let message = self.service_message.as_deref()?;
        let tail = message.to_ascii_lowercase().rfind("id:").map_or(message, |start| &message[start..]);
        Guid::find_in(tail)
    }
}

impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refusal")
            .field("code", &escape_name(self.code.as_str()))
            .field("service_message", &self.service_message.as_ref().map(|_| Redacted))
            .finish()
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.info() {
            Some(info) => write!(f, "{} ({}): {}", info.name, info.field, info.message),
            None => write!(f, "{}: unknown error code", escape_name(self.code.as_str())),
        }
    }
}
