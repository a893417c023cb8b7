//! Why no connection could be made: the cause in one clause, with what to do about it.

use std::error::Error;
use std::io;

use rustls::CertificateError;

use super::route::Route;

/// Why there is no connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cause {
    /// What happened, where, and what helps.
    pub(crate) clause: String,
    /// Another attempt would end the same way.
    pub(crate) is_lasting: bool,
}

/// Explains an error of making a connection. `who` is whom the connection was for, for example `the service`.
pub(crate) fn explain(error: &reqwest::Error, who: &str, route: &Route) -> Cause {
    let (why, is_lasting) = why(error, route);
    Cause { clause: format!("{who} at {} cannot be reached: {why}", route.host()), is_lasting }
}

/// The cause, and whether it lasts.
fn why(error: &reqwest::Error, route: &Route) -> (String, bool) {
    if let Some(tls) = causes(error).find_map(|cause| cause.downcast_ref::<rustls::Error>()) {
        let (why, is_lasting) = tls_failure(tls);
        // Where the proxy itself speaks TLS, this says so, by its text alone.
        let is_proxys =
            causes(error).any(|cause| cause.to_string() == "tunnel error: failed to create underlying connection");
        return match route.proxy() {
            Some(proxy) if is_proxys => (format!("the proxy {}: {why}", proxy.address), is_lasting),
            _ => (why, is_lasting),
        };
    }
    if let Some(refusal) = proxy_refusal(error, route) {
        return refusal;
    }
    // The first host on the way is the only one that this computer connects to.
    let (whose, remedy) = match route.proxy() {
        Some(proxy) if proxy.looks_up || !error.is_dns() => {
            let whose = format!("the proxy {} ", proxy.address);
            (whose, "; check HTTPS_PROXY, or name the host in NO_PROXY to go around the proxy")
        }
        _ => (String::new(), ""),
    };
    let firewall =
        if whose.is_empty() { "; where a firewall stands between, name its proxy in HTTPS_PROXY" } else { remedy };
    let is_refused = |error: &io::Error| error.kind() == io::ErrorKind::ConnectionRefused;
    let (why, remedy, is_lasting) = if error.is_dns() {
        let never = !is_lookup_trouble(error) || (whose.is_empty() && is_reserved(route.host()));
        match (never, whose.is_empty()) {
            (true, true) => ("no host has this name", "; check the address", true),
            (true, false) => ("has a name that no host has", remedy, true),
            (false, true) => ("its name cannot be looked up for the moment", "; check the network", false),
            (false, false) => ("has a name that cannot be looked up for the moment", remedy, false),
        }
    } else if error.is_timeout() {
        ("gave no answer in time", firewall, false)
    } else if io_errors(error).any(is_refused) {
        let why =
            if whose.is_empty() { "nothing listens on that port (connection refused)" } else { "refuses connections" };
        (why, remedy, false)
    } else {
        let why = if whose.is_empty() { "no connection could be made" } else { "cannot be reached" };
        (why, firewall, false)
    };
    (format!("{whose}{why}{remedy}"), is_lasting)
}

/// Whether a host can't exist: the name is set aside for that (RFC 6761), and a resolver that has no network can't say so.
fn is_reserved(host: &str) -> bool {
    host.split(':').next().is_some_and(|name| name.trim_end_matches('.').ends_with(".invalid"))
}

fn tls_failure(error: &rustls::Error) -> (String, bool) {
    use CertificateError::{
        Expired, ExpiredContext, NotValidForName, NotValidForNameContext, NotValidYet, NotValidYetContext,
    };
    let why = match error {
        rustls::Error::InvalidCertificate(certificate) => match certificate {
            CertificateError::UnknownIssuer => {
                "its certificate is from an issuer that is not trusted here; where it is right, name a file with the \
                 issuer's certificate in SSL_CERT_FILE"
                    .to_owned()
            }
            NotValidForName | NotValidForNameContext { .. } => {
                "its certificate is for another host name; check the address".to_owned()
            }
            Expired | ExpiredContext { .. } => "its certificate has expired".to_owned(),
            NotValidYet | NotValidYetContext { .. } => {
                "its certificate is not valid yet; check this computer's clock".to_owned()
            }
            // The verifier's own error, whose type is its own too.
            CertificateError::Other(other) if other.0.to_string() == "CaUsedAsEndEntity" => {
                "its certificate is one that signs others, which a server may not show for itself; give the server one \
                 with CA:FALSE"
                    .to_owned()
            }
            CertificateError::Other(other) => format!("its certificate is not accepted ({})", other.0),
            other => format!("its certificate is not accepted ({other})"),
        },
        rustls::Error::InvalidMessage(_) => "what listens there does not speak TLS; check the address".to_owned(),
        other => return (format!("the TLS handshake failed ({other})"), false),
    };
    (why, true)
}

/// What a proxy says that lives. Its errors have types that hyper-util and reqwest keep to themselves, so their texts are
/// all there is to go by; a text that changes costs the clause and a few attempts, and nothing else.
fn proxy_refusal(error: &reqwest::Error, route: &Route) -> Option<(String, bool)> {
    let proxy = route.proxy().map_or_else(|| "the proxy".to_owned(), |proxy| format!("the proxy {}", proxy.address));
    let login = "give it before the address in HTTPS_PROXY, as in http://name:password@proxy:3128";
    causes(error).find_map(|cause| {
        let text = cause.to_string();
        let said = text.strip_prefix("tunnel error: ").or_else(|| text.strip_prefix("SOCKS error: "))?;
        Some(match said {
            "proxy authorization required" => (format!("{proxy} wants a login (407); {login}"), true),
            "credentials not accepted" | "server does not support user/pass authentication" => {
                (format!("{proxy} does not accept the login; {login}"), true)
            }
            "unsuccessful" => (format!("{proxy} refused to connect to it; NO_PROXY goes around the proxy"), false),
            // What lies beneath has a type, or else the rest is said below.
            "failed to create underlying connection" | "io error establishing tunnel" => return None,
            other => (format!("{proxy} could not connect to it ({other}); NO_PROXY goes around the proxy"), false),
        })
    })
}

/// Whether a name could not be looked up, rather than being none. The resolver's error has a number on Windows alone;
/// elsewhere there is its text.
fn is_lookup_trouble(error: &reqwest::Error) -> bool {
    const WSATRY_AGAIN: i32 = 11002;
    io_errors(error).any(|error| {
        let text = error.to_string();
        error.raw_os_error() == Some(WSATRY_AGAIN) || text.contains("Temporary failure") || text.contains("Try again")
    })
}

fn io_errors(error: &reqwest::Error) -> impl Iterator<Item = &io::Error> {
    causes(error).filter_map(|cause| cause.downcast_ref())
}

/// An error and what it came from. The source of an `io::Error` is that of what it wraps, which would be left out.
fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    std::iter::successors(Some(error as &(dyn Error + 'static)), |&cause| {
        match cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(wrapped) => Some(wrapped as _),
            None => cause.source(),
        }
    })
}
