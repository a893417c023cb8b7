//! The way to a host, as an error names it.

use hyper_util::client::proxy::matcher::Matcher;
use reqwest::Url;

use crate::endpoint::Endpoint;

/// A host, and the proxy on the way to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Route {
    host: String,
    proxy: Option<Proxy>,
}

/// A proxy on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Proxy {
    /// Its host and port, without the login that may stand before them.
    pub(crate) address: String,
    /// Whether it is the proxy that looks the host up.
    pub(crate) looks_up: bool,
}

impl Route {
    /// The way to an endpoint by an HTTP client that is made here.
    pub(crate) fn to(endpoint: &Endpoint) -> Self {
        if endpoint.plain { Self::direct(&endpoint.url) } else { Self::by_system(&endpoint.url) }
    }

    /// The way to the host of `url`, as far as it is known: an HTTP client of the caller's own keeps its proxies to
    /// itself.
    pub(crate) fn direct(url: &Url) -> Self {
        Self { host: authority(url.host_str().unwrap_or_default(), url.port()), proxy: None }
    }

    /// The way by the proxies of the environment and the system, which are what the HTTP client goes by.
    fn by_system(url: &Url) -> Self {
        Self::by(&Matcher::from_system(), url)
    }

    fn by(matcher: &Matcher, url: &Url) -> Self {
        let target = url.as_str().parse::<http::Uri>().ok();
        let proxy = target.and_then(|target| matcher.intercept(&target)).map(|proxy| Proxy {
            address: authority(proxy.uri().host().unwrap_or_default(), proxy.uri().port_u16()),
            looks_up: !matches!(proxy.uri().scheme_str(), Some("socks4" | "socks5")),
        });
        Self { proxy, ..Self::direct(url) }
    }

    /// The host, with its port where that is not the scheme's own.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// The proxy, if one is known.
    pub(crate) fn proxy(&self) -> Option<&Proxy> {
        self.proxy.as_ref()
    }
}

fn authority(host: &str, port: Option<u16>) -> String {
    port.map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_is_named_without_its_login() {
        let url: Url = "https://api.example/stem?a=b".parse().unwrap();
        let matcher = Matcher::builder().all("http://jan:gehe1m@proxy.example:3128").no("intern.example").build();
        let route = Route::by(&matcher, &url);
        let proxy = Proxy { address: "proxy.example:3128".to_owned(), looks_up: true };
        assert_eq!((route.host(), route.proxy()), ("api.example", Some(&proxy)));
        let around = Route::by(&matcher, &"https://intern.example:8443".parse().unwrap());
        assert_eq!((around.host(), around.proxy()), ("intern.example:8443", None));
        for (scheme, looks_up) in [("socks5", false), ("socks5h", true), ("socks4a", true), ("https", true)] {
            let matcher = Matcher::builder().all(format!("{scheme}://proxy.example:1080")).build();
            assert_eq!(Route::by(&matcher, &url).proxy().unwrap().looks_up, looks_up, "{scheme}");
        }
        let six = Route::direct(&"http://[::1]:80/".parse().unwrap());
        assert_eq!(six.host(), "[::1]");
    }
}
