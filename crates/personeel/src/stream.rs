//! Streams lists record by record, decoded while the body arrives.

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

/// A stream of the records of a list, as they arrive.
///
/// The call is retried as usual until the response begins, and never after that, since records may have been yielded.
/// If the connection breaks, a record cannot be decoded or the body ends early, the stream yields the records before
/// that point, then the error, and then ends. Only a stream that ends without an error has yielded the complete list.
///
/// The attempt timeout applies until the response begins, and then to each chunk of the body anew. The time that the
/// caller spends between records doesn't count.
#[doc(alias = "pagination")]
#[doc(alias = "iterator")]
#[must_use = "a stream does nothing until it is polled"]
pub struct Records<T> {
    records: Pin<Box<dyn Stream<Item = Result<T>> + Send>>,
}

impl<T> Records<T> {
    /// Returns the next record; `None` at the end of the list.
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

/// A row of a list, as received. It has no `Debug` because the text is personal data.
pub struct RawRow {
    index: usize,
    text: Vec<u8>,
    error: Option<Error>,
}

impl RawRow {
    /// Returns the row's index in the list, from 0.
    pub fn index(&self) -> usize {
        self.index
    }

    /// Returns the JSON of the row, byte for byte as received.
    ///
    /// # Errors
    ///
    /// `Decode` if the row cannot be decoded as the call's record; the error gives the path.
    pub fn into_text(self) -> Result<Vec<u8>> {
        match self.error {
            None => Ok(self.text),
            Some(error) => Err(error),
        }
    }

    /// Checks a row by decoding it as a list of one.
    fn read<A: Response>(index: usize, row: &[u8], sent: &Sent) -> Self {
        let mut text = [b"[", row, b"]"].concat();
        let error = A::read(&text).err().map(|error| {
            let path = error.path().strip_prefix("[0]").unwrap_or_default();
            let path = format!("[{index}]{path}");
            sent.complete(Error::from(error).with_path(&path))
        });
        text.pop();
        text.remove(0);
        text.truncate(text.trim_ascii_end().len());
        Self { index, text, error }
    }
}

/// Decodes a row as a record.
fn decode_record<T: DeserializeOwned>(index: usize, row: &[u8], _sent: &Sent) -> Result<T> {
    decode::decode_json(row).map_err(|error| {
        let path = decode::path_in_list(index, &error);
        error.with_path(&path)
    })
}

/// Decodes a row, given its index and its call.
type DecodeRow<T> = fn(usize, &[u8], &Sent) -> Result<T>;

/// A response body that is being read.
struct Reading {
    body: Box<Body>,
    rows: RowsReader,
    sent: Sent,
}

impl Reading {
    /// Begins to read the reply to a call; `None` if there is no data.
    fn begin((reply, sent): (Reply, Sent), max_body_bytes: usize) -> Result<Option<Box<Self>>> {
        match reply {
            Reply::Streaming(body) => Ok(Some(Box::new(Self { body, rows: RowsReader::new(max_body_bytes), sent }))),
            Reply::NoData => sent.end(Ok(None)),
            _ => sent.end(Err(Error::new(ErrorKind::Internal, "the body was already read"))),
        }
    }

    /// Decodes the next row; `None` after the last. The body is read to its end: if anything follows the list, it is
    /// not valid JSON.
    async fn next_row<T>(&mut self, decode_row: DecodeRow<T>) -> Result<Option<T>> {
        loop {
            if let Some((index, row)) = self.rows.next_row()? {
                return decode_row(index, row, &self.sent).map(Some);
            }
            match self.body.chunk().await? {
                Chunk::Data(data) => self.rows.push(&data)?,
                Chunk::End => return self.rows.end().map(|()| None),
            }
        }
    }
}

/// A call that is being sent.
type Opening = dyn Future<Output = Result<(Reply, Sent)>> + Send;

/// The state of a stream.
enum State {
    Sending(Pin<Box<Opening>>),
    Reading(Box<Reading>),
    Ended,
}

/// Streams the records of the response that `opening` returns.
pub(crate) fn records<T: DeserializeOwned + Send + 'static>(
    opening: impl Future<Output = Result<(Reply, Sent)>> + Send + 'static,
    max_body_bytes: usize,
) -> Records<T> {
    stream(State::Sending(Box::pin(opening)), max_body_bytes, decode_record)
}

/// Streams the raw rows of a response; `None` if there is no data.
pub(crate) fn raw_rows<A: Response>(response: (Reply, Sent), max_body_bytes: usize) -> Result<Option<Records<RawRow>>> {
    let reading = Reading::begin(response, max_body_bytes)?;
    let decode_row: DecodeRow<RawRow> = |index, row, sent| Ok(RawRow::read::<A>(index, row, sent));
    Ok(reading.map(|reading| stream(State::Reading(reading), max_body_bytes, decode_row)))
}

fn stream<T: Send + 'static>(state: State, max_body_bytes: usize, decode_row: DecodeRow<T>) -> Records<T> {
    let records = unfold(state, move |mut state| async move {
        loop {
            state = match state {
                State::Sending(opening) => {
                    match opening.await.and_then(|response| Reading::begin(response, max_body_bytes)) {
                        Ok(Some(reading)) => State::Reading(reading),
                        Ok(None) => State::Ended,
                        Err(error) => return Some((Err(error), State::Ended)),
                    }
                }
                State::Reading(mut reading) => match reading.next_row(decode_row).await {
                    Ok(Some(record)) => return Some((Ok(record), State::Reading(reading))),
                    last => return reading.sent.end(last).transpose().map(|end| (end, State::Ended)),
                },
                State::Ended => return None,
            };
        }
    });
    Records { records: Box::pin(records.fuse()) }
}
