//! Child processes that run this same program: servers, and one for each task whose memory is measured.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use personeel_bench::Failure;

/// The running program: cargo replaces its file when it builds the instruction counts.
const THIS: &str = "/proc/self/exe";

/// A server in its own process, which ends when this is dropped.
pub struct Server {
    child: Child,
    /// Its URL.
    pub url: String,
}

impl Server {
    /// The server with prepared responses.
    pub fn fixed() -> Result<Self, Failure> {
        Self::start(&["fixed"])
    }

    /// A sandbox with this many employees in each institute.
    pub fn sandbox(employees: usize) -> Result<Self, Failure> {
        Self::start(&[&employees.to_string()])
    }

    /// The employees of a sandbox behind a simulated line.
    pub fn line(sandbox: &str) -> Result<Self, Failure> {
        Self::start(&["line", sandbox])
    }

    fn start(kind: &[&str]) -> Result<Self, Failure> {
        let mut child = Command::new(THIS).arg("serve").args(kind).stdout(Stdio::piped()).spawn()?;
        let mut url = String::new();
        if let Some(out) = child.stdout.take() {
            BufReader::new(out).read_line(&mut url)?;
        }
        Ok(Self { child, url: url.trim().to_owned() })
    }

    /// The API's URL of a fixed server, with this many records in a list and this latency in milliseconds.
    pub fn api(&self, records: usize, latency: u64) -> String {
        format!("{}/{records}/{latency}", self.url)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a process measured about itself.
#[derive(Clone, Copy, serde::Deserialize, serde::Serialize)]
pub struct Measured {
    /// The duration in seconds.
    pub seconds: f64,
    /// The resident set size at the start, in bytes.
    pub idle: u64,
    /// The peak resident set size, in bytes.
    pub peak: u64,
    /// The number of records.
    pub records: usize,
}

impl Measured {
    /// The memory that the task took, in megabytes.
    pub fn over_idle(&self) -> f64 {
        megabytes(self.peak.saturating_sub(self.idle))
    }
}

/// Converts bytes to megabytes of 1,000,000 bytes.
pub fn megabytes(bytes: u64) -> f64 {
    // The counts here are small enough for the precision of a float.
    #[expect(clippy::cast_precision_loss)]
    let bytes = bytes as f64;
    bytes / 1e6
}

/// Runs a task in its own process.
pub fn run_task(name: &str, api: &str, identity: &str) -> Result<Measured, Failure> {
    run_measured(name, Command::new(THIS).args(["work", name, api, identity]))
}

/// Runs a program and reads what it measured about itself.
pub fn run_measured(name: &str, command: &mut Command) -> Result<Measured, Failure> {
    let output = command.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(format!("the task `{name}` failed").into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// Runs a task several times; returns the run with the median peak memory.
pub fn run_task_median(rounds: usize, name: &str, api: &str, identity: &str) -> Result<Measured, Failure> {
    let mut all = (0..rounds.max(1)).map(|_| run_task(name, api, identity)).collect::<Result<Vec<_>, _>>()?;
    all.sort_by_key(|measured| measured.peak);
    Ok(all[all.len() / 2])
}
