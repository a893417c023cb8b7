//! What ends a sandbox that is a program of its own.

use std::io;

/// Hears Ctrl-C and SIGTERM from now on; the future ends with the first of them.
///
/// Process 1 of a container ends by no signal that it doesn't listen to, so a program that serves a sandbox calls this
/// before it says that it is ready.
pub fn end_signal() -> io::Result<impl Future<Output = ()> + Send> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};

        let mut interrupt = signal(SignalKind::interrupt())?;
        let mut terminate = signal(SignalKind::terminate())?;
        Ok(async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        })
    }
    #[cfg(windows)]
    {
        let mut interrupt = tokio::signal::windows::ctrl_c()?;
        Ok(async move {
            interrupt.recv().await;
        })
    }
}
