//! Codes that were asked for.

use std::sync::{Mutex, PoisonError};

use personeel_client::codes::ErrorCode;

/// The codes with which the next calls are refused, by `operationId`, in the order in which they were asked for.
#[derive(Debug, Default)]
pub(crate) struct Refusals(Mutex<Vec<(String, ErrorCode)>>);

impl Refusals {
    pub(crate) fn add(&self, operation_id: &str, code: ErrorCode) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push((operation_id.to_owned(), code));
    }

    /// The code that this call is refused with, which then is used up.
    pub(crate) fn take(&self, operation_id: &str) -> Option<ErrorCode> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let index = waiting.iter().position(|(id, _)| id == operation_id)?;
        Some(waiting.remove(index).1)
    }

    pub(crate) fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
