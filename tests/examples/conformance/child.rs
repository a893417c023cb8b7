//! Starts and ends third-party programs.

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader, Read};
use std::path::Path;
use std::process::{Child as Process, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::Outcome;

/// How long a server may take to start: on a busy machine Prism needs some seconds to read the document.
const START: Duration = Duration::from_secs(60);

/// A third-party program, which is ended when this is dropped.
pub struct Child {
    name: &'static str,
    process: Process,
    /// The programs end with their standard input, so that none outlives a killed driver.
    _stdin: Option<ChildStdin>,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Child {
    /// Starts `program` with arguments in `folder`.
    pub fn start(
        name: &'static str,
        program: &Path,
        arguments: impl IntoIterator<Item = impl AsRef<OsStr>>,
        environment: &[(&str, &str)],
        folder: &Path,
    ) -> Outcome<Self> {
        let mut process = Command::new(program)
            .args(arguments)
            .envs(environment.iter().copied())
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{name}: cannot start {}: {error}", program.display()))?;
        let lines = Arc::new(Mutex::new(Vec::new()));
        if let Some(output) = process.stdout.take() {
            collect_lines(output, Arc::clone(&lines));
        }
        if let Some(output) = process.stderr.take() {
            collect_lines(output, Arc::clone(&lines));
        }
        let stdin = process.stdin.take();
        Ok(Self { name, process, _stdin: stdin, lines })
    }

    /// The lines that it has printed so far, without colours.
    pub fn lines(&self) -> Vec<String> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits for a line that contains `mark`; returns the text after it.
    pub async fn wait_for(&mut self, mark: &str) -> Outcome<String> {
        let started = Instant::now();
        loop {
            let ended = self.process.try_wait()?;
            let lines = self.lines();
            if let Some(text) = lines.iter().find_map(|line| line.split_once(mark)) {
                return Ok(text.1.trim().to_owned());
            }
            if let Some(status) = ended {
                return Err(format!("{} ended with {status}:\n{}", self.name, lines.join("\n")).into());
            }
            if started.elapsed() > START {
                return Err(format!("{} did not start within {START:?}:\n{}", self.name, lines.join("\n")).into());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits until it ends by itself; returns its status and output.
    pub async fn wait(&mut self, limit: Duration) -> Outcome<(ExitStatus, String)> {
        let started = Instant::now();
        loop {
            if let Some(status) = self.process.try_wait()? {
                // The threads that read its output finish soon after the process.
                tokio::time::sleep(Duration::from_millis(200)).await;
                return Ok((status, self.lines().join("\n")));
            }
            if started.elapsed() > limit {
                return Err(
                    format!("{} did not finish within {limit:?}:\n{}", self.name, self.lines().join("\n")).into()
                );
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        // Both fail only if it ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn collect_lines(output: impl Read + Send + 'static, lines: Arc<Mutex<Vec<String>>>) {
    std::thread::spawn(move || {
        for line in BufReader::new(output).split(b'\n') {
            let Ok(line) = line else { return };
            let line = strip_colours(&String::from_utf8_lossy(&line));
            lines.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        }
    });
}

/// Removes terminal colours.
fn strip_colours(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut rest = line.chars();
    while let Some(character) = rest.next() {
        if character == '\u{1b}' {
            rest.by_ref().find(char::is_ascii_alphabetic);
        } else if character != '\r' {
            text.push(character);
        }
    }
    text
}
