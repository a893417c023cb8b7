//! Runs the program and measures its time and memory.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use personeel_bench::{Failure, memory};
use personeel_sandbox::{CLIENT_ID, CLIENT_SECRET};

/// The program with the settings for a service.
pub fn program(file: &Path, url: &str, institutes: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(file);
    command
        .args(arguments)
        .env("PERSONEEL_INSTITUTE", institutes)
        .env("PERSONEEL_API_URL", url)
        .env("PERSONEEL_IDENTITY_URL", url)
        .env("PERSONEEL_CLIENT_ID", CLIENT_ID)
        .env("PERSONEEL_CLIENT_SECRET", CLIENT_SECRET)
        .stdout(Stdio::null());
    command
}

/// The time and memory of a run.
#[derive(Clone, Copy)]
pub struct Run {
    pub seconds: f64,
    /// The peak resident set size, in bytes.
    pub peak: u64,
}

/// Runs a command to its end. The kernel tracks the peak memory, which is read every millisecond, since it is gone with
/// the process.
pub fn measure_run(command: &mut Command) -> Result<Run, Failure> {
    let started = Instant::now();
    let mut child = command.spawn()?;
    let mut peak = 0;
    loop {
        let ended = child.try_wait()?;
        let seconds = started.elapsed().as_secs_f64();
        match ended {
            Some(status) if status.success() => return Ok(Run { seconds, peak }),
            Some(status) => return Err(format!("the program ended with {status}").into()),
            // The process may have ended in the meantime.
            None => peak = memory::peak_of(child.id()).unwrap_or(0).max(peak),
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}
