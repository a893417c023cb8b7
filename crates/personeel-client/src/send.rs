//! Sends a call without the overlay.

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

/// Sends a request once with your own HTTP client, and decodes the response.
///
/// This function sets the call's `Api-Version` and the institute number. You supply the token, for example as a default
/// header of the client, as well as timeouts, size limits and retries. The client must not follow redirects, because it
/// would send the token along.
///
/// "No data" (a 404 that the document declares as such) becomes an empty list, or `None` for a single record.
///
/// # Errors
///
/// Returns a [`SendError`] if the request cannot be built or sent, if the response has any other status that isn't a
/// success, or if its body cannot be decoded.
pub async fn send<R: Request>(
    http: &reqwest::Client,
    base: &Url,
    institute: InstituteNumber,
    request: R,
) -> Result<R::Response, SendError> {
    let mut request = request.into_http(base)?;
    let number = HeaderValue::try_from(institute.as_str())
        .map_err(|_| RequestError::new("the institute number cannot be sent in a header"))?;
    request.headers_mut().insert(INSTITUTE_NO, number);
    let response = http.execute(request).await?;
    let status = response.status();
    let headers = response.headers().clone();
    let body = response.bytes().await?;
    let error = |fault| SendError { kind: Kind::Response { status, headers, body: body.clone(), fault } };
    if status.is_success() {
        let no_data = status == StatusCode::NO_CONTENT && body.is_empty();
        return match R::Response::without_data().filter(|_| no_data) {
            Some(response) => Ok(response),
            None => R::Response::read(&body).map_err(|cause| error(Fault::Undecodable(cause))),
        };
    }
    if status == StatusCode::NOT_FOUND
        && R::OPERATION.info().method == "GET"
        && is_no_data(&body)
        && let Some(response) = R::Response::without_data()
    {
        return Ok(response);
    }
    Err(error(Fault::Refused(decode(&body).ok())))
}

/// The error returned by [`send`].
///
/// Neither its `Display` nor its `Debug` output contains a body or a header.
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
    /// Returns the status of the response, or `None` if there was no response.
    pub fn status(&self) -> Option<StatusCode> {
        match &self.kind {
            Kind::Response { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// Returns the headers of the response.
    pub fn headers(&self) -> Option<&HeaderMap> {
        match &self.kind {
            Kind::Response { headers, .. } => Some(headers),
            _ => None,
        }
    }

    /// Returns the rules that the request violated, if the response is the service's error response.
    pub fn error_response(&self) -> Option<&ErrorResponse> {
        match &self.kind {
            Kind::Response { fault: Fault::Refused(response), .. } => response.as_ref(),
            _ => None,
        }
    }

    /// Returns why the body of a successful response could not be decoded.
    pub fn decode_error(&self) -> Option<&DecodeError> {
        match &self.kind {
            Kind::Response { fault: Fault::Undecodable(error), .. } => Some(error),
            _ => None,
        }
    }

    /// Returns the raw body of the response. It may contain personal data: don't log it.
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
        // The URL contains the ids of people.
        Self { kind: Kind::Http(error.without_url()) }
    }
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Request(error) => error.fmt(f),
            Kind::Http(error) if error.is_timeout() => f.write_str("the service did not respond in time"),
            Kind::Http(error) if error.is_connect() => f.write_str("cannot connect to the service"),
            Kind::Http(_) => f.write_str("the connection to the service failed"),
            Kind::Response { status, fault: Fault::Undecodable(error), .. } => {
                write!(f, "the service responded with status {}, but {error}", status.as_u16())
            }
            Kind::Response { status, fault: Fault::Refused(response), .. } => {
                write!(f, "the service responded with status {}", status.as_u16())?;
                let violated = response.as_ref().map_or(0, |response| response.errors.len());
                if violated > 0 { write!(f, "; rules violated: {violated}") } else { Ok(()) }
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
