//! Section 5: every call that reads, with each response checked against the document as it arrives.

use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use bytes::{Buf as _, Bytes};
use personeel::{Guid, InstituteNumber, Operation, OperationInfo, ParameterInfo, ParameterKind, SchoolYear};
use personeel_check::{Check, CheckError, Head};
use reqwest::header::CONTENT_TYPE;
use tokio::sync::mpsc;

use crate::cli::Doctor;
use crate::failure::Failure;

use super::observed::Documented;
use super::people::People;
use super::raw::{Raw, Reply, refusal};
use super::section::Section;

pub(super) const NAME: &str = "document";

/// The structure for calls that need one. Most schools have it.
const STRUCTURE: &str = "311";

pub(super) async fn check(
    raw: &Raw,
    granted: &[InstituteNumber],
    flags: &Doctor,
    documented: &mut Documented,
) -> Section {
    if granted.is_empty() {
        return Section::skipped(NAME);
    }
    let mut checker = Checker {
        raw,
        year: flags.school_year.unwrap_or(raw.current_year),
        people: People::new(flags.people),
        section: Section::new(NAME),
        documented,
    };
    let reads = || Operation::all().map(Operation::info).filter(|info| info.method == "GET");
    let takes_person = |info: &&OperationInfo| info.parameters.iter().any(is_person);
    for institute in granted {
        for info in reads().filter(|info| !takes_person(info)) {
            checker.check_call(*institute, info, None).await;
        }
        for info in reads().filter(takes_person) {
            for person in checker.people.of(*institute, info) {
                checker.check_call(*institute, info, Some(person)).await;
            }
        }
    }
    checker.into_section()
}

fn is_person(parameter: &ParameterInfo) -> bool {
    parameter.kind == ParameterKind::Guid(Some("PersonId"))
}

struct Checker<'a> {
    raw: &'a Raw,
    year: SchoolYear,
    people: People,
    section: Section,
    documented: &'a mut Documented,
}

impl Checker<'_> {
    async fn check_call(&mut self, institute: InstituteNumber, info: &'static OperationInfo, person: Option<Guid>) {
        if let Err(failure) = self.try_check_call(institute, info, person).await {
            self.section.fail("call", failure, format!("{}: could not be checked", info.id));
        }
    }

    async fn try_check_call(
        &mut self,
        institute: InstituteNumber,
        info: &'static OperationInfo,
        person: Option<Guid>,
    ) -> Result<(), Failure> {
        let missing = info
            .parameters
            .iter()
            .find(|parameter| parameter.required && argument(parameter, self.year, person).is_none());
        if let Some(missing) = missing {
            let text = format!("{}: not called, because no value for {} is known", info.id, missing.name);
            self.section.warn("not_called", text.clone(), text);
            return Ok(());
        }
        let arguments = |name: &str| {
            let parameter = info.parameters.iter().find(|parameter| parameter.name == name && parameter.required)?;
            argument(parameter, self.year, person)
        };
        let request = self.raw.request(info.operation, &arguments)?;
        let started = Instant::now();
        let reply = self.raw.send(institute, info.operation, request).await?;
        let status = reply.response.status().as_u16();
        let seen = self.documented.calls.entry(info.id).or_default();
        seen.headers.extend(reply.response.headers().keys().map(ToString::to_string));
        let max_ids = if person.is_none() { self.people.max() } else { 0 };
        let outcome = check_response(&self.documented.check, info, reply, person, max_ids).await;
        let time = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        seen.milliseconds += time;
        seen.longest = seen.longest.max(time);
        let with_call = |failure: Failure| failure.with_operation(Some(info.operation)).with_institute(institute);
        let ids = outcome.map_err(with_call)?;
        self.people.record(institute, info, ids);
        // An undeclared status is reported as a difference.
        let is_declared = !self.documented.is_undeclared(info.id, status);
        match refusal(status).filter(|_| is_declared) {
            Some(failure) => Err(with_call(failure)),
            None => Ok(()),
        }
    }

    fn into_section(self) -> Section {
        let Self { mut section, documented, .. } = self;
        let check = documented.check.lock().unwrap_or_else(PoisonError::into_inner);
        let differences = check.differences().len();
        let (records, responses) = check.observations().iter().fold((0, 0), |(records, responses), seen| {
            (records + seen.records, responses + seen.statuses.values().sum::<u64>())
        });
        let text = format!("checked {responses} responses with {records} records against the document");
        section.ok("checked", text.clone(), text);
        if differences > 0 {
            let text = format!("the service differs from the document in {differences} place(s)");
            section.warn("differs", text.clone(), text);
        }
        section
    }
}

/// Returns an argument for a parameter, if there is one that works at any school.
fn argument(parameter: &ParameterInfo, year: SchoolYear, person: Option<Guid>) -> Option<String> {
    match parameter.kind {
        ParameterKind::SchoolYear => Some(year.to_string()),
        ParameterKind::Structure => Some(STRUCTURE.to_owned()),
        _ if is_person(parameter) => person.map(|person| person.to_string()),
        ParameterKind::Date => Some(year.first_day().to_string()),
        ParameterKind::Boolean => Some("true".to_owned()),
        _ => None,
    }
}

/// Checks a response against the document as it arrives, and returns the ids of the first few people in it.
async fn check_response(
    check: &Arc<Mutex<Check>>,
    info: &'static OperationInfo,
    reply: Reply,
    person: Option<Guid>,
    max_ids: usize,
) -> Result<Vec<Guid>, Failure> {
    let Reply { mut response, end } = reply;
    let status = response.status().as_u16();
    let media_type = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (media_type, check) = (media_type.to_owned(), Arc::clone(check));
    let (pieces, arriving) = mpsc::channel(4);
    let work = tokio::task::spawn_blocking(move || {
        let person = person.map(|person| person.to_string());
        let mut head = Head::new(info.id, status).media_type(&media_type);
        if let Some(person) = &person {
            head = head.person(person);
        }
        let mut ids: Vec<Guid> = Vec::new();
        let mut collect_id = |id: &str| {
            if ids.len() < max_ids
                && let Ok(id) = id.parse()
                && !ids.contains(&id)
            {
                ids.push(id);
            }
        };
        let mut check = check.lock().unwrap_or_else(PoisonError::into_inner);
        let outcome = check.response_with(&head, Arriving { pieces: arriving, left: Bytes::new() }, &mut collect_id);
        outcome.map(|()| ids)
    });
    loop {
        let piece = match tokio::time::timeout_at(end, response.chunk()).await {
            Ok(Ok(Some(piece))) => Ok(piece),
            Ok(Ok(None)) => break,
            Ok(Err(_)) => Err(io::Error::from(io::ErrorKind::ConnectionReset)),
            Err(_) => Err(io::Error::from(io::ErrorKind::TimedOut)),
        };
        let is_last = piece.is_err();
        if pieces.send(piece).await.is_err() || is_last {
            break;
        }
    }
    drop(pieces);
    let outcome = work.await.map_err(|_| Failure::internal("internal error: the response check panicked"))?;
    outcome.map_err(|error| match error {
        CheckError::Read(error) if error.kind() == io::ErrorKind::TimedOut => {
            Failure::timeout("the response did not end within the timeout; try a longer --timeout")
        }
        CheckError::Read(_) => Failure::unavailable("the connection broke during the response"),
        other => Failure::internal(other.to_string()),
    })
}

/// A body that is still arriving.
struct Arriving {
    pieces: mpsc::Receiver<io::Result<Bytes>>,
    left: Bytes,
}

impl Read for Arriving {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.left.is_empty() {
            match self.pieces.blocking_recv() {
                Some(piece) => self.left = piece?,
                None => return Ok(0),
            }
        }
        let length = self.left.len().min(buffer.len());
        self.left.copy_to_slice(&mut buffer[..length]);
        Ok(length)
    }
}
