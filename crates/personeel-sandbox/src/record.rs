//! Recorded requests, for tests.

/// A request to the API and the status of its response.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecordedRequest {
    /// The method.
    pub method: String,
    /// The path and the query.
    pub path: String,
    /// The headers in the order received, with names in lower case; for `authorization` only the scheme.
    pub headers: Vec<(String, String)>,
    /// The status of the response; `None` if the connection was cut before it was sent.
    pub status: Option<u16>,
}

impl RecordedRequest {
    pub(crate) fn new(parts: &http::request::Parts) -> Self {
        let path = parts.uri.path_and_query().map_or("/", http::uri::PathAndQuery::as_str).to_owned();
        let headers = parts.headers.iter().map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes());
            let recorded = if *name == http::header::AUTHORIZATION {
                value.split_once(' ').map_or_else(String::new, |(scheme, _)| scheme.to_owned())
            } else {
                value.into_owned()
            };
            (name.as_str().to_owned(), recorded)
        });
        Self { method: parts.method.to_string(), path, headers: headers.collect(), status: None }
    }

    /// Returns the value of a header, by its name in lower case. Repeated headers are joined with commas, as in HTTP.
    pub fn header(&self, name: &str) -> Option<String> {
        let values: Vec<&str> =
            self.headers.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect();
        (!values.is_empty()).then(|| values.join(", "))
    }
}
