//! What came in, for tests to look at.

/// A request to the API, and how it was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecordedRequest {
    /// The method.
    pub method: String,
    /// The path, with the query.
    pub path: String,
    /// The headers in the order in which they came, names in lower case; of `authorization` only the scheme.
    pub headers: Vec<(String, String)>,
    /// The status of the answer; `None` where the connection was cut before it.
    pub status: Option<u16>,
}

impl RecordedRequest {
    pub(crate) fn new(parts: &http::request::Parts) -> Self {
        let path = parts.uri.path_and_query().map_or("/", http::uri::PathAndQuery::as_str).to_owned();
        let headers = parts.headers.iter().map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes());
            let shown = if *name == http::header::AUTHORIZATION {
                value.split_once(' ').map_or_else(String::new, |(scheme, _)| scheme.to_owned())
            } else {
                value.into_owned()
            };
            (name.as_str().to_owned(), shown)
        });
        Self { method: parts.method.to_string(), path, headers: headers.collect(), status: None }
    }

    /// The value of a header, by its name in lower case; repeated ones are joined by commas, as HTTP reads them.
    pub fn header(&self, name: &str) -> Option<String> {
        let values: Vec<&str> =
            self.headers.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect();
        (!values.is_empty()).then(|| values.join(", "))
    }
}
