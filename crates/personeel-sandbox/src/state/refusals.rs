//! Requested refusals.

use std::sync::{Mutex, PoisonError};

use personeel_client::codes::ErrorCode;

/// The codes with which to refuse the next calls, with their `operationId`, in the order requested.
#[derive(Debug, Default)]
pub(crate) struct Refusals(Mutex<Vec<(String, ErrorCode)>>);

impl Refusals {
    pub(crate) fn add(&self, operation_id: &str, code: ErrorCode) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push((operation_id.to_owned(), code));
    }

    /// Removes and returns the code with which to refuse this call, if there is one.
    pub(crate) fn take(&self, operation_id: &str) -> Option<ErrorCode> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let index = waiting.iter().position(|(id, _)| id == operation_id)?;
        Some(waiting.remove(index).1)
    }

    pub(crate) fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
