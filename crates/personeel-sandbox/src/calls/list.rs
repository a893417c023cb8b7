//! Lists, which are written while they are sent.

use std::convert::Infallible;

use axum::body::Body;
use bytes::Bytes;
use http::StatusCode;
use serde::Serialize;

use super::call::Call;
use super::refusal::Refusal;
use crate::dirty::Dirt;
use crate::reply::{Reply, json_bytes};
use crate::world::overlay::Snapshot;
use crate::world::population::Person;

/// How many bytes of a list are held in memory at a time.
const CHUNK: usize = 64 * 1024;

/// Builds the response of a list of records, or 404 if it is empty. Beyond one chunk it is written as the client reads
/// it, so that a list of 100,000 takes no more memory than a short one.
pub(super) fn build_reply<T: Serialize>(
    call: &Call,
    records: impl Iterator<Item = T> + Send + 'static,
) -> Result<Reply, Refusal> {
    let mut chunks = Chunks { records: records.fuse(), state: State::Begin, dirt: call.dirt.clone() };
    let first = chunks.next().ok_or(Refusal::NoData)?;
    let body = if matches!(chunks.state, State::End) {
        Body::from(first)
    } else {
        Body::from_stream(futures_util::stream::iter(std::iter::once(first).chain(chunks).map(Ok::<_, Infallible>)))
    };
    Ok(json_bytes(StatusCode::OK, body))
}

/// Builds the response of a list over the whole staff, with the records that `select` returns for each person.
pub(super) fn build_staff_reply<T: Serialize + Send + 'static>(
    call: &Call,
    select: impl Fn(&Snapshot, Person) -> Vec<T> + Send + 'static,
) -> Result<Reply, Refusal> {
    let snapshot = call.snapshot.clone();
    build_reply(call, snapshot.world.population.staff(call.institute).flat_map(move |person| select(&snapshot, person)))
}

/// Builds the response of a single record.
pub(super) fn build_record_reply(call: &Call, record: &impl Serialize) -> Reply {
    let mut buffer = Vec::new();
    write_record(&mut buffer, call.dirt.clone().as_mut(), record);
    json_bytes(StatusCode::OK, buffer)
}

/// Writes a record as JSON. That cannot fail: the buffer is in memory, and no record has a map with non-string keys.
fn write_record(buffer: &mut Vec<u8>, dirt: Option<&mut Dirt>, record: &impl Serialize) {
    match dirt.and_then(|dirt| Some((dirt, serde_json::to_value(record).ok()?))) {
        Some((dirt, value)) => dirt.write_record(buffer, value),
        None => serde_json::to_writer(buffer, record).unwrap_or_default(),
    }
}

enum State {
    Begin,
    Middle,
    End,
}

/// The JSON text of a list in chunks; no chunk at all for an empty list.
struct Chunks<I> {
    records: std::iter::Fuse<I>,
    state: State,
    dirt: Option<Dirt>,
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
            write_record(&mut buffer, self.dirt.as_mut(), &record);
        }
        Some(Bytes::from(buffer))
    }
}
