//! Programs of third parties, started and ended.

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader, Read};
use std::path::Path;
use std::process::{Child as Process, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::Outcome;

/// How long a server may take until it listens: Prism reads the document for some seconds on a busy machine.
const START: Duration = Duration::from_secs(60);

/// A program of a third party. It is ended when this is dropped.
pub struct Child {
    name: &'static str,
    process: Process,
    /// The programs end with their standard input, so none of them outlives a driver that was killed.
    _stdin: Option<ChildStdin>,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Child {
    /// Starts `program` with arguments in a folder of its own.
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
            .map_err(|error| format!("{name}: {} cannot be started: {error}", program.display()))?;
        let lines = Arc::new(Mutex::new(Vec::new()));
        if let Some(output) = process.stdout.take() {
            keep(output, Arc::clone(&lines));
        }
        if let Some(output) = process.stderr.take() {
            keep(output, Arc::clone(&lines));
        }
        let stdin = process.stdin.take();
        Ok(Self { name, process, _stdin: stdin, lines })
    }

    /// What it printed so far, without colours.
    pub fn lines(&self) -> Vec<String> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What stands after `mark` in the first line that holds it.
    pub async fn announced(&mut self, mark: &str) -> Outcome<String> {
        let begun = Instant::now();
        loop {
            let ended = self.process.try_wait()?;
            let lines = self.lines();
            if let Some(text) = lines.iter().find_map(|line| line.split_once(mark)) {
                return Ok(text.1.trim().to_owned());
            }
            if let Some(status) = ended {
                return Err(format!("{} ended with {status}:\n{}", self.name, lines.join("\n")).into());
            }
            if begun.elapsed() > START {
                return Err(format!("{} does not listen after {START:?}:\n{}", self.name, lines.join("\n")).into());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits until it ends by itself, and gives what it printed.
    pub async fn finished(&mut self, limit: Duration) -> Outcome<(ExitStatus, String)> {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.process.try_wait()? {
                // The threads that read its output are through soon after it is.
                tokio::time::sleep(Duration::from_millis(200)).await;
                return Ok((status, self.lines().join("\n")));
            }
            if begun.elapsed() > limit {
                return Err(format!("{} takes longer than {limit:?}:\n{}", self.name, self.lines().join("\n")).into());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        // Both fail only where it ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn keep(output: impl Read + Send + 'static, lines: Arc<Mutex<Vec<String>>>) {
    std::thread::spawn(move || {
        for line in BufReader::new(output).split(b'\n') {
            let Ok(line) = line else { return };
            let line = plain(&String::from_utf8_lossy(&line));
            lines.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        }
    });
}

/// Takes out what colours a terminal.
fn plain(line: &str) -> String {
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
