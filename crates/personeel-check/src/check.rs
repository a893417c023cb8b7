//! Compares responses with the document.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Read};

use serde::de::DeserializeSeed as _;
use sha2::{Digest as _, Sha256};

use crate::difference::{Difference, DifferenceKind, Document, Observation};
use crate::error::CheckError;
use crate::evidence::Evidence;
use crate::findings;
use crate::generated::shapes::{CALLS, GUIDE};
use crate::head::{Head, is_json};
use crate::no_data;
use crate::shape::{Call, Kind, Response};
use crate::tally::{Place, Tally};
use crate::walk::{Checked, Walk};

/// Compares raw responses with the document and counts the differences by call, path and kind.
///
/// It keeps counters but nothing of the responses themselves, and never reports a value from a record, except unlisted
/// enumeration values that cannot be personal data (see the crate documentation).
#[derive(Debug, Default)]
pub struct Check {
    calls: BTreeMap<usize, Tally>,
    evidence: Evidence,
    /// The counts that [`changes`](Self::changes) has already reported.
    reported: BTreeMap<(String, String, DifferenceKind, Option<u16>), u64>,
}

impl Check {
    /// Creates a check that has seen no responses yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Identifies the document that responses are compared with.
    pub fn document() -> Document {
        let digest = Sha256::digest(include_bytes!("generated/shapes.rs"));
        let mut sha256 = String::with_capacity(64);
        for byte in digest {
            // Writing to a string cannot fail.
            let _ = write!(sha256, "{byte:02x}");
        }
        Document { sha256, guide: GUIDE.to_owned() }
    }

    /// Returns the calls that can be checked: their `operationId` and HTTP method.
    pub fn calls() -> impl Iterator<Item = (&'static str, &'static str)> {
        CALLS.iter().map(|call| (call.id, call.method))
    }

    /// Checks the raw JSON body of a response with status 200.
    ///
    /// # Errors
    ///
    /// Returns [`CheckError::UnknownCall`] if the document has no such call. Invalid JSON is not an error but a
    /// difference.
    pub fn json(&mut self, call: &str, body: &[u8]) -> Result<(), CheckError> {
        self.response(&Head::new(call, 200), body)
    }

    /// Checks a response, reading its body as it arrives and keeping none of it.
    ///
    /// # Errors
    ///
    /// Returns [`CheckError::UnknownCall`] if the document has no such call, or [`CheckError::Read`] if the body cannot
    /// be read to the end. In that case, everything counted so far is kept.
    pub fn response(&mut self, head: &Head<'_>, body: impl Read) -> Result<(), CheckError> {
        self.response_with(head, body, &mut |_| ())
    }

    /// Does the same as [`response`](Self::response), and passes the person id of each record that has one to
    /// `on_person`, for a program that goes on to the calls for one person. The ids are not kept.
    ///
    /// # Errors
    ///
    /// Returns the same errors as [`response`](Self::response).
    pub fn response_with(
        &mut self,
        head: &Head<'_>,
        body: impl Read,
        on_person: &mut dyn FnMut(&str),
    ) -> Result<(), CheckError> {
        let (index, call) = Call::find(head.call).ok_or_else(|| CheckError::UnknownCall(head.call.to_owned()))?;
        let tally = self.calls.entry(index).or_default();
        tally.responses += 1;
        *tally.statuses.entry(head.status).or_default() += 1;
        let mut body = Counted { inner: body, bytes: 0, failure: None };
        let outcome = check_response(call, head, &mut body, tally, &mut self.evidence, on_person);
        tally.bytes += body.bytes;
        outcome.map_err(CheckError::Read)
    }

    /// Returns every difference between the service and the document so far, in document order.
    pub fn differences(&self) -> Vec<Difference> {
        let tallies = self.calls.iter().filter_map(|(index, tally)| Some((CALLS.get(*index)?, tally)));
        tallies.flat_map(|(call, tally)| findings::differences(call, tally, &self.evidence)).collect()
    }

    /// Returns what is worth knowing but isn't a difference, for each call with a response.
    pub fn observations(&self) -> Vec<Observation> {
        let tallies = self.calls.iter().filter_map(|(index, tally)| Some((CALLS.get(*index)?, tally)));
        tallies.map(|(call, tally)| findings::observation(call, tally, &self.evidence)).collect()
    }

    /// Passes the differences that were counted since the previous time to `observe`; each `count` holds only the new
    /// ones.
    ///
    /// Use it to feed a long-lived counter per path.
    pub fn changes(&mut self, mut observe: impl FnMut(&Difference)) {
        for mut difference in self.differences() {
            let Difference { call, path, kind, status, count, .. } = &difference;
            let reported = self.reported.entry((call.clone(), path.clone(), *kind, *status)).or_default();
            let new = count.saturating_sub(*reported);
            *reported = *count;
            if new > 0 {
                difference.count = new;
                observe(&difference);
            }
        }
    }

    /// Reports the differences that were counted since the previous time to `tracing`: one `WARN` event per difference,
    /// with the fields `call`, `path`, `kind`, `count` and `of`.
    pub fn trace(&mut self) {
        self.changes(|difference| {
            tracing::warn!(
                call = difference.call,
                path = difference.path,
                kind = difference.kind.as_str(),
                count = difference.count,
                of = difference.of,
                "the service differs from the document",
            );
        });
    }
}

fn check_response<R: Read>(
    call: &'static Call,
    head: &Head<'_>,
    body: &mut Counted<R>,
    tally: &mut Tally,
    evidence: &mut Evidence,
    on_person: &mut dyn FnMut(&str),
) -> io::Result<()> {
    let counters = tally.by_status.entry(head.status).or_default();
    let Some(response) = call.response(head.status) else {
        if !Call::is_nonstandard(head.status) {
            counters.undeclared += 1;
        }
        return drain(body);
    };
    let (first, has_mark) = read_start(body)?;
    if has_mark {
        counters.bodies.add("byte order mark");
    }
    let Some(first) = first else {
        if head.status == 404 {
            tally.no_data += u64::from(no_data::is_empty());
        } else if (200..300).contains(&head.status) && response.shape.is_some() {
            counters.bodies.add("empty");
        }
        return Ok(());
    };
    if head.status == 404 {
        return if no_data::is_problem(first, &mut *body)? {
            // The media type of this body depends on the framework that writes it, so it is not checked.
            tally.no_data += 1;
            Ok(())
        } else {
            counters.bodies.add("not a no-data body");
            drain(body)
        };
    }
    if response.media.is_empty() && !(200..300).contains(&head.status) {
        counters.bodies.add("undeclared body");
        return drain(body);
    }
    let media = head.essence();
    if !response.media.is_empty() && media.as_ref().is_some_and(|media| !response.media.contains(&media.as_str())) {
        *counters.media.entry(head.plain_media_type()).or_default() += 1;
    }
    let is_text = media.as_deref().is_some_and(|media| !is_json(media) && response.media.contains(&media));
    let Some(shape) = response.shape.filter(|_| !is_text) else { return drain(body) };
    let place = counters.place.get_or_insert_with(|| Place::new("", shape, false));
    let record = match shape.kind {
        Kind::List(item) => item,
        _ => shape,
    };
    // Calls that return the same component share the evidence about it.
    let record = std::ptr::from_ref(record).addr();
    let person = head.person.map(|person| evidence.hash_person(person));
    let is_success = is_success(response);
    let mut walk =
        Walk::new(evidence, record, call.person.filter(|_| is_success), person.filter(|_| is_success), on_person);
    let outcome = {
        let joined = io::BufReader::new(first.chain(&mut *body));
        let mut json = serde_json::Deserializer::from_reader(joined);
        Checked::response(place, &mut walk).deserialize(&mut json).and_then(|()| json.end())
    };
    if is_success {
        tally.records += walk.records;
    }
    match outcome {
        Ok(()) => Ok(()),
        Err(error) if error.is_io() => Err(body.failure.take().unwrap_or_else(|| io::Error::from(error))),
        Err(error) => {
            counters.bodies.add(if error.is_eof() { "truncated JSON" } else { "not JSON" });
            drain(body)
        }
    }
}

fn is_success(response: &Response) -> bool {
    (200..300).contains(&response.status)
}

/// Reads the first bytes of a body, or `None` if it is empty, and whether a byte order mark preceded them: RFC 8259
/// forbids one, but readers skip it.
fn read_start(body: &mut impl Read) -> io::Result<(Option<io::Cursor<Vec<u8>>>, bool)> {
    let mut start = Vec::with_capacity(4);
    body.take(3).read_to_end(&mut start)?;
    let has_mark = start == b"\xef\xbb\xbf";
    if has_mark {
        start.clear();
        body.take(1).read_to_end(&mut start)?;
    }
    Ok(((!start.is_empty()).then(|| io::Cursor::new(start)), has_mark))
}

fn drain(body: &mut impl Read) -> io::Result<()> {
    io::copy(body, &mut io::sink()).map(drop)
}

/// A reader that counts bytes and keeps the original read error.
struct Counted<R> {
    inner: R,
    bytes: u64,
    failure: Option<io::Error>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.inner.read(buffer) {
            Ok(read) => {
                self.bytes += read as u64;
                Ok(read)
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(error),
            Err(error) => {
                let kind = error.kind();
                self.failure = Some(error);
                Err(kind.into())
            }
        }
    }
}
