//! Lists, which are made while they are sent.

use std::convert::Infallible;

use axum::body::Body;
use bytes::Bytes;
use http::StatusCode;
use serde::Serialize;

use super::refusal::Refusal;
use crate::server::{Reply, json_bytes};

/// How much of a list is held at a time.
const CHUNK: usize = 64 * 1024;

/// A list of records, or 404 where it is empty. Beyond one chunk it is made as the client reads it, so that a list of
/// 100,000 takes no more memory than a short one.
pub(super) fn reply<T: Serialize>(records: impl Iterator<Item = T> + Send + 'static) -> Result<Reply, Refusal> {
    let mut chunks = Chunks { records: records.fuse(), state: State::Begin };
    let first = chunks.next().ok_or(Refusal::NoData)?;
    let body = match chunks.state {
        State::End => Body::from(first),
        _ => {
            let chunks = std::iter::once(first).chain(chunks).map(Ok::<_, Infallible>);
            Body::from_stream(futures::stream::iter(chunks))
        }
    };
    Ok(json_bytes(StatusCode::OK, body))
}

enum State {
    Begin,
    Middle,
    End,
}

/// The JSON text of a list in pieces; none at all for an empty list.
struct Chunks<I> {
    records: std::iter::Fuse<I>,
    state: State,
}

impl<T: Serialize, I: Iterator<Item = T>> Iterator for Chunks<I> {
    type Item = Bytes;

    fn next(&mut self) -> Option<Bytes> {
        if matches!(self.state, State::End) {
            return None;
        }
        let mut buffer = Vec::with_capacity(CHUNK + CHUNK / 8);
        while buffer.len() < CHUNK {
            let Some(record) = self.records.next() else {
                let is_empty = matches!(self.state, State::Begin);
                self.state = State::End;
                if is_empty {
                    return None;
                }
                buffer.push(b']');
                break;
            };
            buffer.push(if matches!(self.state, State::Begin) { b'[' } else { b',' });
            self.state = State::Middle;
            // Writing to memory doesn't fail, and the records have no maps with odd keys.
            let _ = serde_json::to_writer(&mut buffer, &record);
        }
        Some(Bytes::from(buffer))
    }
}
