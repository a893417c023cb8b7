//! Lists record by record, decoded while the body arrives.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_util::stream::{Stream, StreamExt as _, unfold};
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

/// A call on its way.
type Opening = dyn Future<Output = Result<(Reply, Sent)>> + Send;

/// Where a stream is.
enum State {
    Sending(Pin<Box<Opening>>),
    Reading(Box<(Body, RowsReader, Sent)>),
    Ended,
}

/// The records of the answer that `opening` gives.
pub(crate) fn records<T: DeserializeOwned + Send + 'static>(
    opening: impl Future<Output = Result<(Reply, Sent)>> + Send + 'static,
    max_body_bytes: usize,
) -> Records<T> {
    let records = unfold(State::Sending(Box::pin(opening)), move |mut state| async move {
        loop {
            state = match state {
                State::Sending(opening) => match opening.await {
                    Ok((Reply::Pieces(body), sent)) => {
                        State::Reading(Box::new((body, RowsReader::new(max_body_bytes), sent)))
                    }
                    Ok((Reply::NoData, sent)) => return sent.end(Ok(None)).transpose().map(|end| (end, State::Ended)),
                    Ok((_, sent)) => {
                        let error = Error::new(ErrorKind::Internal, "the body was read already");
                        return Some((sent.end(Err(error)), State::Ended));
                    }
                    Err(error) => return Some((Err(error), State::Ended)),
                },
                State::Reading(mut reading) => match step::<T>(&mut reading.0, &mut reading.1).await {
                    Ok(Some(record)) => return Some((Ok(record), State::Reading(reading))),
                    last => return reading.2.end(last).transpose().map(|end| (end, State::Ended)),
                },
                State::Ended => return None,
            };
        }
    });
    Records { records: Box::pin(records.fuse()) }
}

/// The next record of a body; `None` after the last. What follows the list is read too: a body that goes on is not the
/// list that it seemed to be.
async fn step<T: DeserializeOwned>(body: &mut Body, rows: &mut RowsReader) -> Result<Option<T>> {
    loop {
        if let Some((index, row)) = rows.next_row()? {
            return decode::json(row).map(Some).map_err(|error| {
                let path = decode::path_in_list(index, &error);
                error.with_path(&path)
            });
        }
        match body.chunk().await? {
            Chunk::Data(data) => rows.push(&data)?,
            Chunk::End => return rows.end().map(|()| None),
        }
    }
}
