//! The thread that drives the connections and timers of a blocking client.

use std::future::Future;
use std::sync::{Arc, mpsc};
use std::thread;

use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

use super::wait::{is_in_async_code, wait_for};
use crate::error::{Error, Result};

/// A runtime on a thread of its own. The thread ends with the last clone.
#[derive(Clone)]
pub(crate) struct Runtime {
    handle: Handle,
    /// Dropping it ends the thread. Nobody waits for that, so it may be dropped anywhere, async code included.
    _open: Arc<oneshot::Sender<()>>,
}

impl Runtime {
    /// Starts the thread.
    ///
    /// # Errors
    ///
    /// `Configuration` if the system refuses a thread, or what a runtime needs to wait for connections.
    pub(crate) fn start() -> Result<Self> {
        let fault = |error| Error::configuration("cannot start the blocking client's thread").with_source(error);
        let (open, closed) = oneshot::channel::<()>();
        let (started, starting) = mpsc::sync_channel(1);
        let body = move || {
            // Built on this thread, since a runtime must not be dropped in async code, where `start` may be called.
            let runtime = match Builder::new_current_thread().enable_all().build() {
                Ok(runtime) => runtime,
                Err(error) => return drop(started.send(Err(error))),
            };
            if started.send(Ok(runtime.handle().clone())).is_ok() {
                // Nothing is ever sent: it ends when the other end is gone.
                drop(runtime.block_on(closed));
            }
            // A DNS lookup that hangs must not keep the thread.
            runtime.shutdown_background();
        };
        thread::Builder::new().name("personeel-blocking".to_owned()).spawn(body).map_err(fault)?;
        let handle =
            starting.recv().map_err(|_| Error::configuration("the blocking client's thread ended as it started"))?;
        Ok(Self { handle: handle.map_err(fault)?, _open: Arc::new(open) })
    }

    /// Polls a future on the calling thread, while the other thread drives its connections and timers.
    ///
    /// # Errors
    ///
    /// `Configuration` where that would block an async runtime; the future is not polled.
    pub(crate) fn wait<F: Future>(&self, future: F) -> Result<F::Output> {
        if is_in_async_code() {
            return Err(Error::configuration(
                "a blocking call in async code: use the async client, or make the call in \
                 `tokio::task::spawn_blocking`",
            ));
        }
        let _entered = self.handle.enter();
        Ok(wait_for(future))
    }
}
