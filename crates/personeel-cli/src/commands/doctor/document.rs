//! Section 5: every call that reads, each answer held against the document while it arrives.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use bytes::{Buf as _, Bytes};
use personeel::{
    Date, Guid, InstituteNumber, Operation, OperationInfo, ParameterInfo, ParameterKind, SchoolYear, wire,
};
use personeel_check::{Check, CheckError, Difference, Head};
use reqwest::header::CONTENT_TYPE;
use tokio::sync::mpsc;

use crate::cli::Doctor;
use crate::failure::Failure;

use super::people::People;
use super::raw::{Raw, Raws, refusal};
use super::report::Edge;
use super::section::Section;

pub(super) const NAME: &str = "document";

/// The structure of the calls that need one: the one that most schools have.
const STRUCTURE: &str = "311";

/// What was learnt of the service.
#[derive(Default)]
pub(super) struct Documented {
    pub(super) check: Arc<Mutex<Check>>,
    pub(super) supported_versions: Option<String>,
    pub(super) year_without_data: Option<Edge>,
    pub(super) unknown_version: Option<Edge>,
    pub(super) calls: BTreeMap<&'static str, Seen>,
}

/// What is known of the answers to a call besides what they hold.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) milliseconds: u64,
    pub(super) longest: u64,
    pub(super) headers: BTreeSet<String>,
}

/// The school year of the lists: the current one unless another is wanted.
pub(super) fn school_year(wanted: Option<SchoolYear>) -> SchoolYear {
    wanted.unwrap_or_else(|| {
        let days = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs() / (24 * 60 * 60);
        let since = wire::jiff::Span::new().try_days(i64::try_from(days).unwrap_or_default()).unwrap_or_default();
        let epoch = wire::jiff::civil::date(1970, 1, 1);
        SchoolYear::at(Date::from(epoch.checked_add(since).unwrap_or(epoch)))
    })
}

pub(super) async fn look(
    raw: &Raw,
    granted: &[InstituteNumber],
    wanted: &Doctor,
    documented: &mut Documented,
) -> Section {
    if granted.is_empty() {
        return Section::skipped(NAME);
    }
    let mut look = Look {
        raw,
        year: school_year(wanted.school_year),
        people: People::new(wanted.people),
        section: Section::new(NAME),
        documented,
    };
    let reads = || Operation::all().map(Operation::info).filter(|info| info.method == "GET");
    let is_of_one = |info: &&OperationInfo| info.parameters.iter().any(is_person);
    for institute in granted {
        for info in reads().filter(|info| !is_of_one(info)) {
            look.call(*institute, info, None).await;
        }
        for info in reads().filter(is_of_one) {
            for person in look.people.of(*institute, info) {
                look.call(*institute, info, Some(person)).await;
            }
        }
    }
    look.end()
}

fn is_person(parameter: &ParameterInfo) -> bool {
    parameter.kind == ParameterKind::Guid(Some("PersonId"))
}

struct Look<'a> {
    raw: &'a Raw,
    year: SchoolYear,
    people: People,
    section: Section,
    documented: &'a mut Documented,
}

impl Look<'_> {
    async fn call(&mut self, institute: InstituteNumber, info: &'static OperationInfo, person: Option<Guid>) {
        if let Err(failure) = self.try_call(institute, info, person).await {
            self.section.fail("call", failure, format!("{}: it could not be checked", info.id));
        }
    }

    async fn try_call(
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
            let told = format!("{}: not called, since nothing gives it a {}", info.id, missing.name);
            self.section.warn("not_called", told.clone(), told);
            return Ok(());
        }
        let arguments = |name: &str| {
            let parameter = info.parameters.iter().find(|parameter| parameter.name == name && parameter.required)?;
            argument(parameter, self.year, person)
        };
        let request = self.raw.request(info.operation, &arguments)?;
        let started = Instant::now();
        let answer = self.raw.send(institute, info.operation, request).await?;
        let status = answer.response.status().as_u16();
        let seen = self.documented.calls.entry(info.id).or_default();
        seen.headers.extend(answer.response.headers().keys().map(ToString::to_string));
        let most = if person.is_none() { self.people.most() } else { 0 };
        let outcome = checked(&self.documented.check, info, answer, person, most).await;
        let time = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        seen.milliseconds += time;
        seen.longest = seen.longest.max(time);
        let named = |failure: Failure| failure.with_operation(Some(info.operation)).with_institute(institute);
        let ids = outcome.map_err(named)?;
        self.people.note(institute, info, ids);
        // A status that isn't declared is a difference, and told as one.
        let is_declared = !self.documented.is_undeclared(info.id, status);
        match refusal(status).filter(|_| is_declared) {
            Some(failure) => Err(named(failure)),
            None => Ok(()),
        }
    }

    fn end(self) -> Section {
        let Self { mut section, documented, .. } = self;
        let check = documented.check.lock().unwrap_or_else(PoisonError::into_inner);
        let differences = check.differences().len();
        let (records, answers) = check.observations().iter().fold((0, 0), |(records, answers), seen| {
            (records + seen.records, answers + seen.statuses.values().sum::<u64>())
        });
        let told = format!("{answers} answers with {records} records held against the document");
        section.ok("checked", told.clone(), told);
        if differences > 0 {
            let told = format!("the service differs from the document in {differences} place(s)");
            section.warn("differs", told.clone(), told);
        }
        section
    }
}

impl Documented {
    pub(super) fn differences(&self) -> Vec<Difference> {
        self.check.lock().unwrap_or_else(PoisonError::into_inner).differences()
    }

    fn is_undeclared(&self, call: &str, status: u16) -> bool {
        self.differences().iter().any(|found| {
            found.call == call && found.status == Some(status) && found.kind == personeel_check::DifferenceKind::Status
        })
    }
}

/// The argument of a parameter, where there is one that any school has.
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

/// Holds an answer against the document while it arrives, and gives the ids of the first few people in it.
async fn checked(
    check: &Arc<Mutex<Check>>,
    info: &'static OperationInfo,
    answer: Raws,
    person: Option<Guid>,
    most: usize,
) -> Result<Vec<Guid>, Failure> {
    let Raws { mut response, end } = answer;
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
        let mut tell = |id: &str| {
            if ids.len() < most
                && let Ok(id) = id.parse()
                && !ids.contains(&id)
            {
                ids.push(id);
            }
        };
        let mut check = check.lock().unwrap_or_else(PoisonError::into_inner);
        let outcome = check.response_with(&head, Arriving { pieces: arriving, left: Bytes::new() }, &mut tell);
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
    let outcome = work.await.map_err(|_| Failure::internal("the check of an answer ended in a panic"))?;
    outcome.map_err(|error| match error {
        CheckError::Read(error) if error.kind() == io::ErrorKind::TimedOut => {
            Failure::timeout("the answer did not end within the time limit; try a longer --timeout")
        }
        CheckError::Read(_) => Failure::unavailable("the connection broke within the answer"),
        other => Failure::internal(other.to_string()),
    })
}

/// A body as it arrives.
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
