//! Builds HTTP requests for the generated code.
//!
//! The statements that progenitor generates call methods of `reqwest::RequestBuilder`, which needs a client. This
//! builder has the methods they use and needs no client.

use bytes::Bytes;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Request, Url};
use serde::Serialize;

use crate::operations::Operation;
use crate::request::{API_VERSION, RequestError};

/// Returns the URL of a path below a base URL. `path` must be percent-encoded already.
pub(crate) fn join_url(base: &Url, path: &str) -> Result<Url, RequestError> {
    let path = match base.path().trim_end_matches('/') {
        "" => path.to_owned(),
        stem => [stem, path].concat(),
    };
    let mut url = base.clone();
    url.set_path(&path);
    // The URL parser resolves `.` and `..`, however they are encoded, and an empty segment leads to another path.
    if url.path() != path || path.contains("//") || path.ends_with('/') {
        return Err(RequestError::new("an argument is empty, `.` or `..`, which a URL path cannot contain"));
    }
    Ok(url)
}

pub(crate) struct RequestBuilder {
    request: Result<Request, RequestError>,
}

impl RequestBuilder {
    pub(crate) fn new(method: Method, url: Url) -> Self {
        Self { request: Ok(Request::new(method, url)) }
    }

    pub(crate) fn header(self, name: HeaderName, value: HeaderValue) -> Self {
        self.change(|request| {
            request.headers_mut().insert(name, value);
            Ok(())
        })
    }

    #[allow(dead_code, reason = "used only if a call declares header parameters")]
    pub(crate) fn headers(self, headers: HeaderMap) -> Self {
        self.change(|request| {
            request.headers_mut().extend(headers);
            Ok(())
        })
    }

    /// Appends a query parameter. An absent one adds nothing.
    pub(crate) fn query(self, parameter: &impl Serialize) -> Self {
        self.change(|request| {
            let mut pairs = request.url_mut().query_pairs_mut();
            parameter
                .serialize(serde_urlencoded::Serializer::new(&mut pairs))
                .map_err(|_| RequestError::new("an argument cannot be serialised as a query parameter"))?;
            drop(pairs);
            if request.url().query() == Some("") {
                request.url_mut().set_query(None);
            }
            Ok(())
        })
    }

    pub(crate) fn json(self, body: &impl Serialize) -> Self {
        match serde_json::to_vec(body) {
            Ok(body) => self.json_bytes(body.into()),
            Err(_) => Self { request: Err(RequestError::new("the body cannot be serialised as JSON")) },
        }
    }

    /// Sets a body that is already JSON.
    pub(crate) fn json_bytes(self, body: Bytes) -> Self {
        self.change(|request| {
            request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            *request.body_mut() = Some(body.into());
            Ok(())
        })
    }

    /// Returns the request, with the `Api-Version` that the document declares for the call.
    pub(crate) fn build(self, operation: Operation) -> Result<Request, RequestError> {
        let version = HeaderValue::from_static(operation.info().api_version);
        self.header(API_VERSION, version).request
    }

    fn change(mut self, change: impl FnOnce(&mut Request) -> Result<(), RequestError>) -> Self {
        if let Ok(request) = &mut self.request
            && let Err(error) = change(request)
        {
            self.request = Err(error);
        }
        self
    }
}

/// Serialises a body with one large base64 string as JSON without copying that string.
///
/// Base64 needs no escaping in JSON, so the rest of the body is written around the string in place. `rest` is the body
/// with that string left empty.
pub(crate) fn splice(rest: &impl Serialize, member: &str, mut base64: String) -> Result<Bytes, RequestError> {
    let cannot_serialise = || RequestError::new("the body cannot be serialised as JSON");
    let rest = serde_json::to_string(rest).map_err(|_| cannot_serialise())?;
    // Quotes inside strings are escaped, so only the member itself can match.
    let key = format!("\"{member}\":\"");
    let split = rest.find(&key).ok_or_else(cannot_serialise)? + key.len();
    if base64.bytes().any(|byte| matches!(byte, b'"' | b'\\' | ..b' ')) {
        return Err(RequestError::new("the file is not valid base64"));
    }
    let (before, after) = rest.split_at(split);
    base64.reserve_exact(before.len() + after.len());
    base64.insert_str(0, before);
    base64.push_str(after);
    Ok(base64.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_below_the_base_url() {
        for (base, path, expected) in [
            ("https://api.example", "/employees", "https://api.example/employees"),
            ("https://api.example/", "/employees", "https://api.example/employees"),
            ("http://[::1]:8080/a%20b/", "/employees/1", "http://[::1]:8080/a%20b/employees/1"),
            ("https://api.example/stem", "/a/%2Fb%3Fc", "https://api.example/stem/a/%2Fb%3Fc"),
            ("https://api.example/stem", "/a/b..c/.d", "https://api.example/stem/a/b..c/.d"),
        ] {
            assert_eq!(join_url(&base.parse().unwrap(), path).unwrap().as_str(), expected);
        }
    }

    #[test]
    fn an_argument_cannot_change_the_path() {
        let base: Url = "https://api.example/stem".parse().unwrap();
        for path in [
            "/employees/../photos",
            "/employees/%2e%2E/photos",
            "/employees/./photos",
            "/employees//photos",
            "/employees/",
        ] {
            assert!(join_url(&base, path).is_err(), "{path}");
        }
    }

    #[derive(Serialize)]
    struct Upload<'a> {
        filename: &'a str,
        file: &'a str,
        note: Option<&'a str>,
    }

    #[test]
    fn a_spliced_body_is_what_serde_would_write() {
        for filename in ["a.pdf", "\"file\":\"", "é \\ \n"] {
            for file in ["", "YXR0ZXN0Cg=="] {
                let expected = serde_json::to_string(&Upload { filename, file, note: Some("x") }).unwrap();
                let rest = Upload { filename, file: "", note: Some("x") };
                assert_eq!(splice(&rest, "file", file.to_owned()).unwrap(), expected);
            }
        }
        let rest = Upload { filename: "", file: "", note: None };
        assert!(splice(&rest, "file", "a\"b".to_owned()).is_err());
        assert!(splice(&rest, "photo", String::new()).is_err());
    }
}
