//! The signals that end a program that serves a sandbox.

use std::io;

/// Handles Ctrl-C and SIGTERM from now on. The future completes with the first of them.
///
/// Process 1 of a container is not ended by a signal that it doesn't handle, so a program that serves a sandbox should
/// call this before it reports that it is ready.
///
/// # Errors
///
/// The operating system refuses to install the handlers.
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

#[cfg(all(test, unix))]
mod tests {
    use std::process::Command;

    use super::*;

    #[tokio::test]
    async fn sigterm_completes_the_future_and_does_not_end_the_process() {
        let ended = end_signal().unwrap();
        // Without a handler this would end the test process.
        let status = Command::new("kill").args(["-TERM", &std::process::id().to_string()]).status().unwrap();
        assert!(status.success());
        ended.await;
    }
}
