//! Endpoints: https, or plain http on loopback.

use reqwest::Url;

use crate::error::{Error, Result};

/// An endpoint that a secret may be sent to.
#[derive(Debug)]
pub(crate) struct Endpoint {
    pub(crate) url: Url,
    /// Whether it is plain http. No proxy may be used then, since it could read everything.
    pub(crate) plain: bool,
}

/// Parses an endpoint; `setting` names it in errors.
pub(crate) fn endpoint(setting: &str, text: &str) -> Result<Endpoint> {
    let invalid = |why: &str| Error::configuration(format!("{setting}: {why}"));
    let url = Url::parse(text.trim()).map_err(|_| invalid("not an absolute URL such as https://example.org"))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(invalid("the URL must not contain a user name or password"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(invalid("the URL must not contain a query or fragment (`?` or `#`)"));
    }
    let plain = match url.scheme() {
        "https" => false,
        "http" if is_loopback(&url) => true,
        "http" => return Err(invalid("plain http is allowed on loopback only; use https")),
        _ => return Err(invalid("the URL must start with https://")),
    };
    Ok(Endpoint { url, plain })
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        Some(url::Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        None => false,
    }
}

/// Whether two URLs have the same scheme, host and port.
pub(crate) fn same_origin(first: &Url, second: &Url) -> bool {
    first.scheme() == second.scheme()
        && first.host_str() == second.host_str()
        && first.port_or_known_default() == second.port_or_known_default()
}

#[cfg(test)]
mod tests {
    use personeel_client::endpoints::API_URL;

    use super::*;

    #[test]
    fn https_anywhere_and_http_on_loopback() {
        for (text, plain) in [
            (API_URL, false),
            ("https://proxy.example/personeel/", false),
            ("http://127.0.0.1:8080", true),
            ("http://127.8.9.1", true),
            ("http://[::1]:1", true),
            ("http://localhost:9", true),
        ] {
            assert_eq!(endpoint("api", text).unwrap().plain, plain, "{text}");
        }
        for text in [
            "",
            "example.org",
            "http://example.org",
            "http://localhost.example.org",
            "http://10.0.0.1",
            "ftp://localhost",
            "https://user:secret@example.org",
            "https://example.org/?a",
            "https://example.org/#a",
            "http://0.0.0.0",
        ] {
            let error = endpoint("api_url", text).unwrap_err();
            assert!(error.to_string().starts_with("api_url: "), "{error}");
            assert!(!error.to_string().contains("secret"));
        }
    }
}
