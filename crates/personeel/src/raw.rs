//! Calls by method and path, for operations that the document doesn't have.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::HeaderValue;
use personeel_client::API_VERSION;
use personeel_client::endpoints::API_VERSION as NEWEST;
use personeel_client::operations::{Operation, OperationInfo};
use personeel_wire::InstituteNumber;
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use reqwest::{Method, Url};
use serde::de::DeserializeOwned;

use crate::decode::decode_json;
use crate::error::{Error, Result};
use crate::shared::Shared;
use crate::transport::{CallOptions, Reading, Reply};

/// A call by method and path, with the same tokens, retries and errors as any other call.
#[must_use = "a call does nothing until it is sent"]
pub struct RawCall {
    shared: Arc<Shared>,
    institute: InstituteNumber,
    method: Method,
    url: Url,
    operation: Option<Operation>,
    version: HeaderValue,
    body: Option<(Bytes, HeaderValue)>,
}

impl RawCall {
    pub(crate) fn new(shared: Arc<Shared>, institute: InstituteNumber, method: Method, path: &str) -> Result<Self> {
        let invalid = |why: &str| Error::invalid_argument(format!("path: {why}")).with_institute(institute);
        if !path.starts_with('/') || path.starts_with("//") {
            return Err(invalid("it must start with exactly one slash, for example /employees?schoolyear=2023-24"));
        }
        if path.contains('#') {
            return Err(invalid("it must not contain a `#`"));
        }
        let api = shared.transport.api.as_str().trim_end_matches('/');
        let url = Url::parse(&format!("{api}{path}")).map_err(|_| invalid("it is not a valid URL path"))?;
        let operation = find_operation(&method, path.split('?').next().unwrap_or_default());
        Ok(Self { shared, institute, method, url, operation, version: HeaderValue::from_static(NEWEST), body: None })
    }

    /// Sets the API version to send.
    pub fn api_version(mut self, version: u32) -> Self {
        self.version = HeaderValue::from(version);
        self
    }

    /// Sets a JSON body, which is sent unchanged.
    pub fn json(mut self, body: impl Into<Bytes>) -> Self {
        self.body = Some((body.into(), HeaderValue::from_static("application/json")));
        self
    }

    /// Sends the call and returns the response body unchanged; `None` if the service reports no data.
    pub async fn bytes(self) -> Result<Option<Bytes>> {
        self.finish(|body| Ok(body.cloned())).await
    }

    /// Sends the call and decodes the response into a type of your own; "no data" is decoded as JSON `null`.
    pub async fn decode_as<T: DeserializeOwned>(self) -> Result<T> {
        self.finish(|body| decode_json(body.map_or(b"null", |body| body))).await
    }

    async fn finish<T>(self, read: impl FnOnce(Option<&Bytes>) -> Result<T>) -> Result<T> {
        let mut request = reqwest::Request::new(self.method, self.url);
        request.headers_mut().insert(ACCEPT, HeaderValue::from_static("application/json"));
        request.headers_mut().insert(API_VERSION, self.version);
        if let Some((body, kind)) = self.body {
            request.headers_mut().insert(CONTENT_TYPE, kind);
            *request.body_mut() = Some(body.into());
        }
        let outgoing =
            self.shared.outgoing(self.operation, self.institute, request, Reading::Complete, CallOptions::default());
        let read = |reply| match reply {
            Reply::Body(body) => read(Some(&body)),
            Reply::NoData | Reply::AlreadyGone | Reply::Streaming(_) => read(None),
            Reply::AlreadyThere(id) => read(Some(&Bytes::from(format!("\"{id}\"")))),
        };
        self.shared.answer(outgoing, read).await
    }
}

impl fmt::Debug for RawCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawCall")
            .field("method", &self.method)
            .field("operation", &self.operation)
            .field("institute", &self.institute)
            .finish_non_exhaustive()
    }
}

/// Finds the operation in the document with this method and path. Fixed path segments win over parameters.
fn find_operation(method: &Method, path: &str) -> Option<Operation> {
    let segments: Vec<_> = path.split('/').collect();
    let matches = |info: &OperationInfo| {
        let template: Vec<_> = info.path.split('/').collect();
        template.len() == segments.len()
            && template.iter().zip(&segments).all(|(known, segment)| known.starts_with('{') || known == segment)
    };
    let candidates = Operation::all().map(Operation::info).filter(|info| info.method == *method && matches(info));
    // If a path exists in several versions, the newest wins.
    candidates
        .min_by_key(|info| (info.path.matches('{').count(), std::cmp::Reverse(info.api_version)))
        .map(|info| info.operation)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raw_paths_find_their_operation() {
        for (method, path, expected) in [
            (Method::GET, "/employees", Some(Operation::ListEmployees)),
            (Method::GET, "/employees/photos", Some(Operation::ListPhotos)),
            (Method::GET, "/employees/42cd5a20-e22f-45d7-973c-fab8734dec50", Some(Operation::GetEmployee)),
            (Method::DELETE, "/employees/interruptions/x", Some(Operation::DeleteInterruption)),
            (Method::GET, "/employees/documents/edison", None),
            (Method::POST, "/employees", None),
        ] {
            assert_eq!(find_operation(&method, path), expected, "{method} {path}");
        }
    }
}
