//! What the generated code makes HTTP requests with.
//!
//! The generator's statements call the methods of `reqwest::RequestBuilder`, which needs a client. This one has those of
//! its methods that they use, and needs none.

use bytes::Bytes;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Request, Url};
use serde::Serialize;

use crate::operations::Operation;
use crate::request::{API_VERSION, RequestError};

/// The address of a path below a base URL. `path` is percent-encoded.
pub(crate) fn address(base: &Url, path: &str) -> Result<Url, RequestError> {
    let path = match base.path().trim_end_matches('/') {
        "" => path.to_owned(),
        stem => [stem, path].concat(),
    };
    let mut url = base.clone();
    url.set_path(&path);
    // `.` and `..` fold, in whichever way they are encoded, and an empty segment names another path.
    if url.path() != path || path.contains("//") || path.ends_with('/') {
        return Err(RequestError::new("an argument is empty, `.` or `..`, which the path of a URL cannot hold"));
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

    #[allow(dead_code, reason = "only a call with header parameters of its own needs it")]
    pub(crate) fn headers(self, headers: HeaderMap) -> Self {
        self.change(|request| {
            request.headers_mut().extend(headers);
            Ok(())
        })
    }

    /// Appends what a query parameter serialises to; an absent one to nothing.
    pub(crate) fn query(self, parameter: &impl Serialize) -> Self {
        self.change(|request| {
            let mut pairs = request.url_mut().query_pairs_mut();
            parameter
                .serialize(serde_urlencoded::Serializer::new(&mut pairs))
                .map_err(|_| RequestError::new("an argument cannot be written as a query parameter"))?;
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
            Err(_) => Self { request: Err(RequestError::new("the body cannot be written as JSON")) },
        }
    }

    /// A body that is JSON already.
    pub(crate) fn json_bytes(self, body: Bytes) -> Self {
        self.change(|request| {
            request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            *request.body_mut() = Some(body.into());
            Ok(())
        })
    }

    /// The request, sent as the version that the document gives for the call.
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

/// The JSON of a body whose one large text is base64, without a second copy of that text: JSON escapes nothing in
/// base64, so what stands around the text is written around it where it is. `rest` is the body with that text empty.
pub(crate) fn splice(rest: &impl Serialize, member: &str, mut base64: String) -> Result<Bytes, RequestError> {
    let fault = || RequestError::new("the body cannot be written as JSON");
    let rest = serde_json::to_string(rest).map_err(|_| fault())?;
    // A quote within a text is escaped, so only the member itself looks like this.
    let key = format!("\"{member}\":\"");
    let split = rest.find(&key).ok_or_else(fault)? + key.len();
    if base64.bytes().any(|byte| matches!(byte, b'"' | b'\\' | ..b' ')) {
        return Err(RequestError::new("the file is no base64"));
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
    fn addresses_are_below_the_base_url() {
        for (base, path, expected) in [
            ("https://api.example", "/employees", "https://api.example/employees"),
            ("https://api.example/", "/employees", "https://api.example/employees"),
            ("http://[::1]:8080/a%20b/", "/employees/1", "http://[::1]:8080/a%20b/employees/1"),
            ("https://api.example/stem", "/a/%2Fb%3Fc", "https://api.example/stem/a/%2Fb%3Fc"),
            ("https://api.example/stem", "/a/b..c/.d", "https://api.example/stem/a/b..c/.d"),
        ] {
            assert_eq!(address(&base.parse().unwrap(), path).unwrap().as_str(), expected);
        }
    }

    #[test]
    fn an_argument_never_leads_to_another_path() {
        let base: Url = "https://api.example/stem".parse().unwrap();
        for path in [
            "/employees/../photos",
            "/employees/%2e%2E/photos",
            "/employees/./photos",
            "/employees//photos",
            "/employees/",
        ] {
            assert!(address(&base, path).is_err(), "{path}");
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
                let whole = serde_json::to_string(&Upload { filename, file, note: Some("x") }).unwrap();
                let rest = Upload { filename, file: "", note: Some("x") };
                assert_eq!(splice(&rest, "file", file.to_owned()).unwrap(), whole);
            }
        }
        let rest = Upload { filename: "", file: "", note: None };
        assert!(splice(&rest, "file", "a\"b".to_owned()).is_err());
        assert!(splice(&rest, "photo", String::new()).is_err());
    }
}
