//! The rows of one list, as they arrive.

use std::time::Duration;

use personeel::{Institute, RawRow, Records};
use tokio::time::{Instant, timeout_at};

use super::opening::{Opened, open, read_json};
use crate::failure::Failure;
use crate::json::Json;
use crate::output::print_note;
use crate::reads::Wanted;

/// No staff list comes near this size: a larger one means that the service is malfunctioning, and must not fill a disk.
const MAX_LIST_BYTES: u64 = 4 * 1024 * 1024 * 1024;

/// The pause before a list that broke off is requested again; it doubles each time.
const PAUSE: Duration = Duration::from_millis(250);

/// How to read a list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terms {
    /// Whether a row that cannot be decoded is skipped rather than failing the list.
    pub(crate) per_row: bool,
    /// How long to wait for the list, retries included. Time spent on processing its rows does not count.
    pub(crate) timeout: Duration,
    pub(crate) retries: u32,
    /// Whether to report retries on standard error.
    pub(crate) reports_retries: bool,
}

/// The next step in reading a list.
pub(crate) enum Step {
    Row(Json),
    /// A row that cannot be decoded, by the path to the bad value; only where rows are decoded one by one.
    Undecodable(String),
    /// The list broke off and starts again: discard the rows received so far.
    Restart,
}

/// A list that is being read. It is known to be complete only once [`next`](Self::next) has returned `None`.
pub(crate) struct Source {
    institute: Institute,
    wanted: Wanted,
    terms: Terms,
    /// What is left of the timeout.
    left: Duration,
    /// When the timeout expires, while a row is being awaited.
    end: Instant,
    state: State,
    /// How many requests were sent.
    attempts: u32,
    bytes: u64,
    is_without_data: bool,
}

enum State {
    Before,
    Reading(Records<RawRow>),
    After,
}

impl Source {
    /// Makes a source; nothing is sent before the first [`next`](Self::next).
    pub(crate) fn new(institute: Institute, wanted: Wanted, terms: Terms) -> Self {
        let (left, end, state) = (terms.timeout, Instant::now(), State::Before);
        Self { institute, wanted, terms, left, end, state, attempts: 0, bytes: 0, is_without_data: false }
    }

    /// Returns whether the service said that there is no data. A wrong URL may get the same response.
    pub(crate) fn is_without_data(&self) -> bool {
        self.is_without_data
    }

    /// Returns the next step, or `None` after the last row of a complete list.
    pub(crate) async fn next(&mut self) -> Result<Option<Step>, Failure> {
        self.end = Instant::now() + self.left;
        let step = timeout_at(self.end, self.read_step()).await;
        self.left = self.end.saturating_duration_since(Instant::now());
        let step = step.unwrap_or_else(|_| {
            let message = format!("the call took longer than {:?}", self.terms.timeout);
            Err(Failure::timeout(message).with_institute(self.institute.number()))
        });
        step.map_err(|failure| failure.with_operation(Some(self.wanted.info.operation)))
    }

    async fn read_step(&mut self) -> Result<Option<Step>, Failure> {
        loop {
            match &mut self.state {
                State::Before => match open(&self.institute, &self.wanted)?.await? {
                    Opened::Rows(records) => self.state = State::Reading(records),
                    Opened::Record(text) => {
                        self.state = State::After;
                        let record = read_json(&text).map_err(|(what, place)| decode_failure(what, &place))?;
                        return Ok(Some(Step::Row(record)));
                    }
                    Opened::WithoutData => {
                        self.is_without_data = true;
                        self.state = State::After;
                    }
                },
                State::Reading(records) => match records.next().await {
                    Some(Ok(row)) => return self.read_row(row).map(Some),
                    Some(Err(error)) => return self.restart(error).await.map(Some),
                    None => self.state = State::After,
                },
                State::After => return Ok(None),
            }
        }
    }

    fn read_row(&mut self, row: RawRow) -> Result<Step, Failure> {
        let index = row.index();
        let text = match row.into_text() {
            Ok(text) => text,
            Err(error) if self.terms.per_row => {
                return Ok(Step::Undecodable(shorten_path(error.path().unwrap_or("$"))));
            }
            Err(error) => return Err(error.into()),
        };
        self.bytes += text.len() as u64;
        if self.bytes > MAX_LIST_BYTES {
            return Err(Failure::decode("the list is larger than any staff list (over 4 GiB)"));
        }
        match read_json(&text) {
            Ok(row) => Ok(Step::Row(row)),
            Err((_, place)) if self.terms.per_row => Ok(Step::Undecodable(path_in_list(index, &place))),
            Err((what, place)) => Err(decode_failure(what, &path_in_list(index, &place))),
        }
    }

    /// Prepares to request a list again that broke off, if that may help.
    async fn restart(&mut self, error: personeel::Error) -> Result<Step, Failure> {
        self.attempts += error.attempts().max(1);
        let pause = PAUSE * 2_u32.saturating_pow(self.attempts - 1).min(64);
        if !error.is_transient() || self.attempts > self.terms.retries || Instant::now() + pause >= self.end {
            return Err(error.into());
        }
        if self.terms.reports_retries {
            print_note(&format!("{}; retrying in {pause:.1?}", Failure::from(error).line()));
        }
        tokio::time::sleep(pause).await;
        (self.state, self.bytes) = (State::Before, 0);
        Ok(Step::Restart)
    }
}

fn decode_failure(what: &str, place: &str) -> Failure {
    Failure::decode(format!("{what} at {}", shorten_path(place)))
}

fn path_in_list(index: usize, place: &str) -> String {
    let place = shorten_path(place);
    match place.as_str() {
        "" | "." | "$" => format!("[{index}]"),
        place if place.starts_with('[') => format!("[{index}]{place}"),
        place => format!("[{index}].{place}"),
    }
}

/// Shortens a path to fit on one line, without control characters that could forge another line.
fn shorten_path(place: &str) -> String {
    const MAX_CHARS: usize = 120;
    let mut letters = place.chars().filter(|letter| !letter.is_control());
    let mut short: String = letters.by_ref().take(MAX_CHARS).collect();
    if letters.next().is_some() {
        short.push('…');
    }
    short
}
