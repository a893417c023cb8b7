//! The route to a host, for error messages.

use hyper_util::client::proxy::matcher::Matcher;
use reqwest::Url;

use crate::endpoint::Endpoint;

/// A host, and the proxy through which it is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Route {
    host: String,
    proxy: Option<Proxy>,
}

/// A proxy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Proxy {
    /// The host and port, without the login.
    pub(crate) address: String,
    /// Whether the proxy resolves the host name.
    pub(crate) resolves_names: bool,
}

impl Route {
    /// Returns the route to an endpoint with an HTTP client of this crate.
    pub(crate) fn to(endpoint: &Endpoint) -> Self {
        if endpoint.plain { Self::direct(&endpoint.url) } else { Self::through_system_proxy(&endpoint.url) }
    }

    /// Returns the route to the host of `url` without a proxy. This is also used for the caller's own HTTP client,
    /// whose proxies are not known.
    pub(crate) fn direct(url: &Url) -> Self {
        Self { host: host_and_port(url.host_str().unwrap_or_default(), url.port()), proxy: None }
    }

    /// Returns the route through the proxies of the environment and the system, which the HTTP client uses.
    fn through_system_proxy(url: &Url) -> Self {
        Self::through(&Matcher::from_system(), url)
    }

    fn through(matcher: &Matcher, url: &Url) -> Self {
        let target = url.as_str().parse::<http::Uri>().ok();
        let proxy = target.and_then(|target| matcher.intercept(&target)).map(|proxy| Proxy {
            address: host_and_port(proxy.uri().host().unwrap_or_default(), proxy.uri().port_u16()),
            resolves_names: !matches!(proxy.uri().scheme_str(), Some("socks4" | "socks5")),
        });
        Self { proxy, ..Self::direct(url) }
    }

    /// Returns the host, with its port unless that is the scheme's default.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// Returns the proxy, if one is known.
    pub(crate) fn proxy(&self) -> Option<&Proxy> {
        self.proxy.as_ref()
    }
}

fn host_and_port(host: &str, port: Option<u16>) -> String {
    port.map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_is_named_without_its_login() {
        let url: Url = "https://api.example/stem?a=b".parse().unwrap();
        let matcher = Matcher::builder().all("http://jan:gehe1m@proxy.example:3128").no("intern.example").build();
        let route = Route::through(&matcher, &url);
        let proxy = Proxy { address: "proxy.example:3128".to_owned(), resolves_names: true };
        assert_eq!((route.host(), route.proxy()), ("api.example", Some(&proxy)));
        let bypassed = Route::through(&matcher, &"https://intern.example:8443".parse().unwrap());
        assert_eq!((bypassed.host(), bypassed.proxy()), ("intern.example:8443", None));
        for (scheme, resolves_names) in [("socks5", false), ("socks5h", true), ("socks4a", true), ("https", true)] {
            let matcher = Matcher::builder().all(format!("{scheme}://proxy.example:1080")).build();
            assert_eq!(Route::through(&matcher, &url).proxy().unwrap().resolves_names, resolves_names, "{scheme}");
        }
        let ipv6 = Route::direct(&"http://[::1]:80/".parse().unwrap());
        assert_eq!(ipv6.host(), "[::1]");
    }
}
