//! Prism as a mock server: the overlay reads the responses that Prism generates from the document.

use personeel::{ErrorKind, Institute, Operation, Personeel, RetryPolicy, StaticToken};
use personeel_client::codes::CODES;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use crate::calls::{documented_calls, send};
use crate::prism::Prisms;
use crate::{INSTITUTE, Outcome, Place, prism_check, report_findings};

/// How often Prism generates a response for each call. The number of the round is the seed.
const ROUNDS: u32 = 12;

/// Asks Prism for the examples of the document.
const EXAMPLES: &str = "dynamic=false";

/// The statuses that the document has for every call.
const REFUSALS: [u16; 10] = [400, 401, 403, 404, 405, 406, 409, 415, 416, 500];

/// The kind of error that a status is for a call; `None` if Prism doesn't return that status: for a call that accepts
/// only JSON, as lists do, it returns the successful response instead of one that is text.
fn expected_kind(operation: Operation, status: u16) -> Option<ErrorKind> {
    let has_codes = CODES.iter().any(|code| code.status == status && code.operations.contains(&operation));
    match status {
        400 | 405 => has_codes.then_some(ErrorKind::Refused),
        401 => Some(ErrorKind::Unauthorized),
        403 => Some(ErrorKind::Forbidden),
        404 => Some(ErrorKind::NotFound),
        _ => Some(ErrorKind::Status),
    }
}

pub async fn run(place: &Place) -> Outcome<String> {
    let prisms = Prisms::start(place, &["mock"], None).await?;
    let calls = documented_calls()?;
    let (mut findings, mut responses, mut records) = (Vec::new(), 0, 0);

    let dynamic = (1..=ROUNDS).map(|round| format!("dynamic=true, seed={round}"));
    for preference in std::iter::once(EXAMPLES.to_owned()).chain(dynamic) {
        let schools = Schools::new(&prisms, &preference)?;
        for (operation, call) in &calls {
            match send(*operation, schools.of(*operation), &|name| call.argument(name, true)).await? {
                // Every example of a list has at least one record; appointments have no example.
                Ok(Some(0)) if preference == EXAMPLES => {
                    findings.push(format!("{operation}: empty example"));
                }
                Ok(Some(rows)) => (responses, records) = (responses + 1, records + rows),
                Ok(None) => findings.push(format!("{operation} ({preference}): no record")),
                Err(error) => findings.push(format!("{operation} ({preference}): {error}{}", prism_message(&error))),
            }
        }
    }

    for status in REFUSALS {
        let schools = Schools::new(&prisms, &format!("code={status}"))?;
        for (operation, call) in &calls {
            let Some(expected) = expected_kind(*operation, status) else { continue };
            responses += 1;
            match send(*operation, schools.of(*operation), &|name| call.argument(name, true)).await? {
                // This is how the service reports that there is no data.
                Ok(None | Some(0)) if status == 404 && operation.info().method == "GET" => {}
                Err(error)
                    if error.kind() == expected
                        && error.status() == Some(status)
                        && error.codes().is_empty() == (expected != ErrorKind::Refused) => {}
                Ok(rows) => {
                    findings.push(format!("{operation} (code={status}): succeeded with {rows:?}"));
                }
                Err(error) => findings.push(format!(
                    "{operation} (code={status}): {:?}, expected {expected:?}: {error}{}",
                    error.kind(),
                    prism_message(&error)
                )),
            }
        }
    }
    report_findings(&findings)?;
    // Values that Prism generates are in no enumeration, which is a difference.
    let refusals = REFUSALS.map(|status| format!("code={status}"));
    let checked = prism_check::run(&prisms, std::iter::once(EXAMPLES.to_owned()).chain(refusals)).await?;
    Ok(format!("{responses} generated responses, {records} records read, {checked} responses without a difference"))
}

/// A handle for each Prism; both request the same kind of response.
struct Schools {
    newest: Institute,
    version_1: Institute,
}

impl Schools {
    fn new(prisms: &Prisms, preference: &str) -> Outcome<Self> {
        let preference = HeaderValue::from_str(preference)?;
        let school = |url: &str| -> Outcome<Institute> {
            let headers = HeaderMap::from_iter([(HeaderName::from_static("prefer"), preference.clone())]);
            let http = reqwest::Client::builder()
                .no_proxy()
                .redirect(reqwest::redirect::Policy::none())
                .default_headers(headers)
                .build()?;
            let builder = Personeel::builder().api_url(url).token_source(StaticToken::new("any"));
            Ok(builder.retry(RetryPolicy::never()).http_client(http).build()?.institute(INSTITUTE)?)
        };
        Ok(Self { newest: school(&prisms.newest.url)?, version_1: school(&prisms.version_1.url)? })
    }

    fn of(&self, operation: Operation) -> &Institute {
        if operation.info().api_version == "1" { &self.version_1 } else { &self.newest }
    }
}

/// Prism's own message: it responds itself if a request doesn't match the document.
pub fn prism_message(error: &personeel::Error) -> String {
    let body = error.raw_body().map(String::from_utf8_lossy).unwrap_or_default();
    if body.contains("stoplight.io/prism") { format!("; Prism: {body}") } else { String::new() }
}
