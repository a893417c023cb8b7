//! Lists record by record, decoded while the body arrives.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_util::stream::{Stream, StreamExt as _, unfold};
use personeel_client::Response;
use serde::de::DeserializeOwned;

use crate::decode;
use crate::error::{Error, ErrorKind, Result};
use crate::rows::RowsReader;
use crate::transport::{Body, Chunk, Reply, Sent};

/// The records of a list, as they arrive.
///
/// The call is repeated by the usual rules until its answer begins, and never after that: records have been given out by
/// then. A connection that breaks, a record that cannot be decoded or a body that ends too early is an error *after* the
/// records that came before it, and the last thing that the stream gives. Only a stream that ends without an error has
/// given the whole list.
///
/// The limit of an attempt counts until the answer begins, and anew for each piece of its body; how long the caller takes
/// counts against nothing.
#[must_use = "a stream does nothing until it is polled"]
pub struct Records<T> {
    records: Pin<Box<dyn Stream<Item = Result<T>> + Send>>,
}

impl<T> Records<T> {
    /// The next record; `None` at the end of the list.
    pub async fn next(&mut self) -> Option<Result<T>> {
        self.records.next().await
    }
}

impl<T> Stream for Records<T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.records.as_mut().poll_next(context)
    }
}

impl<T> fmt::Debug for Records<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Records").finish_non_exhaustive()
    }
}

/// A row of a list as it came. It has no `Debug`: the text is personal.
pub struct RawRow {
    index: usize,
    text: Vec<u8>,
    fault: Option<Error>,
}

impl RawRow {
    /// Its place in the list, from 0.
    pub fn index(&self) -> usize {
        self.index
    }

    /// The JSON of the row, byte by byte.
    ///
    /// # Errors
    ///
    /// Where the type of the call's records cannot read it, with the path.
    pub fn into_text(self) -> Result<Vec<u8>> {
        match self.fault {
            None => Ok(self.text),
            Some(fault) => Err(fault),
        }
    }

    /// Reads a row as a list of one.
    fn read<A: Response>(index: usize, row: &[u8], sent: &Sent) -> Self {
        let mut text = [b"[", row, b"]"].concat();
        let fault = A::read(&text).err().map(|error| {
            let place = error.path().strip_prefix("[0]").unwrap_or_default();
            let place = format!("[{index}]{place}");
            sent.complete(Error::from(error).with_path(&place))
        });
        text.pop();
        text.remove(0);
        text.truncate(text.trim_ascii_end().len());
        Self { index, text, fault }
    }
}

/// Reads the record that a row is.
pub(crate) fn record<T: DeserializeOwned>(index: usize, row: &[u8], _sent: &Sent) -> Result<T> {
    decode::json(row).map_err(|error| {
        let path = decode::path_in_list(index, &error);
        error.with_path(&path)
    })
}

/// What reads a row, with its place and the call that it is of.
type Read<T> = fn(usize, &[u8], &Sent) -> Result<T>;

/// The body of an answer, as far as it has come.
struct Reading {
    body: Box<Body>,
    rows: RowsReader,
    sent: Sent,
}

impl Reading {
    /// Of what a call gave; `None` where there is no data.
    fn of((reply, sent): (Reply, Sent), max_body_bytes: usize) -> Result<Option<Box<Self>>> {
        match reply {
            Reply::Pieces(body) => Ok(Some(Box::new(Self { body, rows: RowsReader::new(max_body_bytes), sent }))),
            Reply::NoData => sent.end(Ok(None)),
            _ => sent.end(Err(Error::new(ErrorKind::Internal, "the body was read already"))),
        }
    }

    /// The next row; `None` after the last. What follows the list is read too: a body that goes on is not the list that it
    /// seemed to be.
    async fn step<T>(&mut self, read: Read<T>) -> Result<Option<T>> {
        loop {
            if let Some((index, row)) = self.rows.next_row()? {
                return read(index, row, &self.sent).map(Some);
            }
            match self.body.chunk().await? {
                Chunk::Data(data) => self.rows.push(&data)?,
                Chunk::End => return self.rows.end().map(|()| None),
            }
        }
    }
}

/// A call on its way.
type Opening = dyn Future<Output = Result<(Reply, Sent)>> + Send;

/// Where a stream is.
enum State {
    Sending(Pin<Box<Opening>>),
    Reading(Box<Reading>),
    Ended,
}

/// The records of the answer that `opening` gives.
pub(crate) fn records<T: DeserializeOwned + Send + 'static>(
    opening: impl Future<Output = Result<(Reply, Sent)>> + Send + 'static,
    max_body_bytes: usize,
) -> Records<T> {
    stream(State::Sending(Box::pin(opening)), max_body_bytes, record)
}

/// The rows of an answer; `None` where there is no data.
pub(crate) fn raw_rows<A: Response>(answer: (Reply, Sent), max_body_bytes: usize) -> Result<Option<Records<RawRow>>> {
    let reading = Reading::of(answer, max_body_bytes)?;
    let read: Read<RawRow> = |index, row, sent| Ok(RawRow::read::<A>(index, row, sent));
    Ok(reading.map(|reading| stream(State::Reading(reading), max_body_bytes, read)))
}

fn stream<T: Send + 'static>(state: State, max_body_bytes: usize, read: Read<T>) -> Records<T> {
    let records = unfold(state, move |mut state| async move {
        loop {
            state = match state {
                State::Sending(opening) => match opening.await.and_then(|answer| Reading::of(answer, max_body_bytes)) {
                    Ok(Some(reading)) => State::Reading(reading),
                    Ok(None) => State::Ended,
                    Err(error) => return Some((Err(error), State::Ended)),
                },
                State::Reading(mut reading) => match reading.step(read).await {
                    Ok(Some(record)) => return Some((Ok(record), State::Reading(reading))),
                    last => return reading.sent.end(last).transpose().map(|end| (end, State::Ended)),
                },
                State::Ended => return None,
            };
        }
    });
    Records { records: Box::pin(records.fuse()) }
}
