//! Calls whose answers are looked at as they come: any status, every header, the body piece by piece.

use std::time::Duration;

use personeel::requests::visit;
use personeel::{InstituteNumber, Operation, Personeel, Request, Visitor};
use reqwest::header::{AUTHORIZATION, HeaderName, HeaderValue, RETRY_AFTER};
use reqwest::{Response, Url};
use tokio::time::{Instant, sleep, timeout_at};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::session::Session;
use crate::settings::Settings;

/// What the program calls itself.
pub(super) const AGENT: &str = concat!("personeel-cli/", env!("CARGO_PKG_VERSION"), " doctor");

const INSTITUTE: HeaderName = HeaderName::from_static("instituteno");

/// The statuses of a service or a gateway that is busy or down: worth another try.
const PASSING: [u16; 5] = [408, 429, 502, 503, 504];

/// The first pause before another try, which doubles.
const PAUSE: Duration = Duration::from_millis(300);

/// Sends the document's calls.
pub(super) struct Raw {
    http: reqwest::Client,
    base: Url,
    client: Personeel,
    pub(super) timeout: Duration,
    retries: u32,
}

/// An answer whose body is still to be read, until the end of the call's time.
pub(super) struct Raws {
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
        let way = personeel::Way::to(&settings.api_url)?;
        let http = way.http(AGENT, settings.timeout)?.build();
        let http = http.map_err(|error| Failure::unavailable(way.explain("the API", &error)))?;
        let (client, base) = (session.client.clone(), way.url().clone());
        Ok(Self { http, base, client, timeout: settings.timeout, retries: settings.retries })
    }

    /// A call with its arguments by their names on the wire.
    pub(super) fn request(
        &self,
        operation: Operation,
        arguments: &dyn Fn(&str) -> Option<String>,
    ) -> Result<reqwest::Request, Failure> {
        let request = visit(operation, arguments, IntoHttp(&self.base)).map_err(|error| error.to_string());
        request.and_then(|made| made).map_err(|why| Failure::usage(why).with_operation(Some(operation)))
    }

    /// Sends a call, again where a busy service or a failed connection may pass. Whatever the status is, it is an answer.
    pub(super) async fn send(
        &self,
        institute: InstituteNumber,
        operation: Operation,
        mut request: reqwest::Request,
    ) -> Result<Raws, Failure> {
        let named = |failure: Failure| failure.with_operation(Some(operation)).with_institute(institute);
        let end = Instant::now() + self.timeout;
        let late = || Failure::timeout(format!("no answer within {:?}", self.timeout));
        let token = timeout_at(end, self.client.access_token(institute)).await.map_err(|_| named(late()))??;
        let bearer = HeaderValue::from_str(&format!("Bearer {}", token.expose_secret()));
        let mut bearer = bearer.map_err(|_| Failure::internal("the token cannot stand in a header"))?;
        bearer.set_sensitive(true);
        request.headers_mut().insert(AUTHORIZATION, bearer);
        if let Ok(number) = HeaderValue::from_str(institute.as_ref()) {
            request.headers_mut().insert(INSTITUTE, number);
        }
        let mut pause = PAUSE;
        for attempt in 0..=self.retries {
            let again = request.try_clone().ok_or_else(|| Failure::internal("the request cannot be sent twice"))?;
            let outcome = timeout_at(end, self.http.execute(again)).await.map_err(|_| named(late()))?;
            let is_last = attempt == self.retries || Instant::now() + pause >= end;
            match outcome {
                Ok(response) if is_last || !PASSING.contains(&response.status().as_u16()) => {
                    return Ok(Raws { response, end });
                }
                Ok(response) => pause = pause.max(asked(&response)),
                Err(error) if is_last || !error.is_connect() => {
                    let way = personeel::Way::to(self.base.as_str())?;
                    let clause = if error.is_connect() {
                        way.explain("the API", &error)
                    } else {
                        "the connection broke".to_owned()
                    };
                    return Err(named(Failure::unavailable(clause)));
                }
                Err(_) => {}
            }
            if Instant::now() + pause >= end {
                return Err(named(late()));
            }
            sleep(pause).await;
            pause *= 2;
        }
        Err(named(late()))
    }
}

/// How long the service asks to wait.
fn asked(response: &Response) -> Duration {
    let seconds = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.trim().parse().ok());
    Duration::from_secs(seconds.unwrap_or_default())
}

/// What a status means for whoever asked, where it is no good answer; `None` for one that is.
pub(super) fn refusal(status: u16) -> Option<Failure> {
    let (exit, what) = match status {
        200..=299 | 404 => return None,
        401 => (Exit::Credentials, "the service refused the token"),
        403 => (Exit::Forbidden, "the institute is outside the token's scopes"),
        _ => (Exit::Unavailable, "the service refused the call"),
    };
    Some(Failure::unavailable(format!("{what} (status {status})")).with_exit(exit).with_status(status))
}
