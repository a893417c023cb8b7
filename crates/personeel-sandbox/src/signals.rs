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

#[cfg(all(test, unix))]
mod tests {
    use std::process::Command;

    use super::*;

    #[tokio::test]
    async fn sigterm_is_heard_and_ends_nothing_by_itself() {
        let ended = end_signal().unwrap();
        // Without a handler this would be the end of the test.
        let status = Command::new("kill").args(["-TERM", &std::process::id().to_string()]).status().unwrap();
        assert!(status.success());
        ended.await;
    }
}
