//! The rows of one list, as they come.

use std::time::Duration;

use personeel::{Institute, RawRow, Records};
use tokio::time::{Instant, timeout_at};

use super::opening::{Opened, opening, read};
use crate::failure::Failure;
use crate::json::Json;
use crate::output::note;
use crate::reads::Wanted;

/// No list of staff comes near this: what does is a service gone wrong, which must not fill a disk.
const MOST_BYTES: u64 = 4 * 1024 * 1024 * 1024;

/// The pause before a list that broke off is asked for again; it doubles each time.
const PAUSE: Duration = Duration::from_millis(250);

/// How a list is read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terms {
    /// Whether a row that cannot be read costs no more than itself.
    pub(crate) is_by_row: bool,
    /// How long the list may be waited for, with every time that it is asked for again. What is done with its rows counts
    /// against nothing.
    pub(crate) time: Duration,
    pub(crate) retries: u32,
    /// Whether it is told when a list is asked for again.
    pub(crate) is_told: bool,
}

/// What a list gives next.
pub(crate) enum Step {
    Row(Json),
    /// The place of a row that cannot be read, where rows are read one by one.
    Odd(String),
    /// The list broke off and begins again: what came before counts for nothing.
    Again,
}

/// A list that is being read. Not before [`next`](Self::next) gave `None` is it certain to be whole.
pub(crate) struct Source {
    institute: Institute,
    wanted: Wanted,
    terms: Terms,
    /// What is left of the time.
    left: Duration,
    /// When that is over, while somebody waits.
    end: Instant,
    state: State,
    /// How often it was sent.
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
    /// A list that nobody has been asked for yet.
    pub(crate) fn new(institute: Institute, wanted: Wanted, terms: Terms) -> Self {
        let (left, end, state) = (terms.time, Instant::now(), State::Before);
        Self { institute, wanted, terms, left, end, state, attempts: 0, bytes: 0, is_without_data: false }
    }

    /// Whether the service said that there is no data, which a wrong address may say as well.
    pub(crate) fn is_without_data(&self) -> bool {
        self.is_without_data
    }

    /// The next row, or what else there is to know; `None` after the last row of a list that is whole.
    pub(crate) async fn next(&mut self) -> Result<Option<Step>, Failure> {
        self.end = Instant::now() + self.left;
        let step = timeout_at(self.end, self.step()).await;
        self.left = self.end.saturating_duration_since(Instant::now());
        let step = step.unwrap_or_else(|_| {
            let message = format!("the call took longer than {:?}", self.terms.time);
            Err(Failure::timeout(message).with_institute(self.institute.number()))
        });
        step.map_err(|failure| failure.with_operation(Some(self.wanted.info.operation)))
    }

    async fn step(&mut self) -> Result<Option<Step>, Failure> {
        loop {
            match &mut self.state {
                State::Before => match opening(&self.institute, &self.wanted)?.await? {
                    Opened::Rows(records) => self.state = State::Reading(records),
                    Opened::Record(text) => {
                        self.state = State::After;
                        let record = read(&text).map_err(|(what, place)| undecodable(what, &place))?;
                        return Ok(Some(Step::Row(record)));
                    }
                    Opened::WithoutData => {
                        self.is_without_data = true;
                        self.state = State::After;
                    }
                },
                State::Reading(records) => match records.next().await {
                    Some(Ok(row)) => return self.row(row).map(Some),
                    Some(Err(error)) => return self.again(error).await.map(Some),
                    None => self.state = State::After,
                },
                State::After => return Ok(None),
            }
        }
    }

    fn row(&mut self, row: RawRow) -> Result<Step, Failure> {
        let index = row.index();
        let text = match row.into_text() {
            Ok(text) => text,
            Err(error) if self.terms.is_by_row => return Ok(Step::Odd(shortened(error.path().unwrap_or("$")))),
            Err(error) => return Err(error.into()),
        };
        self.bytes += text.len() as u64;
        if self.bytes > MOST_BYTES {
            return Err(Failure::decode("the list is longer than any list of staff"));
        }
        match read(&text) {
            Ok(row) => Ok(Step::Row(row)),
            Err((_, place)) if self.terms.is_by_row => Ok(Step::Odd(place_in_list(index, &place))),
            Err((what, place)) => Err(undecodable(what, &place_in_list(index, &place))),
        }
    }

    /// Asks for the list again that broke off, where that may help.
    async fn again(&mut self, error: personeel::Error) -> Result<Step, Failure> {
        self.attempts += error.attempts().max(1);
        let pause = PAUSE * 2_u32.saturating_pow(self.attempts - 1).min(64);
        if !error.is_transient() || self.attempts > self.terms.retries || Instant::now() + pause >= self.end {
            return Err(error.into());
        }
        if self.terms.is_told {
            note(&format!("{}; again in {pause:.1?}", Failure::from(error).line()));
        }
        tokio::time::sleep(pause).await;
        (self.state, self.bytes) = (State::Before, 0);
        Ok(Step::Again)
    }
}

fn undecodable(what: &str, place: &str) -> Failure {
    Failure::decode(format!("{what} at {}", shortened(place)))
}

fn place_in_list(index: usize, place: &str) -> String {
    let place = shortened(place);
    match place.as_str() {
        "" | "." | "$" => format!("[{index}]"),
        place if place.starts_with('[') => format!("[{index}]{place}"),
        place => format!("[{index}].{place}"),
    }
}

/// A place that forges no line and fits on one.
fn shortened(place: &str) -> String {
    const MOST: usize = 120;
    let mut letters = place.chars().filter(|letter| !letter.is_control());
    let mut short: String = letters.by_ref().take(MOST).collect();
    if letters.next().is_some() {
        short.push('…');
    }
    short
}
