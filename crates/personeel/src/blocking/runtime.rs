//! The thread that runs the connections and timers of a blocking client.

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
    /// Dropping it ends the thread. The drop doesn't wait, so it can happen anywhere, even in async code.
    _open: Arc<oneshot::Sender<()>>,
}

impl Runtime {
    /// Starts the thread.
    ///
    /// # Errors
    ///
    /// `Configuration` if the system refuses to start a thread, or provides no resources for a runtime.
    pub(crate) fn start() -> Result<Self> {
        let to_error = |error| Error::configuration("cannot start the blocking client's thread").with_source(error);
        let (open, closed) = oneshot::channel::<()>();
        let (started, starting) = mpsc::sync_channel(1);
        let body = move || {
            // Built on this thread, because `start` may be called in async code, where a runtime must not be dropped.
            let runtime = match Builder::new_current_thread().enable_all().build() {
                Ok(runtime) => runtime,
                Err(error) => return drop(started.send(Err(error))),
            };
            if started.send(Ok(runtime.handle().clone())).is_ok() {
                // Nothing is ever sent. It ends when the sender is dropped.
                drop(runtime.block_on(closed));
            }
            // A hanging DNS lookup must not keep the thread alive.
            runtime.shutdown_background();
        };
        thread::Builder::new().name("personeel-blocking".to_owned()).spawn(body).map_err(to_error)?;
        let handle = starting.recv().map_err(|_| Error::configuration("the blocking client's thread ended at once"))?;
        Ok(Self { handle: handle.map_err(to_error)?, _open: Arc::new(open) })
    }

    /// Polls a future on the calling thread, while the client's thread runs its connections and timers.
    ///
    /// # Errors
    ///
    /// `Configuration` if that would block an async runtime. The future is then not polled.
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
