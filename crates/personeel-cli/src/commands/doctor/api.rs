//! Section 4: one light call for each institute, and how the service responds in edge cases.

use personeel::{Access, InstituteNumber, Operation, SchoolYear};
use reqwest::header::{CONTENT_TYPE, HeaderName, HeaderValue};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::session::Session;

use super::observed::{Documented, Edge};
use super::raw::Raw;
use super::section::Section;

pub(super) const NAME: &str = "api";

/// The call that shows whether the API works; `auth check` makes it too.
const CALL: Operation = Operation::ListEmployees;

const API_VERSION: HeaderName = HeaderName::from_static("api-version");

/// No version of the API will have this number.
const UNKNOWN_VERSION: HeaderValue = HeaderValue::from_static("9999");

/// A year so early that no school has data for it.
const WITHOUT_DATA: i16 = 1951;

pub(super) async fn check(
    session: &Session,
    raw: &Raw,
    granted: &[InstituteNumber],
    documented: &mut Documented,
) -> Section {
    let Some(first) = granted.first() else { return Section::skipped(NAME) };
    let mut section = Section::new(NAME);
    let mut works = None;
    for institute in granted {
        match check_access(session, *institute).await {
            Ok(Access::Confirmed) => {
                section.ok("answers", format!("institute {institute}: the API responds"), "the API responds");
                works.get_or_insert(*institute);
            }
            Ok(_) => {
                let text = format!(
                    "institute {institute}: the service has no employees in the current school year; a wrong URL may \
                     respond that way too, so check --api-url"
                );
                section.warn("empty", text, "the service has no employees for an institute in the current school year");
            }
            // The last section reports the differences from the document one by one.
            Err(failure) if failure.exit() == Exit::Undecodable => {
                let text = format!("{}; see the differences from the document", failure.line());
                section.warn("undecodable", text, "the first record does not match the document");
                works.get_or_insert(*institute);
            }
            Err(failure) => section.fail("call", failure, "the light call failed"),
        }
    }
    let institute = works.unwrap_or(*first);
    for (probe, code) in [(Probe::Year, "year_without_data"), (Probe::Version, "unknown_version")] {
        match probe_edge(raw, institute, probe).await {
            Ok(edge) => {
                let text = format!("{}: {}", probe.describe(), edge.describe());
                section.ok(code, text.clone(), text);
                if let Some(versions) = &edge.supported_versions {
                    documented.supported_versions.get_or_insert_with(|| versions.clone());
                }
                match probe {
                    Probe::Year => documented.year_without_data = Some(edge),
                    Probe::Version => documented.unknown_version = Some(edge),
                }
            }
            Err(failure) => section.fail(code, failure, format!("{}: no response", probe.describe())),
        }
    }
    if let Some(versions) = &documented.supported_versions {
        let text = format!("the service reports the API versions {versions}");
        section.ok("supported_versions", text.clone(), text);
    }
    section
}

async fn check_access(session: &Session, institute: InstituteNumber) -> Result<Access, Failure> {
    let handle = session.client.institute(institute)?;
    match tokio::time::timeout(session.timeout, handle.check_access()).await {
        Ok(access) => Ok(access?),
        Err(_) => Err(Failure::timeout(format!("the API returned no record within {:?}", session.timeout))
            .with_operation(Some(CALL))
            .with_institute(institute)),
    }
}

/// The edge cases to probe.
#[derive(Clone, Copy)]
enum Probe {
    Year,
    Version,
}

impl Probe {
    fn describe(self) -> &'static str {
        match self {
            Self::Year => "a year without data",
            Self::Version => "an unknown API version",
        }
    }
}

async fn probe_edge(raw: &Raw, institute: InstituteNumber, probe: Probe) -> Result<Edge, Failure> {
    let year = match probe {
        Probe::Year => SchoolYear::starting(WITHOUT_DATA).map_err(|error| Failure::internal(error.to_string()))?,
        Probe::Version => raw.current_year,
    };
    let arguments = |name: &str| (name == "schoolyear").then(|| year.to_string());
    let mut request = raw.request(CALL, &arguments)?;
    if matches!(probe, Probe::Version) {
        request.headers_mut().insert(API_VERSION, UNKNOWN_VERSION);
    }
    let mut reply = raw.send(institute, CALL, request).await?;
    let (status, headers) = (reply.response.status().as_u16(), reply.response.headers().clone());
    // The start of the body shows its form.
    let start = loop {
        match tokio::time::timeout_at(reply.end, reply.response.chunk()).await {
            Ok(Ok(Some(piece))) if piece.is_empty() => {}
            Ok(Ok(piece)) => break piece.unwrap_or_default(),
            _ => break bytes::Bytes::new(),
        }
    };
    let text = |name: &HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let versions = text(&HeaderName::from_static("api-supported-versions"));
    Ok(Edge::new(status, text(&CONTENT_TYPE).unwrap_or_default(), &start, versions))
}
