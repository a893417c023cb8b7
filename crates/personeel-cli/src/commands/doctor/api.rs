//! Section 4: one light call for each institute, and how the service answers at the edges.

use personeel::{Access, InstituteNumber, Operation, SchoolYear};
use reqwest::header::{CONTENT_TYPE, HeaderName, HeaderValue};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::session::Session;

use super::document::{Documented, school_year};
use super::raw::Raw;
use super::report::Edge;
use super::section::Section;

pub(super) const NAME: &str = "api";

/// The call that shows whether anything works, which `auth check` makes too.
const CALL: Operation = Operation::ListEmployees;

const API_VERSION: HeaderName = HeaderName::from_static("api-version");

/// No version of the API will have this number.
const UNKNOWN_VERSION: HeaderValue = HeaderValue::from_static("9999");

/// No school has data of a year before these were kept.
const WITHOUT_DATA: i16 = 1951;

pub(super) async fn look(
    session: &Session,
    raw: &Raw,
    granted: &[InstituteNumber],
    documented: &mut Documented,
) -> Section {
    let Some(first) = granted.first() else { return Section::skipped(NAME) };
    let mut section = Section::new(NAME);
    let mut works = None;
    for institute in granted {
        match light(session, *institute).await {
            Ok(Access::Confirmed) => {
                section.ok("answers", format!("institute {institute}: the API answers"), "the API answers");
                works.get_or_insert(*institute);
            }
            Ok(_) => {
                let text = format!(
                    "institute {institute}: the service has no employees in the current school year; a wrong address \
                     may answer so too, so check --api-url"
                );
                section.warn("empty", text, "the service has no employees for an institute in the current school year");
            }
            // What the document doesn't have is for the last section to tell, place by place.
            Err(failure) if failure.exit() == Exit::Undecodable => {
                let text = format!("{}; see the differences from the document", failure.line());
                section.warn("undecodable", text, "the first record is not as the document has it");
                works.get_or_insert(*institute);
            }
            Err(failure) => section.fail("call", failure, "the light call fails"),
        }
    }
    let institute = works.unwrap_or(*first);
    for (what, code) in [(Probe::Year, "year_without_data"), (Probe::Version, "unknown_version")] {
        match edge(raw, institute, what).await {
            Ok(edge) => {
                let told = format!("{}: {}", what.words(), edge.words());
                section.ok(code, told.clone(), told);
                if let Some(versions) = &edge.supported_versions {
                    documented.supported_versions.get_or_insert_with(|| versions.clone());
                }
                match what {
                    Probe::Year => documented.year_without_data = Some(edge),
                    Probe::Version => documented.unknown_version = Some(edge),
                }
            }
            Err(failure) => section.fail(code, failure, format!("{}: no answer", what.words())),
        }
    }
    if let Some(versions) = &documented.supported_versions {
        let told = format!("the service says that it has the API versions {versions}");
        section.ok("supported_versions", told.clone(), told);
    }
    section
}

async fn light(session: &Session, institute: InstituteNumber) -> Result<Access, Failure> {
    let handle = session.client.institute(institute)?;
    match tokio::time::timeout(session.timeout, handle.check_access()).await {
        Ok(access) => Ok(access?),
        Err(_) => Err(Failure::timeout(format!("the API gave no record within {:?}", session.timeout))
            .with_operation(Some(CALL))
            .with_institute(institute)),
    }
}

/// What is asked at the edges.
#[derive(Clone, Copy)]
enum Probe {
    Year,
    Version,
}

impl Probe {
    fn words(self) -> &'static str {
        match self {
            Self::Year => "a year without data",
            Self::Version => "an unknown API version",
        }
    }
}

async fn edge(raw: &Raw, institute: InstituteNumber, probe: Probe) -> Result<Edge, Failure> {
    let year = match probe {
        Probe::Year => SchoolYear::starting(WITHOUT_DATA).map_err(|error| Failure::internal(error.to_string()))?,
        Probe::Version => school_year(None),
    };
    let arguments = |name: &str| (name == "schoolyear").then(|| year.to_string());
    let mut request = raw.request(CALL, &arguments)?;
    if matches!(probe, Probe::Version) {
        request.headers_mut().insert(API_VERSION, UNKNOWN_VERSION);
    }
    let mut answer = raw.send(institute, CALL, request).await?;
    let (status, headers) = (answer.response.status().as_u16(), answer.response.headers().clone());
    // The start of the body says what form it has.
    let start = loop {
        match tokio::time::timeout_at(answer.end, answer.response.chunk()).await {
            Ok(Ok(Some(piece))) if piece.is_empty() => {}
            Ok(Ok(piece)) => break piece.unwrap_or_default(),
            _ => break bytes::Bytes::new(),
        }
    };
    let text = |name: &HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let versions = text(&HeaderName::from_static("api-supported-versions"));
    Ok(Edge::new(status, text(&CONTENT_TYPE).unwrap_or_default(), &start, versions))
}
