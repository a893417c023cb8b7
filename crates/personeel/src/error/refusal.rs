//! One violated rule.

use std::fmt;

use personeel_client::codes::{CodeInfo, ErrorCode};
use personeel_wire::{Guid, Redacted};

use super::shown::shown;

/// A rule that a call violates, by the service's word or by a check before sending.
#[derive(Clone, PartialEq, Eq)]
pub struct Refusal {
    code: ErrorCode,
    service_message: Option<String>,
}

impl Refusal {
    pub(crate) fn new(code: ErrorCode, service_message: Option<String>) -> Self {
        Self { code, service_message }
    }

    /// The code. Codes that the document doesn't know, also those of other families, are `ErrorCode::Unknown`.
    pub fn code(&self) -> &ErrorCode {
        &self.code
    }

    /// What the registry says of the code: text, remedy, status, calls. `None` for an unknown one.
    pub fn info(&self) -> Option<&'static CodeInfo> {
        self.code.info()
    }

    /// The parameter or field that the code concerns; `None` for an unknown code.
    pub fn field(&self) -> Option<&'static str> {
        self.info().map(|info| info.field)
    }

    /// What is wrong, in the registry's words; the code itself for an unknown one.
    pub fn text(&self) -> &str {
        self.info().map_or(self.code.as_str(), |info| info.message)
    }

    /// The service's own message; `None` for a violation that was found before sending. Don't log it: what it says is
    /// beyond this crate.
    pub fn service_message(&self) -> Option<&str> {
        self.service_message.as_deref()
    }

    /// The id of the existing record, which the messages of BR025 and BR026 end in.
    pub fn existing_id(&self) -> Option<Guid> {
        let info = self.info().filter(|info| info.existing_id)?;
        debug_assert_eq!(info.code, self.code);
        // "Id:" comes last; the message may name other ids before it.
        let message = self.service_message.as_deref()?;
        let tail = message.to_ascii_lowercase().rfind("id:").map_or(message, |start| &message[start..]);
        Guid::find_in(tail)
    }
}

impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refusal")
            .field("code", &shown(self.code.as_str()))
            .field("service_message", &self.service_message.as_ref().map(|_| Redacted))
            .finish()
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.info() {
            Some(info) => write!(f, "{} ({}): {}", info.name, info.field, info.message),
            None => write!(f, "{}: a code that this version doesn't know", shown(self.code.as_str())),
        }
    }
}
