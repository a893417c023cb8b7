//! A write that was sent and has no response yet. If the program ends meanwhile, the id that it made would be lost, and
//! an attachment cannot be found again without its id.

use std::sync::{Mutex, PoisonError};

use personeel::Guid;
use tokio::sync::Notify;

/// The id of this run's only write.
static SENT: Mutex<Option<Guid>> = Mutex::new(None);

static BEGUN: Notify = Notify::const_new();

fn set(id: Option<Guid>) {
    *SENT.lock().unwrap_or_else(PoisonError::into_inner) = id;
}

/// Records the id of a write that is about to be sent.
pub(crate) fn begin(id: Guid) {
    set(Some(id));
    BEGUN.notify_one();
}

/// Waits until a write begins.
#[cfg(unix)]
pub(crate) async fn wait_for_write() {
    BEGUN.notified().await;
}

/// Clears the id: it has been printed, or nothing was sent.
pub(crate) fn end() {
    set(None);
}

/// Takes the id of a write without a response, and says how to send it again.
pub(crate) fn hint() -> Option<String> {
    let id = SENT.lock().unwrap_or_else(PoisonError::into_inner).take()?;
    Some(format!("the write may have been carried out; its id is {id}: pass --id {id} to send it again"))
}
