//! The one way to send a call without the overlay.

use std::fmt;

use bytes::Bytes;
use personeel_wire::InstituteNumber;
use reqwest::header::{HeaderMap, HeaderValue};
use reqwest::{StatusCode, Url};

use crate::answer::Response;
use crate::decode::{DecodeError, decode};
use crate::no_data::is_no_data;
use crate::request::{INSTITUTE_NO, Request, RequestError};
use crate::types::ErrorResponse;

/// Sends a call once, with an HTTP client of your own, and reads its answer.
///
/// The call's `Api-Version` and the institute are set here. The token is yours to give, for example as a default header
/// of the client; so are limits on time and size, and the decision to try again. The client must not follow redirects,
/// which would take the token along.
///
/// "No data" (a 404 that the document declares as such) is an empty list, or `None` for one record.
///
/// # Errors
///
/// A [`SendError`] for every other answer that isn't a success, and where there is none.
pub async fn send<R: Request>(
    http: &reqwest::Client,
    base: &Url,
    institute: InstituteNumber,
    request: R,
) -> Result<R::Response, SendError> {
    let mut request = request.into_http(base)?;
    let number = HeaderValue::try_from(institute.as_str())
        .map_err(|_| RequestError::new("the institute number cannot stand in a header"))?;
    request.headers_mut().insert(INSTITUTE_NO, number);
    let response = http.execute(request).await?;
    let status = response.status();
    let headers = response.headers().clone();
    let body = response.bytes().await?;
    let fault = |fault| SendError { kind: Kind::Response { status, headers, body: body.clone(), fault } };
    if status.is_success() {
        let no_data = status == StatusCode::NO_CONTENT && body.is_empty();
        return match R::Response::without_data().filter(|_| no_data) {
            Some(answer) => Ok(answer),
            None => R::Response::read(&body).map_err(|error| fault(Fault::Undecodable(error))),
        };
    }
    if status == StatusCode::NOT_FOUND
        && R::OPERATION.info().method == "GET"
        && is_no_data(&body)
        && let Some(answer) = R::Response::without_data()
    {
        return Ok(answer);
    }
    Err(fault(Fault::Refused(decode(&body).ok())))
}

/// A call that was sent without the overlay failed. Neither `Display` nor `Debug` shows a body or a header.
pub struct SendError {
    kind: Kind,
}

enum Kind {
    Request(RequestError),
    Http(reqwest::Error),
    Response { status: StatusCode, headers: HeaderMap, body: Bytes, fault: Fault },
}

enum Fault {
    Refused(Option<ErrorResponse>),
    Undecodable(DecodeError),
}

impl SendError {
    /// The status of the answer; `None` where there was none.
    pub fn status(&self) -> Option<StatusCode> {
        match &self.kind {
            Kind::Response { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// The headers of the answer.
    pub fn headers(&self) -> Option<&HeaderMap> {
        match &self.kind {
            Kind::Response { headers, .. } => Some(headers),
            _ => None,
        }
    }

    /// The rules that the call broke, where the answer is the service's own form for that.
    pub fn error_response(&self) -> Option<&ErrorResponse> {
        match &self.kind {
            Kind::Response { fault: Fault::Refused(response), .. } => response.as_ref(),
            _ => None,
        }
    }

    /// Why a success could not be decoded.
    pub fn decode_error(&self) -> Option<&DecodeError> {
        match &self.kind {
            Kind::Response { fault: Fault::Undecodable(error), .. } => Some(error),
            _ => None,
        }
    }

    /// The body as it came. It may hold personal data: don't log it.
    pub fn body(&self) -> Option<&Bytes> {
        match &self.kind {
            Kind::Response { body, .. } => Some(body),
            _ => None,
        }
    }
}

impl From<RequestError> for SendError {
    fn from(error: RequestError) -> Self {
        Self { kind: Kind::Request(error) }
    }
}

impl From<reqwest::Error> for SendError {
    fn from(error: reqwest::Error) -> Self {
        // The address holds the ids of people.
        Self { kind: Kind::Http(error.without_url()) }
    }
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Request(error) => error.fmt(f),
            Kind::Http(error) if error.is_timeout() => f.write_str("the service did not answer in time"),
            Kind::Http(error) if error.is_connect() => f.write_str("the service cannot be reached"),
            Kind::Http(_) => f.write_str("the connection to the service broke"),
            Kind::Response { status, fault: Fault::Undecodable(error), .. } => {
                write!(f, "the service answered {}, but {error}", status.as_u16())
            }
            Kind::Response { status, fault: Fault::Refused(response), .. } => {
                write!(f, "the service answered {}", status.as_u16())?;
                let broken = response.as_ref().map_or(0, |response| response.errors.len());
                if broken > 0 { write!(f, " and names {broken} broken rule(s)") } else { Ok(()) }
            }
        }
    }
}

impl fmt::Debug for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SendError")
            .field("message", &format_args!("{self}"))
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}

impl std::error::Error for SendError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            Kind::Request(error) => Some(error),
            Kind::Http(error) => Some(error),
            Kind::Response { fault: Fault::Undecodable(error), .. } => Some(error),
            Kind::Response { .. } => None,
        }
    }
}
