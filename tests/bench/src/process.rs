//! Processes of this same program: servers, and one for each thing whose memory is measured.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use personeel_bench::Failure;

/// This program as it runs: cargo replaces its file when it builds the instruction counts.
const THIS: &str = "/proc/self/exe";

/// A server in a process of its own, which ends with this value.
pub struct Server {
    child: Child,
    /// Where it is.
    pub url: String,
}

impl Server {
    /// The server with answers that are made beforehand.
    pub fn fixed() -> Result<Self, Failure> {
        Self::start(&["fixed"])
    }

    /// A sandbox with so many employees in each institute.
    pub fn sandbox(employees: usize) -> Result<Self, Failure> {
        Self::start(&[&employees.to_string()])
    }

    /// The employees of a sandbox behind a line.
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

    /// The API of a fixed server whose lists have so many records and whose answers take so many milliseconds.
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

/// What a process measured of itself.
#[derive(Clone, Copy, serde::Deserialize, serde::Serialize)]
pub struct Measured {
    /// Seconds.
    pub seconds: f64,
    /// Bytes that were resident when it began.
    pub idle: u64,
    /// The most bytes that were resident.
    pub peak: u64,
    /// How many records there were.
    pub records: usize,
}

impl Measured {
    /// Megabytes that the work took.
    pub fn over_idle(&self) -> f64 {
        megabytes(self.peak.saturating_sub(self.idle))
    }
}

/// Megabytes of 1,000,000 bytes.
pub fn megabytes(bytes: u64) -> f64 {
    // No process here has so many bytes that a float would lose one that matters.
    #[expect(clippy::cast_precision_loss)]
    let bytes = bytes as f64;
    bytes / 1e6
}

/// Does one work in a process of its own.
pub fn work(name: &str, api: &str, identity: &str) -> Result<Measured, Failure> {
    measured(name, Command::new(THIS).args(["work", name, api, identity]))
}

/// What a program tells that it measured of itself.
pub fn measured(name: &str, command: &mut Command) -> Result<Measured, Failure> {
    let output = command.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(format!("the work `{name}` failed").into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// The same work several times: the one with the median peak of memory.
pub fn works(rounds: usize, name: &str, api: &str, identity: &str) -> Result<Measured, Failure> {
    let mut all = (0..rounds.max(1)).map(|_| work(name, api, identity)).collect::<Result<Vec<_>, _>>()?;
    all.sort_by_key(|measured| measured.peak);
    Ok(all[all.len() / 2])
}
