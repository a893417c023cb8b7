//! Calls with undecoded responses: any status, every header, and the body in pieces.

use std::time::Duration;

use personeel::requests::visit;
use personeel::{InstituteNumber, Operation, Personeel, Request, SchoolYear, Visitor};
use reqwest::header::{AUTHORIZATION, HeaderName, HeaderValue, RETRY_AFTER};
use reqwest::{Response, Url};
use tokio::time::{Instant, sleep, timeout_at};

use crate::days;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::session::Session;
use crate::settings::Settings;

/// The user agent.
pub(super) const AGENT: &str = concat!("personeel-cli/", env!("CARGO_PKG_VERSION"), " doctor");

const INSTITUTE: HeaderName = HeaderName::from_static("instituteno");

/// The statuses of a busy or unavailable service or gateway, which are worth a retry. The client has the same list in
/// `net/answer.rs`; the doctor sends its requests without the client's retries.
const TRANSIENT: [u16; 5] = [408, 429, 502, 503, 504];

/// The pause before the first retry. It doubles with each retry.
const PAUSE: Duration = Duration::from_millis(300);

/// Sends the calls of the document.
pub(super) struct Raw {
    http: reqwest::Client,
    base: Url,
    /// The school year of the lists, unless the user chose another one.
    pub(super) current_year: SchoolYear,
    client: Personeel,
    pub(super) timeout: Duration,
    retries: u32,
}

/// A response with an unread body, and when the timeout of the call expires.
pub(super) struct Reply {
    pub(super) response: Response,
    pub(super) end: Instant,
}

struct IntoHttp<'a>(&'a Url);

impl Visitor for IntoHttp<'_> {
    type Output = Result<reqwest::Request, String>;

    fn visit<R: Request>(self, request: R) -> Self::Output {
        request.into_http(self.0).map_err(|error| error.to_string())
    }
}

impl Raw {
    pub(super) fn new(session: &Session, settings: &Settings) -> Result<Self, Failure> {
        let path = personeel::NetworkPath::to(&settings.api_url)?;
        let http = path.http(AGENT, settings.timeout)?.build();
        let http = http.map_err(|error| Failure::unavailable(path.explain("the API", &error)))?;
        let (client, base) = (session.client.clone(), path.url().clone());
        let current_year = days::current_year(settings.preferences.first_month)?;
        Ok(Self { http, base, client, current_year, timeout: settings.timeout, retries: settings.retries })
    }

    /// Builds a call; arguments go by their names in the API.
    pub(super) fn request(
        &self,
        operation: Operation,
        arguments: &dyn Fn(&str) -> Option<String>,
    ) -> Result<reqwest::Request, Failure> {
        let request = visit(operation, arguments, IntoHttp(&self.base)).map_err(|error| error.to_string());
        request.and_then(|made| made).map_err(|why| Failure::usage(why).with_operation(Some(operation)))
    }

    /// Sends a call, with retries while the service is busy or the connection fails. Any other status is returned.
    pub(super) async fn send(
        &self,
        institute: InstituteNumber,
        operation: Operation,
        mut request: reqwest::Request,
    ) -> Result<Reply, Failure> {
        let with_call = |failure: Failure| failure.with_operation(Some(operation)).with_institute(institute);
        let end = Instant::now() + self.timeout;
        let late = || Failure::timeout(format!("no response within {:?}", self.timeout));
        let token = timeout_at(end, self.client.access_token(institute)).await.map_err(|_| with_call(late()))??;
        let bearer = HeaderValue::from_str(&format!("Bearer {}", token.expose_secret()));
        let mut bearer = bearer.map_err(|_| Failure::internal("the token is not valid in a header"))?;
        bearer.set_sensitive(true);
        request.headers_mut().insert(AUTHORIZATION, bearer);
        if let Ok(number) = HeaderValue::from_str(institute.as_ref()) {
            request.headers_mut().insert(INSTITUTE, number);
        }
        let mut pause = PAUSE;
        for attempt in 0..=self.retries {
            let copy = request.try_clone().ok_or_else(|| Failure::internal("the request cannot be repeated"))?;
            let outcome = timeout_at(end, self.http.execute(copy)).await.map_err(|_| with_call(late()))?;
            let is_last = attempt == self.retries || Instant::now() + pause >= end;
            match outcome {
                Ok(response) if is_last || !TRANSIENT.contains(&response.status().as_u16()) => {
                    return Ok(Reply { response, end });
                }
                Ok(response) => pause = pause.max(read_retry_after(&response)),
                Err(error) if is_last || !error.is_connect() => {
                    let path = personeel::NetworkPath::to(self.base.as_str())?;
                    let clause = if error.is_connect() {
                        path.explain("the API", &error)
                    } else {
                        "the connection broke".to_owned()
                    };
                    return Err(with_call(Failure::unavailable(clause)));
                }
                Err(_) => {}
            }
            if Instant::now() + pause >= end {
                return Err(with_call(late()));
            }
            sleep(pause).await;
            pause *= 2;
        }
        Err(with_call(late()))
    }
}

/// Returns how long the service asks to wait.
fn read_retry_after(response: &Response) -> Duration {
    let seconds = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.trim().parse().ok());
    Duration::from_secs(seconds.unwrap_or_default())
}

/// Returns the failure that a status means; `None` if the response is usable.
pub(super) fn refusal(status: u16) -> Option<Failure> {
    let (exit, what) = match status {
        200..=299 | 404 => return None,
        401 => (Exit::Credentials, "the service refused the token"),
        403 => (Exit::Forbidden, "the institute is outside the token's scopes"),
        _ => (Exit::Unavailable, "the service refused the call"),
    };
    Some(Failure::unavailable(format!("{what} (status {status})")).with_exit(exit).with_status(status))
}
