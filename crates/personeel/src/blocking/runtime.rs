//! The thread on which connections and timers of a blocking client live.

use std::future::Future;
use std::sync::{Arc, mpsc};
use std::thread;

use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

use super::wait::{is_in_async_code, wait_for};
use crate::error::{Error, Result};

/// A runtime on a thread of its own, which ends with the last clone of this.
#[derive(Clone)]
pub(crate) struct Runtime {
    handle: Handle,
    /// The thread ends when this is dropped. Nobody waits for that, so it may be dropped anywhere, async code included.
    _open: Arc<oneshot::Sender<()>>,
}

impl Runtime {
    /// Starts the thread.
    ///
    /// # Errors
    ///
    /// `Configuration` where the system has no thread, or nothing for a runtime to wait with.
    pub(crate) fn start() -> Result<Self> {
        let fault =
            |error| Error::configuration("the thread of the blocking client cannot be started").with_source(error);
        let (open, closed) = oneshot::channel::<()>();
        let (started, starting) = mpsc::sync_channel(1);
        let body = move || {
            // Made here, since a runtime must not be dropped in async code, where this may have been called.
            let runtime = match Builder::new_current_thread().enable_all().build() {
                Ok(runtime) => runtime,
                Err(error) => return drop(started.send(Err(error))),
            };
            if started.send(Ok(runtime.handle().clone())).is_ok() {
                // Nobody sends: what ends it is that the other end is gone.
                drop(runtime.block_on(closed));
            }
            // A look-up of a name that hangs must not keep the thread.
            runtime.shutdown_background();
        };
        thread::Builder::new().name("personeel-blocking".to_owned()).spawn(body).map_err(fault)?;
        let handle =
            starting.recv().map_err(|_| Error::configuration("the thread of the blocking client ended early"))?;
        Ok(Self { handle: handle.map_err(fault)?, _open: Arc::new(open) })
    }

    /// Drives a future on this thread, with its connections and timers on the other.
    ///
    /// # Errors
    ///
    /// `Configuration` where that would block an async runtime; the future is not polled then.
    pub(crate) fn wait<F: Future>(&self, future: F) -> Result<F::Output> {
        if is_in_async_code() {
            return Err(Error::configuration(
                "a blocking call within async code: use the async client there, or `tokio::task::spawn_blocking`",
            ));
        }
        let _entered = self.handle.enter();
        Ok(wait_for(future))
    }
}
