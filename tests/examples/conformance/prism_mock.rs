//! Prism as a mock server: the overlay reads what Prism makes up from the document.

use personeel::{ErrorKind, Institute, Operation, Personeel, RetryPolicy, StaticToken};
use personeel_client::codes::CODES;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use crate::calls::{documented, send};
use crate::prism::Prisms;
use crate::{INSTITUTE, Outcome, Place, prism_check, verdict};

/// How often Prism makes up an answer of each call. It follows from the number of the round alone.
const ROUNDS: u32 = 12;

/// Asks Prism for the examples of the document.
const EXAMPLES: &str = "dynamic=false";

/// The statuses that the document has for every call.
const REFUSALS: [u16; 10] = [400, 401, 403, 404, 405, 406, 409, 415, 416, 500];

/// What a status means for a call; none where Prism does not answer with it: for a client that accepts JSON alone, as those
/// of the lists do, it takes the answer of success in the place of one that is text.
fn meaning(operation: Operation, status: u16) -> Option<ErrorKind> {
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
    let calls = documented()?;
    let (mut findings, mut answers, mut records) = (Vec::new(), 0, 0);

    let dynamic = (1..=ROUNDS).map(|round| format!("dynamic=true, seed={round}"));
    for preference in std::iter::once(EXAMPLES.to_owned()).chain(dynamic) {
        let schools = Schools::new(&prisms, &preference)?;
        for (operation, call) in &calls {
            match send(*operation, schools.of(*operation), &|name| call.argument(name, true)).await? {
                // Every example of a list has at least one row; appointments have no example.
                Ok(Some(0)) if preference == EXAMPLES => {
                    findings.push(format!("{operation}: the example is empty"));
                }
                Ok(Some(rows)) => (answers, records) = (answers + 1, records + rows),
                Ok(None) => findings.push(format!("{operation} ({preference}): no record")),
                Err(error) => findings.push(format!("{operation} ({preference}): {error}{}", prism_says(&error))),
            }
        }
    }

    for status in REFUSALS {
        let schools = Schools::new(&prisms, &format!("code={status}"))?;
        for (operation, call) in &calls {
            let Some(expected) = meaning(*operation, status) else { continue };
            answers += 1;
            match send(*operation, schools.of(*operation), &|name| call.argument(name, true)).await? {
                // The service's way to say that there is no data.
                Ok(None | Some(0)) if status == 404 && operation.info().method == "GET" => {}
                Err(error)
                    if error.kind() == expected
                        && error.status() == Some(status)
                        && error.codes().is_empty() == (expected != ErrorKind::Refused) => {}
                Ok(rows) => {
                    findings.push(format!("{operation} (code={status}): taken for a success with {rows:?}"));
                }
                Err(error) => findings.push(format!(
                    "{operation} (code={status}): {:?} in place of {expected:?}: {error}{}",
                    error.kind(),
                    prism_says(&error)
                )),
            }
        }
    }
    verdict(&findings)?;
    // What Prism makes up has values that no enumeration lists, which are a difference.
    let refusals = REFUSALS.map(|status| format!("code={status}"));
    let checked = prism_check::run(&prisms, std::iter::once(EXAMPLES.to_owned()).chain(refusals)).await?;
    Ok(format!("{answers} answers made up, {records} records read, {checked} responses without a difference"))
}

/// A handle per Prism, both of which ask for the same kind of answer.
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

/// What Prism itself has to say: it answers in its own name where a request is not as the document has it.
pub fn prism_says(error: &personeel::Error) -> String {
    let body = error.raw_body().map(String::from_utf8_lossy).unwrap_or_default();
    if body.contains("stoplight.io/prism") { format!("; Prism: {body}") } else { String::new() }
}
