//! A write that was sent and not yet answered for. Where the program ends meanwhile, the id that it made is lost: nothing
//! else finds an attachment again.

use std::sync::{Mutex, PoisonError};

use personeel::Guid;
use tokio::sync::Notify;

/// The one write of this run.
static SENT: Mutex<Option<Guid>> = Mutex::new(None);

static BEGUN: Notify = Notify::const_new();

fn set(id: Option<Guid>) {
    *SENT.lock().unwrap_or_else(PoisonError::into_inner) = id;
}

/// Remembers the id that a write is about to be sent with.
pub(crate) fn begin(id: Guid) {
    set(Some(id));
    BEGUN.notify_one();
}

/// Waits for a write to begin.
#[cfg(unix)]
pub(crate) async fn begun() {
    BEGUN.notified().await;
}

/// The id was told, or nothing was sent.
pub(crate) fn end() {
    set(None);
}

/// What to say of a write that nobody has answered for.
pub(crate) fn hint() -> Option<String> {
    let id = SENT.lock().unwrap_or_else(PoisonError::into_inner).take()?;
    Some(format!("a write may have been sent, and carried out; the id was {id}: give --id {id} to send it again"))
}
