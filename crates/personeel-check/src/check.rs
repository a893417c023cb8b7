//! Holding answers against the document.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Read};

use serde::de::DeserializeSeed as _;
use sha2::{Digest as _, Sha256};

use crate::difference::{Difference, DifferenceKind, Document, Observation};
use crate::error::CheckError;
use crate::evidence::Evidence;
use crate::generated::shapes::{CALLS, GUIDE};
use crate::head::{Head, is_json};
use crate::no_data;
use crate::shape::{Call, Kind, Response};
use crate::tally::{Counts, Place};
use crate::tell;
use crate::walk::{Checked, Walk};

/// Holds raw answers against the document, and counts where they differ: by call, path and kind, and never with a value
/// of a record. It keeps counters and nothing of the answers.
#[derive(Debug, Default)]
pub struct Check {
    calls: BTreeMap<usize, Tally>,
    evidence: Evidence,
    /// What [`changes`](Self::changes) has told.
    told: BTreeMap<(String, String, DifferenceKind, Option<u16>), u64>,
}

/// What was counted of one call.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) answers: u64,
    pub(crate) statuses: BTreeMap<u16, u64>,
    pub(crate) no_data: u64,
    pub(crate) records: u64,
    pub(crate) bytes: u64,
    pub(crate) by_status: BTreeMap<u16, OfStatus>,
}

/// What was counted of its answers with one status.
#[derive(Debug, Default)]
pub(crate) struct OfStatus {
    pub(crate) undeclared: u64,
    pub(crate) media: BTreeMap<String, u64>,
    pub(crate) bodies: Counts,
    pub(crate) place: Option<Place>,
}

impl Check {
    /// A check that has seen nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The document that answers are held against.
    pub fn document() -> Document {
        let digest = Sha256::digest(include_bytes!("generated/shapes.rs"));
        let mut sha256 = String::with_capacity(64);
        for byte in digest {
            // Writing to a string cannot fail.
            let _ = write!(sha256, "{byte:02x}");
        }
        Document { sha256, guide: GUIDE.to_owned() }
    }

    /// The calls that can be checked, by their `operationId`, with their HTTP method.
    pub fn calls() -> impl Iterator<Item = (&'static str, &'static str)> {
        CALLS.iter().map(|call| (call.id, call.method))
    }

    /// Checks the JSON of a good answer, as it came.
    ///
    /// # Errors
    ///
    /// Where the document has no such call. What is wrong with the JSON is a difference.
    pub fn json(&mut self, call: &str, body: &[u8]) -> Result<(), CheckError> {
        self.response(&Head::new(call, 200), body)
    }

    /// Checks an answer whose body is read as it comes: none of it is kept.
    ///
    /// # Errors
    ///
    /// Where the document has no such call, or the body cannot be read to its end. What was counted until then stays.
    pub fn response(&mut self, head: &Head<'_>, body: impl Read) -> Result<(), CheckError> {
        self.response_with(head, body, &mut |_| ())
    }

    /// The same, telling the id of the person of each record that names one: for a program that goes on to the calls
    /// for one person. Nothing of it is kept here.
    ///
    /// # Errors
    ///
    /// As [`response`](Self::response).
    pub fn response_with(
        &mut self,
        head: &Head<'_>,
        body: impl Read,
        tell: &mut dyn FnMut(&str),
    ) -> Result<(), CheckError> {
        let (index, call) = Call::find(head.call).ok_or_else(|| CheckError::UnknownCall(head.call.to_owned()))?;
        let tally = self.calls.entry(index).or_default();
        tally.answers += 1;
        *tally.statuses.entry(head.status).or_default() += 1;
        let mut body = Counted { inner: body, bytes: 0, failure: None };
        let outcome = check(call, head, &mut body, tally, &mut self.evidence, tell);
        tally.bytes += body.bytes;
        outcome.map_err(CheckError::Read)
    }

    /// Everything in which the service differs from the document so far, in the order of the document.
    pub fn differences(&self) -> Vec<Difference> {
        let tallies = self.calls.iter().filter_map(|(index, tally)| Some((CALLS.get(*index)?, tally)));
        tallies.flat_map(|(call, tally)| tell::differences(call, tally, &self.evidence)).collect()
    }

    /// What is only worth knowing, for each call that was answered.
    pub fn observations(&self) -> Vec<Observation> {
        let tallies = self.calls.iter().filter_map(|(index, tally)| Some((CALLS.get(*index)?, tally)));
        tallies.map(|(call, tally)| tell::observation(call, tally, &self.evidence)).collect()
    }

    /// Hands over what was counted since the last time: each difference with the new ones among its `count`. For a
    /// counter by path that runs all the time.
    pub fn changes(&mut self, mut observe: impl FnMut(&Difference)) {
        for mut difference in self.differences() {
            let Difference { call, path, kind, status, count, .. } = &difference;
            let told = self.told.entry((call.clone(), path.clone(), *kind, *status)).or_default();
            let new = count.saturating_sub(*told);
            *told = *count;
            if new > 0 {
                difference.count = new;
                observe(&difference);
            }
        }
    }

    /// Writes what was counted since the last time to `tracing`: one event at `WARN` for each difference, with the
    /// fields `call`, `path`, `kind`, `count` and `of`.
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

fn check<R: Read>(
    call: &'static Call,
    head: &Head<'_>,
    body: &mut Counted<R>,
    tally: &mut Tally,
    evidence: &mut Evidence,
    tell: &mut dyn FnMut(&str),
) -> io::Result<()> {
    let of = tally.by_status.entry(head.status).or_default();
    let Some(answer) = call.response(head.status) else {
        if !Call::is_nonstandard(head.status) {
            of.undeclared += 1;
        }
        return drain(body);
    };
    let (first, has_mark) = start(body)?;
    if has_mark {
        of.bodies.add("a byte order mark");
    }
    let Some(first) = first else {
        if head.status == 404 {
            tally.no_data += u64::from(no_data::is_empty());
        } else if (200..300).contains(&head.status) && answer.shape.is_some() {
            of.bodies.add("empty");
        }
        return Ok(());
    };
    if head.status == 404 {
        return if no_data::is_problem(first, &mut *body)? {
            // Which media type it has is a matter of the framework that writes it.
            tally.no_data += 1;
            Ok(())
        } else {
            of.bodies.add("not one that says that there is no data");
            drain(body)
        };
    }
    if answer.media.is_empty() && !(200..300).contains(&head.status) {
        of.bodies.add("a body where none is declared");
        return drain(body);
    }
    let media = head.essence();
    if !answer.media.is_empty() && media.as_ref().is_some_and(|media| !answer.media.contains(&media.as_str())) {
        *of.media.entry(head.plain_media_type()).or_default() += 1;
    }
    let is_text = media.as_deref().is_some_and(|media| !is_json(media) && answer.media.contains(&media));
    let Some(shape) = answer.shape.filter(|_| !is_text) else { return drain(body) };
    let place = of.place.get_or_insert_with(|| Place::new("", shape, false));
    let record = match shape.kind {
        Kind::List(item) => item,
        _ => shape,
    };
    // Calls that answer with the same component share what was seen of it.
    let record = std::ptr::from_ref(record).addr();
    let person = head.person.map(|person| evidence.person(person));
    let is_good = is_good(answer);
    let mut walk = Walk::new(evidence, record, call.person.filter(|_| is_good), person.filter(|_| is_good), tell);
    let outcome = {
        let joined = io::BufReader::new(first.chain(&mut *body));
        let mut json = serde_json::Deserializer::from_reader(joined);
        Checked::answer(place, &mut walk).deserialize(&mut json).and_then(|()| json.end())
    };
    if is_good {
        tally.records += walk.records;
    }
    match outcome {
        Ok(()) => Ok(()),
        Err(error) if error.is_io() => Err(body.failure.take().unwrap_or_else(|| io::Error::from(error))),
        Err(error) => {
            of.bodies.add(if error.is_eof() { "JSON that ends too early" } else { "no JSON" });
            drain(body)
        }
    }
}

fn is_good(answer: &Response) -> bool {
    (200..300).contains(&answer.status)
}

/// The start of a body that is not empty, and whether a byte order mark stood before it: RFC 8259 forbids one, and
/// readers skip it.
fn start(body: &mut impl Read) -> io::Result<(Option<io::Cursor<Vec<u8>>>, bool)> {
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

/// A body whose bytes are counted, and whose failure is kept as it was.
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
